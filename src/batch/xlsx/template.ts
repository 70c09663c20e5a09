/** A workbook to fill in: a column for each fact that some measures need, with what may be written there. */
import type { CellValue, DataValidation, WriteSheet } from 'hucre'
import { measureFacts } from '../../catalogue/catalogue.ts'
import { later } from '../../later.ts'
import type { Fact, Measure, Policy } from '../../policy/model.ts'
import { showValue, unitWord } from '../../policy/words.ts'
import { choicesIn } from '../csv/cells.ts'
import { expectedOf } from '../csv/expected.ts'
import { ID_TITLE } from '../csv/header.ts'
import { scaleOf } from '../csv/numbers.ts'
import { letters } from './workbook.ts'

/** Rows that have drop-down lists. */
const ROWS = 10_000
const FILL_IN = '填表'
const EXPLAINED = '说明'
const CHOICES = '选项'
/** What the office itself wants to see beside the answers. */
const OWN = [ID_TITLE, '企业名称', '统一社会信用代码'] as const
const TEXT_FORMAT = '@'
const DAY_FORMAT = 'yyyy-mm-dd'
/** Characters of what a spreadsheet shows beside a cell. */
const SHOWN = 255

const HOW_TO = [
  '一行一个申请人，编号要填，其余不知道的就空着，不要猜；可以再加别的列，会原样带到答案里。',
  '填好后打开本服务的 /desk 页面交上来，或者运行：npm run batch -- 填好的.xlsx 答案.xlsx --explain summary'
]
const EXPLAIN_TITLES = ['列', '问的是什么', '怎样填', '例子', '不知道时', '哪些政策要用']

const library = later(() => import('hucre/xlsx'))

const bold = { font: { bold: true } }
const headed = (titles: readonly unknown[], row: number) =>
  titles.map((_, index): [string, { style: typeof bold }] => [`${row},${index}`, { style: bold }])

/** A column of the sheet to fill in. */
interface Column {
  fact: Fact
  title: string
  /** what may be chosen; empty where it is written freely */
  choices: readonly string[]
  how: string
  example: string
  /** titles of the measures that need it */
  measures: readonly string[]
}

function titleOf({ label, unit, schema }: Fact): string {
  const word = unitWord(unit)
  const isNumber = ['number', 'integer'].includes(String((schema as { type?: string }).type))
  return isNumber && scaleOf(word, unit) === 0 && word !== '%' && !word.includes('（')
    ? `${label}（${word}）`
    : label
}

function choicesOf(fact: Fact, policy: Policy): readonly string[] {
  const { type } = fact.schema as { type?: string }
  if (type === 'boolean') return ['是', '否']
  return (type === 'string' && choicesIn(fact, policy)) || []
}

/** The facts that measures need, in the order of the vocabulary. */
function columnsFor(policy: Policy, measures: readonly Measure[]): Column[] {
  const users = new Map<string, string[]>()
  for (const measure of measures) {
    for (const { fact } of measureFacts(measure, policy)) {
      users.set(fact, [...(users.get(fact) ?? []), measure.title])
    }
  }
  return policy.facts.flatMap(fact => {
    const needed = users.get(fact.id)
    if (!needed) return []
    const title = titleOf(fact)
    const how = expectedOf({ kind: 'fact', title, fact, scale: 0 }, policy).replace('应当是', '')
    const example = showValue(fact, fact.example)
    return [{ fact, title, choices: choicesOf(fact, policy), how, example, measures: needed }]
  })
}

const isDay = ({ schema }: Fact) => (schema as { format?: string }).format === 'date'

function listFor({ fact, choices, how }: Column, at: number, from: number): DataValidation {
  const place = letters(at)
  return {
    type: 'list',
    formula1: `'${CHOICES}'!$${letters(from)}$1:$${letters(from)}$${choices.length}`,
    allowBlank: true,
    range: `${place}2:${place}${ROWS + 1}`,
    showInputMessage: true,
    inputTitle: fact.label.slice(0, 32),
    inputMessage: fact.question.slice(0, SHOWN),
    showErrorMessage: true,
    // √ and × are understood as well.
    errorStyle: 'warning',
    errorTitle: fact.label.slice(0, 32),
    errorMessage: how.slice(0, SHOWN)
  }
}

function fillIn(columns: readonly Column[]): WriteSheet {
  const titles = [...OWN, ...columns.map(({ title }) => title)]
  const listed = columns.filter(({ choices }) => choices.length > 0)
  const notes = columns.map((column, index): [string, object] => {
    const text = `${column.fact.question}\n填法：${column.how}\n例如：${column.example}`
    return [`0,${index + OWN.length}`, { style: bold, comment: { text } }]
  })
  return {
    name: FILL_IN,
    rows: [titles],
    columns: [
      ...OWN.map(() => ({ width: 22, numFmt: TEXT_FORMAT })),
      ...columns.map(({ fact }) => ({ width: 18, ...(isDay(fact) && { numFmt: DAY_FORMAT }) }))
    ],
    cells: new Map([...headed(OWN, 0), ...notes]),
    dataValidations: listed.map((column, from) =>
      listFor(column, OWN.length + columns.indexOf(column), from)
    ),
    freezePane: { rows: 1, columns: 1 }
  }
}

function explained(policy: Policy, columns: readonly Column[], measures: readonly Measure[]): WriteSheet {
  const about = [
    ...[...new Set(measures.map(({ document }) => document))].map(
      ({ title, number }) => `${title}（${number}）`
    ),
    `政策：${measures.map(({ title }) => title).join('、')}`,
    ...HOW_TO
  ]
  const rows = columns.map(({ fact, title, how, example, measures: users }): CellValue[] => {
    const others = fact.derivedFrom.map(id => policy.fact(id)?.label)
    const unknown = others.length > 0 ? `空着；或者加上这几列来推算：${others.join('、')}` : '空着'
    return [title, fact.question, how, example, unknown, users.join('、')]
  })
  return {
    name: EXPLAINED,
    rows: [...about.map(text => [text]), [], EXPLAIN_TITLES, ...rows],
    columns: [18, 44, 44, 24, 36, 60].map(width => ({ width })),
    cells: new Map(headed(EXPLAIN_TITLES, about.length + 1))
  }
}

/** The choices of each column that has some, side by side. */
function choices(columns: readonly Column[]): WriteSheet {
  const listed = columns.map(column => column.choices).filter(({ length }) => length > 0)
  const length = Math.max(0, ...listed.map(list => list.length))
  const rows = Array.from({ length }, (_, row) => listed.map(list => list[row] ?? null))
  return { name: CHOICES, rows, hidden: true }
}

/** @param measures of which the facts are asked for */
export async function templateFor(policy: Policy, measures: readonly Measure[]): Promise<Buffer> {
  const { writeXlsx } = await library()
  const columns = columnsFor(policy, measures)
  const sheets = [fillIn(columns), explained(policy, columns, measures), choices(columns)]
  return Buffer.from(await writeXlsx({ sheets }))
}
