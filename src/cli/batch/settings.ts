/** The arguments of `npm run batch`. */
import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { readDay } from '../../batch/csv/cells.ts'
import type { BatchOptions } from '../../batch/decider.ts'
import { nearest } from '../../field-errors.ts'
import { decidable } from '../../rules/eligibility.ts'
import type { Policy } from '../../rules/policy.ts'
import { EXPLAIN } from '../../schemas/eligibility.ts'
import { Usage } from '../rules/command.ts'
import type { Format } from './deciding.ts'

export const HELP = `Usage: npm run batch -- IN OUT [options]

Decides every applicant of a file. IN and OUT end in .ndjson (a line an applicant: {id, facts, asOf?}) or in
.csv (a header with 编号, 日期 and the ids or Chinese labels of facts; a row an applicant). OUT is written over.

  --measures A,B    only these measures; default: all that can be decided
  --explain LEVEL   none (default), summary, or full (not to .csv)
  --only eligible   only what applicants are eligible for
  --as-of DAY       the day for applicants that name none, YYYY-MM-DD; default today
  --threads N       decide on N threads (default 1), about 70 MB of memory each
  --resume          go on where an earlier run stopped; the result is the same as of one run

Exit codes: 0 every line was answered, 1 some lines had errors (they are in OUT), 2 wrong usage, or a file that
cannot be read or written, 3 stopped before the end (go on with --resume).
`

const MOST_THREADS = 64

export interface Settings {
  input: string
  output: string
  from: Format
  to: Format
  /** without `asOf` the day is today, or that of the run that is resumed */
  options: Omit<BatchOptions, 'asOf'> & { asOf?: string | undefined }
  threads: number
  resume: boolean
}

function formatOf(file: string): Format {
  const ending = extname(file).toLowerCase()
  if (ending === '.csv') return 'csv'
  if (ending === '.ndjson' || ending === '.jsonl') return 'ndjson'
  throw new Usage(`${file}: the name has to end in .ndjson or .csv`)
}

function measuresOf(list: string | undefined, policy: Policy): string[] | undefined {
  if (list === undefined) return undefined
  const known = decidable(policy).map(({ id }) => id)
  const ids = [...new Set(list.split(','))]
  for (const id of ids) {
    if (known.includes(id)) continue
    const near = nearest(id, known)
    throw new Usage(
      `--measures: there is no measure "${id}" to decide${near ? `; do you mean ${near}?` : ''}`
    )
  }
  return ids
}

function oneOf<T extends string>(
  option: string,
  value: string | undefined,
  known: readonly T[]
): T | undefined {
  if (value === undefined || known.includes(value as T)) return value as T | undefined
  throw new Usage(`--${option} has to be one of ${known.join(', ')}`)
}

function dayOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const day = new Date(`${text}T00:00:00Z`)
  if (readDay(text) === text && !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text))
    return text
  throw new Usage('--as-of has to be a day that exists, YYYY-MM-DD')
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        measures: { type: 'string' },
        explain: { type: 'string' },
        only: { type: 'string' },
        'as-of': { type: 'string' },
        threads: { type: 'string', default: '1' },
        resume: { type: 'boolean', default: false }
      }
    })
  } catch (error) {
    throw new Usage((error as Error).message)
  }
}

/** @throws Usage naming the argument that is wrong */
export function readSettings(args: string[], policy: Policy): Settings {
  const { values, positionals } = parsed(args)
  const [input, output, ...more] = positionals
  if (input === undefined || output === undefined || more.length > 0) throw new Usage(HELP)
  const [from, to] = [formatOf(input), formatOf(output)]
  const explain = oneOf('explain', values.explain, EXPLAIN)
  if (to === 'csv' && explain === 'full')
    throw new Usage('--explain full has no place in a table; use .ndjson')
  const threads = Number(values.threads)
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    throw new Usage(`--threads has to be a whole number from 1 to ${MOST_THREADS}`)
  }
  const measures = measuresOf(values.measures, policy)
  const options = {
    measures,
    explain,
    only: oneOf('only', values.only, ['eligible']),
    asOf: dayOf(values['as-of'])
  }
  return { input, output, from, to, options, threads, resume: values.resume }
}
