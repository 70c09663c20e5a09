/**
 * A sheet of a workbook as a table in text, with the row numbers of the sheet: from there on it is read as any other.
 * The library is loaded when the first workbook comes.
 */
import type { SheetFilterInfo, StreamRow } from 'hucre'
import { later } from '../../later.ts'
import type { Policy } from '../../policy/model.ts'
import { besideIn, type Column } from '../csv/header.ts'
import { plainName } from '../csv/plain-text.ts'
import type { TableInHand } from '../csv/read.ts'
import { csvLine } from '../csv/table.ts'
import { UnreadableTable } from '../unreadable.ts'
import { HEADER_WITHIN, type SheetHeader, sheetHeader } from './header.ts'
import { textOf } from './texts.ts'
import { checkArchive, DAMAGED, TOO_LARGE } from './zip.ts'

/** Bytes of a sheet as text: cells may name one long text again and again. */
const TEXT_LIMIT = 256 * 1024 * 1024
/** Lines that are made into bytes together. */
const LINES = 1000

const library = later(() => import('hucre/xlsx'))

export interface SheetTable extends TableInHand {
  /** the name of the sheet */
  name: string
  /** other sheets that are to be seen */
  others: readonly string[]
}

export interface SheetChoice {
  /** the sheet that is asked for; undefined for the only one that fits */
  sheet?: string | undefined
  keep?: readonly string[] | undefined
}

/** What the library throws of a file that is none of its own is said in our words. */
async function reading<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (error) {
    throw error instanceof UnreadableTable ? error : new UnreadableTable(DAMAGED)
  }
}

async function sheetsOf(bytes: Buffer): Promise<{ sheets: SheetFilterInfo[]; is1904: boolean }> {
  const sheets: SheetFilterInfo[] = []
  const { readXlsx } = await library()
  const { dateSystem } = await readXlsx(bytes, {
    sheets: info => {
      sheets.push(info)
      return false
    }
  })
  return {
    sheets: sheets.filter(({ hidden, veryHidden }) => !hidden && !veryHidden),
    is1904: dateSystem === '1904'
  }
}

async function headerIn(bytes: Buffer, sheet: string, policy: Policy, keep: readonly string[]) {
  const { streamXlsxRows } = await library()
  const rows: StreamRow[] = []
  for await (const row of streamXlsxRows(bytes, { sheet, maxRows: HEADER_WITHIN })) rows.push(row)
  return sheetHeader(rows, policy, keep)
}

interface Found {
  name: string
  header: SheetHeader
}

/** The sheet to read: the one that is named, or the only one with a header of applicants. */
async function choose(
  bytes: Buffer,
  names: readonly string[],
  policy: Policy,
  { sheet, keep = [] }: SheetChoice
): Promise<Found> {
  const listed = names.map(name => `“${name}”`).join('、')
  if (sheet !== undefined && !names.includes(sheet)) {
    throw new UnreadableTable(`没有名为“${sheet}”的工作表；有的是：${listed}`)
  }
  const found: Found[] = []
  for (const name of sheet === undefined ? names : [sheet]) {
    const header = await headerIn(bytes, name, policy, keep)
    if (header) found.push({ name, header })
  }
  const fitting = found.filter(({ header }) => header.problems.length === 0)
  if (fitting.length > 1) {
    const which = fitting.map(({ name }) => `“${name}”`).join('、')
    throw new UnreadableTable(`有几个工作表都像申请人的表：${which}；请指明读哪一个（sheet）`)
  }
  const [only] = fitting
  if (only) return only
  const nearest = found.toSorted((a, b) => b.header.known - a.header.known)[0]
  if (!nearest) throw new UnreadableTable('工作表是空的，前几行里应当有表头')
  const { name, header } = nearest
  const problems = header.problems.map(problem => `工作表“${name}”：${problem}`)
  throw new UnreadableTable(problems.join('\n'), problems)
}

const isDay = (column: Column | undefined) =>
  column?.kind === 'asOf' ||
  (column?.kind === 'fact' &&
    ((column.fact.schema as { format?: string }).format === 'date' || column.fact.unit === 'year-month'))

/** The rows behind a header as lines of text; a blank one for each that the sheet leaves out. */
async function linesBehind(
  bytes: Buffer,
  { name, header }: Found,
  is1904: boolean,
  limit: number
): Promise<Buffer> {
  const { streamXlsxRows } = await library()
  const days = header.columns.map(isDay)
  const parts: Buffer[] = []
  let [lines, length] = [[] as string[], 0]
  let next = header.row + 1
  const flush = () => {
    const part = Buffer.from(lines.join(''))
    length += part.length
    if (length > limit) throw new UnreadableTable(TOO_LARGE)
    parts.push(part)
    lines = []
  }
  for await (const { index, values } of streamXlsxRows(bytes, { sheet: name })) {
    if (index < next) continue
    lines.push('\r\n'.repeat(index - next))
    next = index + 1
    const cells = values.map((value, at) => textOf(value, days[at] === true, is1904))
    lines.push(csvLine(cells.map(cell => plainName(cell.trim()))))
    if (lines.length > LINES) flush()
  }
  flush()
  return Buffer.concat(parts)
}

/**
 * @param bytes of the whole workbook
 * @throws UnreadableTable in Chinese, with what to do; several problems of a header, a line each
 */
export function readSheet(
  bytes: Buffer,
  policy: Policy,
  choice: SheetChoice = {},
  limit = TEXT_LIMIT
): Promise<SheetTable> {
  return reading(async () => {
    await checkArchive(bytes)
    const { sheets, is1904 } = await sheetsOf(bytes)
    const names = sheets.map(({ name }) => name)
    const found = await choose(bytes, names, policy, choice)
    const { titles, columns, row } = found.header
    return {
      name: found.name,
      others: names.filter(name => name !== found.name),
      table: { titles, separator: ',', encoding: 'utf-8', keep: choice.keep ?? [] },
      beside: besideIn(columns),
      bytes: await linesBehind(bytes, found, is1904, limit),
      line: row + 2
    }
  })
}
