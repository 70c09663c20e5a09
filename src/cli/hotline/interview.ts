/** `interview`: how many questions callers answer until it is clear what they get. */
import { Program } from '../../rules/compile.ts'
import { readWitnesses } from '../../rules/files.ts'
import { loadPolicy } from '../../rules/load.ts'
import type { Witnesses } from '../../rules/witness.ts'
import { type Command, common, FINE, parse, Usage } from '../rules/command.ts'
import { readRules } from '../rules/read.ts'
import {
  type ApplicantFigures,
  type Averages,
  type MeasureFigures,
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
stand the witnesses of each measure, who are just eligible or fail by one condition. Without MEASURE, realistic
applicants are also asked about everything at once.

  --callers N    callers drawn for each measure (default 200)
  --rules DIR    the rule set (default the one the service serves)
  --json         the figures as JSON

Exit codes: 0 simulated, 2 wrong usage or unreadable input.
`

const figure = (value: number | null) => (value === null ? '' : value.toFixed(2)).padStart(8)
const count = (value: number) => String(value).padStart(8)
const averagesText = ({ ours, asWritten, best, fewest }: Averages) =>
  [ours, asWritten, best, fewest].map(figure).join('')

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

/** The mean over measures, each counting the same. */
function overall(averages: readonly Averages[]): Averages {
  const mean = (of: (one: Averages) => number) =>
    averages.reduce((sum, one) => sum + of(one), 0) / averages.length
  return {
    callers: averages.reduce((sum, { callers }) => sum + callers, 0),
    ours: mean(one => one.ours),
    asWritten: mean(one => one.asWritten),
    best: averages.every(({ best }) => best !== null) ? mean(one => one.best as number) : null,
    fewest: mean(one => one.fewest)
  }
}

const line = (name: string, { drawn, witnesses }: Omit<MeasureFigures, 'measure'>) =>
  `${name.padEnd(34)}${averagesText(drawn)}  |${[witnesses.ours, witnesses.asWritten, witnesses.fewest].map(figure).join('')}\n`

const countsText = ({ measures, ours, asWritten, fewest, open }: ApplicantFigures['asks']) =>
  [measures, ours, asWritten, fewest, open].map(count).join('')

function textOf(measures: readonly MeasureFigures[], applicants: readonly ApplicantFigures[]): string {
  const whole = {
    drawn: overall(measures.map(({ drawn }) => drawn)),
    witnesses: overall(measures.map(({ witnesses }) => witnesses))
  }
  const heads = (names: string[]) => names.map(name => name.padStart(8)).join('')
  return [
    `Questions until a measure is settled, from nothing known\n${''.padEnd(34)}  ${whole.drawn.callers} callers drawn`,
    `${''.padEnd(17)}|  ${whole.witnesses.callers} witnesses\n`,
    `${''.padEnd(34)}${heads(['ours', 'written', 'best', 'fewest'])}  |${heads(['ours', 'written', 'fewest'])}\n`,
    ...measures.map(one => line(one.measure, one)),
    line('mean', whole),
    ...(applicants.length === 0
      ? []
      : [
          `\nQuestions until nothing is open\n${''.padEnd(34)}  what they ask about${''.padEnd(21)}|  everything\n`,
          `${''.padEnd(34)}${heads(['measures', 'ours', 'written', 'fewest', 'open'])}  |${heads(['measures', 'ours', 'written', 'fewest', 'open'])}\n`,
          ...[...applicants, total(applicants)].map(
            ({ applicant, asks, everything }) =>
              `${applicant.padEnd(34)}${countsText(asks)}  |${countsText(everything)}\n`
          )
        ])
  ].join('')
}

export const interview: Command = {
  name: 'interview',
  summary: 'how many questions callers answer until it is clear what they get',
  help,
  async run(args, io) {
    const { values, positionals } = parse(args, {
      ...common,
      callers: { type: 'string', default: '200' }
    })
    const callers = Number(values.callers)
    if (!Number.isInteger(callers) || callers < 1)
      throw new Usage(`--callers "${values.callers}" is no number of callers`)
    const policy = loadPolicy(readRules(values.rules))
    const program = new Program(policy)
    const witnesses = readWitnesses() as Record<string, Witnesses>
    const measures = policy.measures.filter(
      ({ id, conditions }) => conditions && (positionals.length === 0 || positionals.includes(id))
    )
    const unknown = positionals.find(id => !measures.some(measure => measure.id === id))
    if (unknown !== undefined) throw new Usage(`there is no measure "${unknown}" that can be decided`)
    const figures = measures.map((measure, index) => {
      const found = simulateMeasure(program, measure, witnesses[measure.id] as Witnesses, callers)
      io.progress(index + 1, measures.length, 'measures')
      return found
    })
    const applicants = positionals.length === 0 ? simulateApplicants(program) : []
    io.out(
      values.json
        ? `${JSON.stringify({ measures: figures, applicants }, null, 2)}\n`
        : textOf(figures, applicants)
    )
    return FINE
  }
}
