/** Who answers for a measure: one leads and others support, as far as the text or its subject tells. */
import { basisOf, type Voice } from './basis.ts'
import type { RawMeasure } from './format.ts'
import type { Basis } from './model.ts'

export interface Units {
  /** null where the text does not tell which of several it is, and where the copy lost them */
  lead: string | null
  supporting: readonly string[]
  /** what the choice of the lead rests on; null where there is none */
  basis: Basis | null
}

/** The units of a measure: those it names itself, else those of its clause. @param named by the clause, in its order */
export function unitsOf(
  raw: RawMeasure['responsible'],
  named: readonly string[],
  clause: string,
  voice: Voice
): Units {
  if (raw) return { lead: raw.lead, supporting: raw.supporting, basis: basisOf(raw.basis, clause, voice) }
  const [only, ...others] = named
  // A unit that stands alone needs no choice.
  return { lead: only !== undefined && others.length === 0 ? only : null, supporting: [], basis: null }
}

/** Lead, supporting units, and whoever else the clause names, in its order. */
export const allUnits = ({ lead, supporting }: Units, named: readonly string[]): string[] => [
  ...new Set([...(lead === null ? [] : [lead]), ...supporting, ...named])
]

/** The unit to send a caller to. */
export const unitToAsk = ({ lead }: Units, named: readonly string[], { texts }: Voice): string =>
  lead ?? named[0] ?? texts.offices.anyone

/** Who answers for a measure, to read out. @param isWhole nothing of the clause is lost: that it names no unit is its own */
export function unitsText(
  { lead, supporting, basis }: Units,
  named: readonly string[],
  isWhole: boolean,
  { texts, called }: Voice
): string {
  const { offices } = texts
  if (named.length === 0) return isWhole ? offices.noneNamed : offices.lost
  if (lead === null) return offices.noLead(called, named[0] as string)
  return offices.lead(lead, basis?.certainty === 'reading', called, supporting)
}
