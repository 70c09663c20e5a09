/** `interview`: how many questions callers answer until it is clear what they get. */
import { Program } from '../../engine/program.ts'
import { readWitnesses } from '../../policy/files.ts'
import { loadPolicy } from '../../policy/load.ts'
import { type Command, common, FINE, parse, Usage } from '../frame/command.ts'
import { readRules } from '../frame/read.ts'
import type { Witnesses } from '../rules/witness/search.ts'
import { randomApplicants } from './drawn.ts'
import { goalOf, goalText } from './goal.ts'
import {
  type ApplicantFigures,
  type Averages,
  type MeasureFigures,
  realistic,
  simulateApplicants,
  simulateMeasure
} from './simulation.ts'

const help = `Usage: npm run hotline -- interview [MEASURE …] [options]

Simulates truthful callers who are asked one question at a time, from nothing known, until a measure is settled:
  ours     the order of the service
  written  the order of the rule files
  best     the best order that does not know the answers beforehand (found by going through all of them)
  fewest   the fewest answers that settle it, were they known beforehand
Callers are drawn at random from the answers that the rules can tell apart, the same ones every time; beside them
stand the witnesses of each measure, who are just eligible or fail by one condition. After that, realistic applicants
are asked about what they want to know, and about everything at once. The goal is at most 12 questions, a list of
situations counting as one, until 95 % of the measures that an applicant's answers can settle are settled.

  --only WHAT    measures, applicants, or goal (default all)
  --callers N    callers drawn for each measure, and applicants drawn for the goal (default 200)
  --rules DIR    the rule set (default the one the service serves)
  --json         the figures as JSON

Exit codes: 0 simulated, 2 wrong usage or unreadable input.
`

const figures = (values: readonly number[]) => values.map(value => value.toFixed(2).padStart(8)).join('')
const count = (value: number) => String(value).padStart(8)

/** All applicants as one. */
function total(applicants: readonly ApplicantFigures[]): ApplicantFigures {
  const sum = (of: 'asks' | 'everything') => {
    const whole = { measures: 0, ours: 0, asWritten: 0, fewest: 0, open: 0 }
    for (const one of applicants) {
      for (const key of Object.keys(whole) as (keyof typeof whole)[]) whole[key] += one[of][key]
    }
    return whole
  }
  return { applicant: 'all', name: '', asks: sum('asks'), everything: sum('everything') }
}

const mean = <T>(list: readonly T[], of: (one: T) => number) =>
  list.reduce((sum, one) => sum + of(one), 0) / list.length

/** The mean over measures, each counting the same. */
const overall = (averages: readonly Averages[]): Averages => ({
  callers: averages.reduce((sum, { callers }) => sum + callers, 0),
  ours: mean(averages, one => one.ours),
  asWritten: mean(averages, one => one.asWritten),
  fewest: mean(averages, one => one.fewest)
})

const line = (name: string, { drawn, witnesses }: Omit<MeasureFigures, 'measure'>) => {
  const left = figures([drawn.ours, drawn.asWritten, drawn.best, drawn.fewest])
  return `${name.padEnd(34)}${left}  |${figures([witnesses.ours, witnesses.asWritten, witnesses.fewest])}\n`
}

const countsText = ({ measures, ours, asWritten, fewest, open }: ApplicantFigures['asks']) =>
  [measures, ours, asWritten, fewest, open].map(count).join('')

const heads = (names: readonly string[]) => names.map(name => name.padStart(8)).join('')

/** The figures of measures as a table. */
export function measuresText(measures: readonly MeasureFigures[]): string {
  const drawn = measures.map(one => one.drawn)
  const whole = {
    drawn: { ...overall(drawn), best: mean(drawn, ({ best }) => best) },
    witnesses: overall(measures.map(({ witnesses }) => witnesses))
  }
  return [
    'Questions until a measure is settled, from nothing known\n',
    `${''.padEnd(34)}  ${`${whole.drawn.callers} callers drawn`.padEnd(32)}|  ${whole.witnesses.callers} witnesses\n`,
    `${''.padEnd(34)}${heads(['ours', 'written', 'best', 'fewest'])}  |${heads(['ours', 'written', 'fewest'])}\n`,
    ...measures.map(one => line(one.measure, one)),
    line('mean', whole)
  ].join('')
}

/** The figures of applicants as a table. */
export function applicantsText(applicants: readonly ApplicantFigures[]): string {
  const columns = heads(['measures', 'ours', 'written', 'fewest', 'open'])
  return [
    'Questions until nothing is open\n',
    `${''.padEnd(34)}  ${'what they ask about'.padEnd(40)}|  everything\n`,
    `${''.padEnd(34)}${columns}  |${columns}\n`,
    ...[...applicants, total(applicants)].map(
      ({ applicant, asks, everything }) =>
        `${applicant.padEnd(34)}${countsText(asks)}  |${countsText(everything)}\n`
    )
  ].join('')
}

export const interview: Command = {
  name: 'interview',
  summary: 'how many questions callers answer until it is clear what they get',
  help,
  async run(args, io) {
    const { values, positionals } = parse(args, {
      ...common,
      callers: { type: 'string', default: '200' },
      only: { type: 'string', default: 'measures, applicants and goal' }
    })
    const callers = Number(values.callers)
    if (!Number.isInteger(callers) || callers < 1)
      throw new Usage(`--callers "${values.callers}" is no number of callers`)
    const [isMeasures, isApplicants, isGoal] = ['measures', 'applicants', 'goal'].map(part =>
      values.only.includes(part)
    )
    if (!isMeasures && !isApplicants && !isGoal)
      throw new Usage(`--only "${values.only}": write measures or applicants or goal`)
    const policy = loadPolicy(readRules(values.rules))
    const program = new Program(policy)
    const witnesses = readWitnesses(values.rules) as Record<string, Witnesses>
    const measures = policy.measures.filter(
      ({ id, conditions }) => conditions && (positionals.length === 0 || positionals.includes(id))
    )
    const unknown = positionals.find(id => !measures.some(measure => measure.id === id))
    if (unknown !== undefined) throw new Usage(`there is no measure "${unknown}" that can be decided`)
    const simulated = (isMeasures ? measures : []).map((measure, index) => {
      const found = simulateMeasure(program, measure, witnesses[measure.id] as Witnesses, callers)
      io.progress(index + 1, measures.length, 'measures')
      return found
    })
    const applicants = isApplicants ? simulateApplicants(program) : []
    const goals = isGoal
      ? Object.fromEntries(realistic(program).map(([id, one]) => [id, goalOf(program, one)]))
      : {}
    const drawn = isGoal ? randomApplicants(program, callers).map(one => goalOf(program, one)) : []
    const tables = [
      ...(isMeasures ? [measuresText(simulated)] : []),
      ...(isApplicants ? [applicantsText(applicants)] : []),
      ...(isGoal ? [goalText(goals, drawn)] : [])
    ]
    io.out(
      values.json
        ? `${JSON.stringify({ measures: simulated, applicants, goal: { applicants: goals, drawn } }, null, 2)}\n`
        : tables.join('\n')
    )
    return FINE
  }
}
