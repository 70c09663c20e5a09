/** `witness`: facts that make each measure eligible, ineligible by each condition, and undetermined. */
import { writeFileSync } from 'node:fs'
import { Program } from '../../../engine/program.ts'
import { loadPolicy } from '../../../policy/load.ts'
import { type Command, common, FINDINGS, FINE, parse, Usage } from '../../frame/command.ts'
import { readRules } from '../../frame/read.ts'
import { findAll, witnessFile, witnessText } from './report.ts'

const help = `Usage: npm run rules -- witness [options]

Finds, for every measure that can be decided, the smallest facts that make it eligible (with those its amount
needs), ineligible by each of its conditions, and undetermined. A condition that no facts can make matter is a
fault.

  --measure ID   one measure alone
  --write FILE   write the witnesses to a file (generated/witnesses.json of a rule set is what the service reads)
  --rules DIR    the rule set (default the one the service serves)
  --json         the witnesses and faults as JSON

Exit codes: 0 no fault, 1 faults, 2 wrong usage or unreadable input.
`

export const witness: Command = {
  name: 'witness',
  summary: 'find facts for every outcome of every measure; find conditions that never matter',
  help,
  async run(args, io) {
    const { values } = parse(args, { ...common, measure: { type: 'string' }, write: { type: 'string' } })
    const program = new Program(loadPolicy(readRules(values.rules)))
    const measures = program.policy.measures.filter(
      ({ id, conditions }) => conditions && (values.measure === undefined || values.measure === id)
    )
    if (measures.length === 0) throw new Usage('there is no such measure, or nothing to decide in it')
    const report = findAll(program, measures, done => io.progress(done, measures.length, 'measures'))
    if (values.write !== undefined) writeFileSync(values.write, witnessFile(report))
    io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : witnessText(report))
    return report.faults.length === 0 ? FINE : FINDINGS
  }
}
