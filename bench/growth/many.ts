/** Many rule sets at once: what it takes to load two hundred of the size of the plan, and to ask one of them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Program } from '../../src/engine/program.ts'
import type { Measure } from '../../src/policy/model.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'
import { partial } from '../applicants.ts'
import { built } from '../built.ts'
import type { Line } from '../line.ts'
import { each, inTurns, ratios, spreadOf } from '../rounds.ts'
import { type Row, shown, time } from '../table.ts'
import { writeCopies } from './copies.ts'

const COUNT = 200
const APPLICANTS = 100
const AS_OF = '2022-07-01'

const once = (figure: number): Row['ratio'] => ({ median: figure, low: figure, high: figure })

/** Most memory that this process has had, in GB. */
const peak = () => process.resourceUsage().maxRSS / 2 ** 20

/** Decides what one rule set has. */
const verdicts = (program: Program, measures: readonly Measure[]) => (facts: Facts) => {
  const assessment = program.assess(facts)
  for (const measure of measures) program.decide(measure, assessment)
}

export const many: Line = async ({ rounds, turn }) => {
  const { Program } = await built.program()
  const { AnswerBytes } = await built.answerBytes()
  const { readPolicy } = await built.plan()
  const folder = mkdtempSync(join(tmpdir(), 'bench-many-'))
  try {
    const folders = writeCopies(folder, COUNT)
    const began = performance.now()
    const program = new Program(readPolicy(folders))
    const seconds = (performance.now() - began) / 1000
    const memory = peak()
    const loaded = program.policy.sets.length
    if (loaded !== COUNT) throw new Error(`${loaded} rule sets were loaded`)
    const asked = program.policy.sets.at(-1)?.id as string
    const alone = new Program(readPolicy(folders.slice(-1)))
    // One of two hundred may not be the first: facts that came with the others stand before its own.
    const own = (one: Program) =>
      one.policy.measures.filter(({ document, conditions }) => document.id === asked && conditions)
    const applicants = partial(APPLICANTS)
    const answers = (one: Program, explain: 'none' | 'summary') => {
      const bytes = new AnswerBytes(one)
      return (facts: Facts) => bytes.eligibility({ facts, policies: [asked], explain }, AS_OF)
    }
    const taken = await inTurns(
      {
        verdicts: each(applicants, verdicts(program, own(program))),
        'verdicts, alone': each(applicants, verdicts(alone, own(alone))),
        none: each(applicants, answers(program, 'none')),
        'none, alone': each(applicants, answers(alone, 'none')),
        summary: each(applicants, answers(program, 'summary')),
        'summary, alone': each(applicants, answers(alone, 'summary'))
      },
      rounds,
      turn
    )
    const row = (what: string, ratio: Row['ratio'], goal: Row['goal'], scale: string): Row => ({
      line: 'many',
      what,
      ratio,
      goal,
      scale
    })
    const asking = (name: 'verdicts' | 'none' | 'summary', what: string) => {
      const [over, under] = [taken[name], taken[`${name}, alone`]]
      const scale = [over, under].map(found => time(spreadOf(found).median)).join(' / ')
      return row(
        `${what} of one rule set of ${COUNT} / of one alone`,
        ratios(over, under),
        { atMost: 1.25 },
        scale
      )
    }
    return [
      row(`seconds to load ${COUNT} rule sets`, once(seconds), { atMost: 20 }, `${shown(seconds)} s`),
      row(`GB of memory at most, ${COUNT} rule sets`, once(memory), { atMost: 1.5 }, `${shown(memory)} GB`),
      asking('verdicts', 'verdicts'),
      asking('none', 'answers at none'),
      asking('summary', 'answers at summary')
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
