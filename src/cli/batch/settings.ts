/** The arguments of `npm run batch`. */
import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { readDay } from '../../batch/csv/days.ts'
import { ENCODINGS, type Encoding } from '../../batch/csv/form.ts'
import { OTHER_FORMAT } from '../../batch/csv/wrong-format.ts'
import type { BatchOptions } from '../../batch/decider.ts'
import { type Shard, shardOf } from '../../batch/shard.ts'
import { nearest } from '../../field-errors.ts'
import { decidable } from '../../policy/asked.ts'
import type { Measure, Policy } from '../../policy/model.ts'
import { EXPLAIN } from '../../schemas/eligibility.ts'
import { Usage } from '../frame/command.ts'
import type { Format } from './deciding.ts'
import { selectionOf } from './selection.ts'

export const HELP = `用法 Usage: npm run batch -- IN OUT [options]
          npm run batch -- - - [options]
          npm run batch -- template OUT.xlsx [--measures A,B]

一次判断一个文件里的所有申请人。IN 和 OUT 的名称以 .ndjson（一行一个申请人：{id, facts, asOf?}）、.csv 或 .xlsx 结尾
（表头写编号、日期和事实的 id 或中文名称，一行一个申请人）。其他的列（企业名称、统一社会信用代码……）原样带到答案的表格里。
OUT 原有的内容会被覆盖。
Decides every applicant of a file. IN and OUT end in .ndjson (a line an applicant: {id, facts, asOf?}), in
.csv or in .xlsx (a header with 编号, 日期 and the ids or Chinese labels of facts; a row an applicant). Other columns come out
beside the answers in a table. OUT is written over.

- - 从标准输入读 NDJSON，答案写到标准输出，其余的话写到标准错误。
- - reads NDJSON from standard input and writes the answers to standard output; what is said goes to standard error.

template 写一个填表用的工作簿，只有这些政策要用的列，有下拉选项、问法和例子。
template writes a workbook to fill in, with the columns that the measures need.

  --measures A,B    只判断这些政策（中文名称或 id），默认全部；表格里不列对谁都还不能确定的
                    only these measures (titles or ids); default: all, a table leaves out those open for everybody
  --policies A,B    问哪些规则集（编号），默认当天有效的全部 · rule sets, by id; default: all that are in force on the day
  --versions A:V    规则集用哪一版，不看日期：规则集:版本号 或 规则集:摘要，用逗号隔开
                    versions to use whatever the day: policy:version or policy:digest, with commas
  --keep A,B        这些列不是事实，只是名称像，原样带出 · columns that are no facts, however near their titles are
  --explain LEVEL   none（默认）、summary、full · none (default), summary, or full (not to .csv)
  --only eligible   只写出符合的政策 · only what applicants are eligible for
  --as-of DAY       没有写日期的申请人以哪一天为准，默认今天 · the day for applicants that name none, YYYY-MM-DD
  --sheet NAME      工作簿里读哪一个工作表，默认是唯一像申请人的那个 · of a workbook; default: the only one that fits
  --encoding E      表格的编码，默认看整个文件 · of a table, by default told from the whole file:
                    ${ENCODINGS.join(', ')}
  --threads N       用几个线程，默认 1 · decide on N threads (default 1), about 70 MB of memory each
  --shard i/n       只做 n 份里的第 i 份（按行号），几台机器可以分着做 · only the i-th of n parts, by line number
  --resume          接着上次没有做完的做 · go on where an earlier run stopped; the result is the same as of one run

退出码 Exit codes:
  0   每一行都有答案 · every line was answered
  1   有的行有误，写在 OUT 里 · some lines had errors (they are in OUT)
  2   用法不对，或者文件不能读写 · wrong usage, or a file that cannot be read or written
  3   没有做完就停下了，可以 --resume · stopped before the end (go on with --resume)
  70  程序自己出了错 · a fault of the program
`

const MOST_THREADS = 64

/** How standard input and output are named. */
export const PIPE = '-'

/** Other names of encodings: GB 18030 has all of its predecessors in it. */
const ALIASES: Record<string, Encoding> = {
  utf8: 'utf-8',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  'utf-16': 'utf-16le'
}

/** Endings of files that people have instead of a table in text. */
const OTHERS = /^\.(?:xls|xlsb|et|ods|docx?|wps|pdf|txt|tsv)$/

export interface Settings {
  input: string
  output: string
  from: FileFormat
  to: FileFormat
  /** without `asOf` the day is today, or that of the run that is resumed */
  options: Omit<BatchOptions, 'asOf'> & { asOf?: string | undefined }
  /** of a table; undefined where the file tells */
  encoding: Encoding | undefined
  /** titles of columns of a table that are no facts, however near they are to one */
  keep: readonly string[]
  /** of a workbook; undefined where only one fits */
  sheet: string | undefined
  threads: number
  /** the part of the lines that this run is about; undefined for all */
  shard: Shard | undefined
  resume: boolean
}

/** What a file is, by its name. */
type FileFormat = Format | 'xlsx'

function formatOf(file: string): FileFormat {
  if (file === PIPE) return 'ndjson'
  const ending = extname(file).toLowerCase()
  if (ending === '.csv') return 'csv'
  if (ending === '.ndjson' || ending === '.jsonl') return 'ndjson'
  if (ending === '.xlsx' || ending === '.xlsm') return 'xlsx'
  if (OTHERS.test(ending)) throw new Usage(`${file}：${OTHER_FORMAT}`)
  throw new Usage(`${file}：名称要以 .ndjson、.csv 或 .xlsx 结尾`)
}

function encodingOf(name: string | undefined): Encoding | undefined {
  const lower = name?.toLowerCase()
  return oneOf('encoding', ALIASES[lower ?? ''] ?? lower, ENCODINGS)
}

/** Ids of measures that are named by title or id. */
export function measuresOf(list: string | undefined, policy: Policy): string[] | undefined {
  if (list === undefined) return undefined
  const known = decidable(policy)
  const names = known.flatMap(({ id, title }) => [id, title])
  const found = list.split(/[,，]/).map(name => {
    const named = known.filter(({ id, title }) => id === name || title === name)
    if (named.length === 1) return (named[0] as Measure).id
    const near = nearest(name, names)
    throw new Usage(`--measures：没有可以判断的政策“${name}”${near ? `，是不是 ${near}` : ''}`)
  })
  return [...new Set(found)]
}

function oneOf<T extends string>(
  option: string,
  value: string | undefined,
  known: readonly T[]
): T | undefined {
  if (value === undefined || known.includes(value as T)) return value as T | undefined
  throw new Usage(`--${option} 应当是 ${known.join('、')} 之一`)
}

function shardIn(text: string | undefined): Shard | undefined {
  const shard = text === undefined ? undefined : shardOf(text)
  if (text === undefined || shard) return shard
  throw new Usage('--shard 应当是 i/n，例如 1/8 到 8/8')
}

function dayOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const day = new Date(`${text}T00:00:00Z`)
  if (readDay(text) === text && !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text))
    return text
  throw new Usage('--as-of 应当是存在的日期，格式 YYYY-MM-DD')
}

/** What the parser of arguments does not understand: its own messages are English. */
export function misunderstood({ message }: Error): string {
  const [, option] = /'(--?[^' =]+)/.exec(message) as unknown as [string, string]
  const what = message.startsWith('Unknown') ? '没有这个选项' : '写得不对：少了值，或者多了值'
  return `${option}：${what}（--help 看用法）`
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        measures: { type: 'string' },
        policies: { type: 'string' },
        versions: { type: 'string' },
        explain: { type: 'string' },
        only: { type: 'string' },
        'as-of': { type: 'string' },
        encoding: { type: 'string' },
        sheet: { type: 'string' },
        keep: { type: 'string', multiple: true, default: [] },
        threads: { type: 'string', default: '1' },
        shard: { type: 'string' },
        resume: { type: 'boolean', default: false }
      }
    })
  } catch (error) {
    throw new Usage(misunderstood(error as Error))
  }
}

/** @throws Usage naming the argument that is wrong */
export function readSettings(args: string[], policy: Policy): Settings {
  const { values, positionals } = parsed(args)
  const [input, output, ...more] = positionals
  if (input === undefined || output === undefined || more.length > 0) throw new Usage(HELP)
  const [from, to] = [formatOf(input), formatOf(output)]
  const explain = oneOf('explain', values.explain, EXPLAIN)
  if (to !== 'ndjson' && explain === 'full')
    throw new Usage('--explain full 的内容表格里放不下，OUT 请用 .ndjson')
  const threads = Number(values.threads)
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    throw new Usage(`--threads 应当是 1 到 ${MOST_THREADS} 的整数`)
  }
  const encoding = encodingOf(values.encoding)
  if (from !== 'csv' && encoding !== undefined && encoding !== 'utf-8') {
    throw new Usage(`${input}：NDJSON 只能是 UTF-8，工作簿自己会说明编码；--encoding 只用于 .csv`)
  }
  if (from !== 'xlsx' && values.sheet !== undefined) throw new Usage('--sheet 只用于 .xlsx')
  const measures = measuresOf(values.measures, policy)
  const options = {
    measures,
    ...selectionOf(values, policy, measures),
    explain,
    only: oneOf('only', values.only, ['eligible']),
    asOf: dayOf(values['as-of'])
  }
  if ((input === PIPE) !== (output === PIPE)) throw new Usage(`标准输入和标准输出要一起用：${PIPE} ${PIPE}`)
  if (input === PIPE && (threads > 1 || values.resume)) {
    throw new Usage('--threads、--resume 只用于文件')
  }
  const keep = values.keep.flatMap(titles => titles.split(','))
  return {
    input,
    output,
    from,
    to,
    options,
    encoding,
    keep,
    sheet: values.sheet,
    threads,
    shard: shardIn(values.shard),
    resume: values.resume
  }
}
