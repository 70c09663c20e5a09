/** What came of every mutant of a rule set, and how it is told. */
import type { Program } from '../../../engine/program.ts'
import { pointerTo } from '../../../field-error.ts'
import type { RuleFiles } from '../../../policy/files.ts'
import type { Measure } from '../../../policy/model.ts'
import type { Mutant } from './edit.ts'
import { compare, type Finding, type KillingCase } from './proof.ts'
import { programWith, type Trial } from './run.ts'

interface Told {
  file: string
  pointer: string
  what: string
}

export interface MutationReport {
  mutants: number
  killed: number
  /** the same answer on every combination of the values that matter */
  equivalent: (Told & { proof: string })[]
  /** noticed by no case; with the case that would notice, where one can be searched for */
  survivors: (Told & { case: KillingCase | null })[]
}

/** Whether a mutant answers otherwise, for the measures it can matter to; null where that is not searched for. */
function findingOf(base: Program, files: RuleFiles, mutant: Mutant): Finding | null {
  if (mutant.measure === null && mutant.file !== 'policy.json') return null
  const after = programWith(files, mutant)
  let combinations = 1
  for (const measure of after.policy.measures) {
    const before = { program: base, measure: base.policy.measure(measure.id) as Measure }
    const finding = compare({ before, after: { program: after, measure } })
    if ('differs' in finding) return finding
    combinations = Math.max(combinations, finding.combinations)
  }
  return { combinations }
}

/**
 * Tries every mutant.
 * @param base the rule set as it stands
 * @param step called after each mutant
 */
export function tryAll(
  base: Program,
  files: RuleFiles,
  trial: Trial,
  mutants: readonly Mutant[],
  step: (done: number) => void
): MutationReport {
  const report: MutationReport = { mutants: mutants.length, killed: 0, equivalent: [], survivors: [] }
  for (const [index, mutant] of mutants.entries()) {
    if (trial.noticedBy(mutant) !== undefined) report.killed++
    else {
      const finding = findingOf(base, files, mutant)
      const told = { file: mutant.file, pointer: pointerTo(...mutant.path), what: mutant.what }
      if (finding && 'combinations' in finding) {
        report.equivalent.push({ ...told, proof: `exhaustive over ${finding.combinations} combinations` })
      } else report.survivors.push({ ...told, case: finding?.differs ?? null })
    }
    step(index + 1)
  }
  return report
}

const place = ({ file, pointer, what }: Told) => `${file}#${pointer}: ${what}`

/** The report for a reader. */
export function reportText({ mutants, killed, equivalent, survivors }: MutationReport): string {
  return [
    ...survivors.flatMap(one => [
      `survives: ${place(one)}`,
      one.case
        ? `  a case that would notice: ${JSON.stringify(one.case)}`
        : '  no case is searched for here: write one in facts.json of the cases'
    ]),
    ...equivalent.map(one => `equivalent: ${place(one)} (${one.proof})`),
    `${mutants} mutants: ${killed} killed, ${equivalent.length} equivalent, ${survivors.length} survive; ` +
      `${killed} of the ${killed + survivors.length} that can be noticed are`,
    ''
  ].join('\n')
}
