/** How the cost of a decision grows: with measures that nobody asks about, with those asked for, with facts. */
import type { Program } from '../../src/engine/program.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'
import { built } from '../built.ts'
import type { Line } from '../line.ts'
import { each, inTurns, ratios, spreadOf } from '../rounds.ts'
import { type Row, time } from '../table.ts'
import { syntheticApplicants, syntheticRules } from './synthetic.ts'

const MEASURES = [50, 500, 5000] as const
const FACTS = [10, 100, 1000] as const
const ASKED = 10
const APPLICANTS = 100
/** Decisions that are kept at once to see what one holds: so many that whatever else is on the heap counts for little. */
const KEPT = 20_000

/** Decides the first so many measures. */
const asking = (program: Program, asked: number) => {
  const measures = program.policy.measures.slice(0, asked)
  return (facts: Facts) => {
    const assessment = program.assess(facts)
    for (const measure of measures) program.decide(measure, assessment)
    return assessment
  }
}

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

interface Sized {
  program: Program
  /** bytes of heap that the rule set holds, ready to decide */
  held: number
  /** bytes of heap that a decision holds while it is kept */
  decision: number
}

async function sized(measures: number, facts: number): Promise<Sized> {
  const { Program } = await built.program()
  const { linkPolicy } = await built.link()
  const before = heap()
  const program = new Program(linkPolicy(syntheticRules(measures, facts)))
  const held = heap() - before
  const decide = asking(program, ASKED)
  const [facts0] = syntheticApplicants(1, facts) as [Facts]
  const start = heap()
  const kept = Array.from({ length: KEPT }, () => decide(facts0))
  const decision = (heap() - start) / kept.length
  return { program, held, decision }
}

const once = (ratio: number): Row['ratio'] => ({ median: ratio, low: ratio, high: ratio })
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`

export const growth: Line = async ({ rounds, turn }) => {
  const rows: Row[] = []
  const row = (what: string, ratio: Row['ratio'], goal: Row['goal'], scale: string) =>
    rows.push({ line: 'growth', what, ratio, goal, scale })
  const memory = (what: string, over: number, under: number, goal: Row['goal']) =>
    row(`memory of ${what}`, once(over / under), goal, `${kilobytes(over)} / ${kilobytes(under)}`)

  const bySize = new Map<number, Sized>()
  for (const measures of MEASURES) bySize.set(measures, await sized(measures, 100))
  const size = (measures: number) => bySize.get(measures) as Sized
  const applicants = syntheticApplicants(APPLICANTS, 100)
  const contenders = Object.fromEntries(
    MEASURES.flatMap(measures => [
      [`few of ${measures}`, each(applicants, asking(size(measures).program, ASKED))],
      [`all of ${measures}`, each(applicants, asking(size(measures).program, measures))]
    ])
  )
  const taken = await inTurns(contenders, rounds, turn)
  const of = (name: string, share = 1) => (taken[name] as number[]).map(each => each / share)
  const scale = (name: string, share = 1) => time(spreadOf(of(name, share)).median)
  const [least] = MEASURES
  for (const measures of MEASURES.slice(1)) {
    const [few, all] = [`few of ${measures}`, `all of ${measures}`]
    row(
      `time, ${ASKED} measures asked of ${measures} / of ${least}`,
      ratios(of(few), of(`few of ${least}`)),
      { atMost: 1.25 },
      `${scale(few)} / ${scale(`few of ${least}`)}`
    )
    row(
      `time a measure, all ${measures} asked / all ${least}`,
      ratios(of(all, measures), of(`all of ${least}`, least)),
      { atMost: 1.5 },
      `${scale(all, measures)} / ${scale(`all of ${least}`, least)}`
    )
    memory(`a measure, ${measures} / ${least}`, size(measures).held / measures, size(least).held / least, {
      atMost: 1.25
    })
    memory(`a decision, ${measures} / ${least}`, size(measures).decision, size(least).decision, {
      atMost: 1.25
    })
  }

  const [fewest] = FACTS
  const byFacts = new Map<number, Sized>()
  const sizeWith = (facts: number) => byFacts.get(facts) as Sized
  for (const facts of FACTS) byFacts.set(facts, await sized(500, facts))
  const decided = await inTurns(
    Object.fromEntries(
      FACTS.map(facts => [
        `${facts}`,
        each(syntheticApplicants(APPLICANTS, facts), asking(sizeWith(facts).program, ASKED))
      ])
    ),
    rounds,
    turn
  )
  for (const facts of FACTS.slice(1)) {
    const [more, fewer] = [decided[`${facts}`] as number[], decided[`${fewest}`] as number[]]
    row(
      `time, ${facts} facts known / ${fewest}`,
      ratios(more, fewer),
      null,
      `${time(spreadOf(more).median)} / ${time(spreadOf(fewer).median)}`
    )
    memory(`a rule set, ${facts} facts / ${fewest}`, sizeWith(facts).held, sizeWith(fewest).held, null)
    memory(
      `a decision, ${facts} facts / ${fewest}`,
      sizeWith(facts).decision,
      sizeWith(fewest).decision,
      null
    )
  }
  return rows
}
