/** Values of facts as text, in the language of the fact. */
import { quantity } from '../calculators/quantity.ts'
import { DEFAULT_LANG, type Texts, textsOf } from '../texts/index.ts'
import type { RawFact } from './format.ts'

/** The units a rule file may use. */
export const units: readonly string[] = Object.keys(textsOf(DEFAULT_LANG).units)

/** What is written behind a number of a unit in tables, which are Chinese; nothing where it has none. */
export const unitWord = (unit = 'ratio'): string => textsOf(DEFAULT_LANG).units[unit] as string

/** Currencies, each a unit of its own, and one by the month. */
export const CURRENCIES = ['CNY', 'GBP'] as const
export type Currency = (typeof CURRENCIES)[number]

/** What a rule set is in that names none. */
export const DEFAULT_CURRENCY: Currency = 'CNY'

const MONEY: ReadonlyMap<string, Currency> = new Map(
  CURRENCIES.flatMap(one => [[one, one] as const, [`${one}-per-month`, one] as const])
)

/** The currency of a unit; undefined where it is none of money. */
export const currencyOf = (unit: string | undefined): Currency | undefined => MONEY.get(unit ?? '')

/** Whether a unit is money: sums of it are rounded to its hundredths. */
export const isMoney = (unit: string | undefined): boolean => currencyOf(unit) !== undefined

/** Whether a unit is a currency, not by the month. */
export const isCurrency = (unit: string | undefined): boolean => isMoney(unit) && currencyOf(unit) === unit

/** What is needed to show a value of a fact. */
export type Shown = Pick<RawFact, 'schema' | 'labels' | 'unit'> & { texts: Texts }

/** Of a number worked out from another, such as years from days, no more is read out than can be listened to. */
function numberText({ unit, texts }: Shown, value: number): string {
  const short = quantity.shortened(value)
  return short === undefined
    ? texts.quantity(String(value), unit)
    : texts.values.about(texts.quantity(short, unit))
}

/** The text of a value of a fact: 小型, 是, 12,000元, 2022年6月1日, 养老保险、失业保险 */
export function showValue(fact: Shown, value: unknown): string {
  const { texts, unit } = fact
  const { yes, no, none, list } = texts.values
  if (value === true) return yes
  if (value === false) return no
  if (Array.isArray(value)) return list(value.map(item => showValue(fact, item))) || none
  if (fact.labels) return fact.labels[String(value)] ?? String(value)
  // A price worked out from another may go on for ever; to read out, it ends at the fen.
  if (isCurrency(unit)) return texts.quantity(quantity.toFen(value as number), unit)
  if (typeof value === 'number') return numberText(fact, value)
  return texts.quantity(String(value), (fact.schema as { format?: string }).format === 'date' ? 'date' : unit)
}

/** A fact with its value: 企业规模：大型 */
export const labelled = (fact: Shown & { label: string }, value: unknown): string =>
  fact.texts.values.labelled(fact.label, showValue(fact, value))
