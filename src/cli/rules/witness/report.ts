/** The witnesses of a rule set, as a file and as text. */
import type { Program } from '../../../engine/program.ts'
import type { Measure } from '../../../policy/model.ts'
import { type Witnesses, type WitnessFault, witnessesOf } from './search.ts'

export interface WitnessReport {
  /** by measure id, in plan order */
  measures: Record<string, Witnesses>
  faults: WitnessFault[]
}

/** @param step called after each measure */
export function findAll(
  program: Program,
  measures: readonly Measure[],
  step: (done: number) => void
): WitnessReport {
  const report: WitnessReport = { measures: {}, faults: [] }
  for (const [index, measure] of measures.entries()) {
    const { witnesses, faults } = witnessesOf(program, measure)
    if (witnesses) report.measures[measure.id] = witnesses
    report.faults.push(...faults)
    step(index + 1)
  }
  return report
}

/** JSON with one set of facts a line: small, and a change to it easy to see. */
export function witnessFile({ measures }: WitnessReport): string {
  const blocks = Object.entries(measures).map(([id, { eligible, ineligible, undetermined }]) =>
    [
      `  ${JSON.stringify(id)}: {`,
      `    "eligible": ${JSON.stringify(eligible)},`,
      '    "ineligible": [',
      ineligible.map(one => `      ${JSON.stringify(one)}`).join(',\n'),
      '    ],',
      `    "undetermined": ${JSON.stringify(undetermined)}`,
      '  }'
    ].join('\n')
  )
  return `{\n${blocks.join(',\n')}\n}\n`
}

/** The witnesses for a reader. */
export function witnessText({ measures, faults }: WitnessReport): string {
  return [
    ...Object.entries(measures).flatMap(([id, { eligible, ineligible, undetermined }]) => [
      id,
      `  eligible      ${JSON.stringify(eligible)}`,
      `  undetermined  ${JSON.stringify(undetermined)}`,
      ...ineligible.map(one => `  ineligible    ${JSON.stringify(one.facts)}  ${one.condition}`)
    ]),
    ...faults.map(
      ({ measure, condition, message }) => `${measure}: ${condition ? `“${condition}” ` : ''}${message}`
    ),
    `${Object.keys(measures).length} measures, ${faults.length} faults`,
    ''
  ].join('\n')
}
