/** Questions of many answers that an interview begins with, linked: which facts each answer tells. */
import type { Fact } from './model.ts'
import type { RawSituations } from './situations-format.ts'

/** A fact with the value that an answer gives it. */
export interface Told {
  fact: number
  value: unknown
}

export interface Situation {
  id: string
  /** situations of one topic stand together */
  topic: string
  label: string
  /** why not to choose it denies what it denies */
  why: string
  chosen: readonly Told[]
  notChosen: readonly Told[]
}

export interface SituationList {
  id: string
  question: string
  /** whom it is put to, once that is known; null: everyone */
  onlyFor: { fact: number; values: readonly unknown[] } | null
  situations: readonly Situation[]
}

/** The lists of a rule set, in their order; none where it has no situations.json. */
export function linkSituations(raw: RawSituations | undefined, facts: readonly Fact[]): SituationList[] {
  const byId = new Map(facts.map(({ id, index }) => [id, index]))
  const told = (values: Record<string, unknown>): Told[] =>
    Object.entries(values).map(([id, value]) => ({ fact: byId.get(id) as number, value }))
  return (raw?.lists ?? []).map(({ id, question, onlyFor, situations }) => ({
    id,
    question,
    onlyFor: onlyFor ? { fact: byId.get(onlyFor.fact) as number, values: onlyFor.values } : null,
    situations: situations.map(({ chosen, notChosen, ...rest }) => ({
      ...rest,
      chosen: told(chosen),
      notChosen: told(notChosen)
    }))
  }))
}
