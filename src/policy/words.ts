/** Values of facts as Chinese text. */
import { quantity } from '../calculators/quantity.ts'
import type { RawFact } from './format.ts'

const UNIT_TEXT: Record<string, string> = {
  CNY: '元',
  'CNY-per-month': '元/月',
  percent: '%',
  'percent-per-year': '%（年）',
  month: '个月',
  day: '天',
  'working-day': '个工作日',
  year: '年',
  person: '人',
  litre: '升',
  batch: '批次',
  test: '次',
  ratio: '',
  industry: '',
  date: '',
  'year-month': ''
}

/** The units a rule file may use. */
export const units: readonly string[] = Object.keys(UNIT_TEXT)

/** What is written behind a number of a unit; nothing where it has none. */
export const unitWord = (unit: string | undefined): string => UNIT_TEXT[unit ?? 'ratio'] as string

/** A number with thousands separated: 1234567.5 → 1,234,567.5 */
const grouped = (digits: string) => digits.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')

/**
 * @param value digits, or YYYY-MM-DD, or YYYY-MM
 * @param unit one of `units`
 */
export const withUnit = (value: string | number, unit: string | undefined): string => {
  const text = String(value)
  if (unit === 'year-month') return `${text.slice(0, 4)}年${Number(text.slice(5))}月`
  if (unit === 'date') {
    const [year, month, day] = text.split('-').map(Number)
    return `${year}年${month}月${day}日`
  }
  return `${grouped(text)}${unitWord(unit)}`
}

/** Of a number worked out from another, such as years from days, no more is read out than can be listened to. */
function numberText(value: number, unit: string | undefined): string {
  const short = quantity.shortened(value)
  return short === undefined ? withUnit(value, unit) : `约${withUnit(short, unit)}`
}

/** The text of a value of a fact: 小型, 是, 12,000元, 2022年6月1日, 养老保险、失业保险 */
export function showValue(fact: Pick<RawFact, 'schema' | 'labels' | 'unit'>, value: unknown): string {
  if (value === true) return '是'
  if (value === false) return '否'
  if (Array.isArray(value)) return value.map(item => showValue(fact, item)).join('、') || '无'
  if (fact.labels) return fact.labels[String(value)] ?? String(value)
  // A price worked out from another may go on for ever; to read out, it ends at the fen.
  if (fact.unit === 'CNY') return withUnit(quantity.toFen(value as number), fact.unit)
  if (typeof value === 'number') return numberText(value, fact.unit)
  return withUnit(String(value), (fact.schema as { format?: string }).format === 'date' ? 'date' : fact.unit)
}
