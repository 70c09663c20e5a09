/** Which version of a measure counts for one applicant. */
import type { Asked } from '../policy/asked.ts'
import { FALSE, TRUE } from '../policy/kleene.ts'
import type { Candidate, Choice, Measure } from '../policy/model.ts'
import type { Assessment, Program } from './program.ts'

/** The versions that may still count. */
export const possibleVersions = (
  program: Program,
  assessment: Assessment,
  { candidates }: Choice
): readonly Candidate[] => candidates.filter(({ within }) => program.truth(within, assessment) !== FALSE)

/** A measure in the version that a known day chooses; itself while the day is open. */
export function versionFor(program: Program, assessment: Assessment, measure: Measure): Measure {
  const { choice } = measure
  if (!choice) return measure
  const possible = possibleVersions(program, assessment, choice)
  const [only] = possible
  if (!only) return choice.none
  const isSettled = possible.length === 1 && program.truth(only.within, assessment) === TRUE
  return isSettled ? (only.measure ?? choice.none) : measure
}

/** The measures asked about, each in the version that counts, as far as that is known. */
export const measuresFor = (program: Program, assessment: Assessment, asked: Asked): readonly Measure[] =>
  asked.hasChoices ? asked.measures.map(one => versionFor(program, assessment, one)) : asked.measures
