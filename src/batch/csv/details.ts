/** What a table says of one applicant and one measure, a cell each. */
import { answeredAmount } from '../../decisions/answered.ts'
import { resultFor } from '../../decisions/eligibility.ts'
import { totalsOf } from '../../decisions/total.ts'
import type { Assessment, Program } from '../../engine/program.ts'
import type { Measure } from '../../policy/model.ts'

export const OUTCOME_WORDS = { eligible: '符合', undetermined: '还不能确定', ineligible: '不符合' } as const

/** Titles by what is under them; the order of the columns. */
export const DETAIL = {
  id: '政策',
  title: '名称',
  clause: '条款',
  outcome: '结论',
  window: '有效期',
  reasons: '理由',
  missing: '还缺的事实',
  amount: '金额',
  cash: '可以相加的现金（元）',
  responsible: '责任单位',
  basis: '依据'
} as const

export const DETAIL_TITLES: readonly string[] = Object.values(DETAIL)

/** @returns cells under DETAIL_TITLES */
export function detailsFor(
  program: Program,
  assessment: Assessment,
  measure: Measure,
  asOf: string
): (string | null | undefined)[] {
  const result = resultFor(program, assessment, measure, asOf, 'summary')
  const { outcome, reasons = [], versions, missingFacts = [], responsible = [], window } = result
  const amount = outcome === 'ineligible' ? null : answeredAmount(program, assessment, measure, outcome)
  // As /calculate adds up: of those who are eligible, while the window is open, what is one sum of cash.
  const { totals } =
    amount && outcome === 'eligible' ? totalsOf([{ measure, window: window.status, amount }]) : { totals: [] }
  return [
    result.measure,
    result.title,
    result.clause,
    OUTCOME_WORDS[outcome],
    window.text,
    [...reasons, ...(versions ? [versions] : [])].map(({ text }) => text).join('；'),
    missingFacts.map(id => program.policy.fact(id)?.label).join('、'),
    amount?.text,
    totals.find(({ nature }) => nature === 'cash')?.value,
    responsible.join('、'),
    [...new Set(reasons.map(({ basis }) => basis.text))].join('；')
  ]
}

/** Where things are in a row of answers: who, what came beside it, the day, the error, the rest. */
export interface Places {
  day: number
  /** the first column behind the error */
  first: number
  /** of a table with reasons; null in one of bare outcomes, where each column from `first` on is a measure */
  detail: { title: number; outcome: number; cash: number } | null
}

/** @param beside columns that came out as they came @param hasReasons whether each row is about one measure */
export function placesIn(beside: number, hasReasons: boolean): Places {
  const first = beside + 3
  const at = (title: string) => first + DETAIL_TITLES.indexOf(title)
  const { title, outcome, cash } = DETAIL
  return {
    day: beside + 1,
    first,
    detail: hasReasons ? { title: at(title), outcome: at(outcome), cash: at(cash) } : null
  }
}
