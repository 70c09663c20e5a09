/**
 * Answers as a table for a spreadsheet. Bare outcomes: a row an applicant, a column a measure. With reasons: a
 * row for each applicant and measure.
 */
import { stringify } from 'csv-stringify/sync'
import { resultFor } from '../../decisions/eligibility.ts'
import type { Program } from '../../engine/program.ts'
import { askedOf } from '../../policy/asked.ts'
import { FALSE, OUTCOMES, TRUE, type Truth } from '../../policy/kleene.ts'
import type { Fact, Measure } from '../../policy/model.ts'
import { obstacleOf } from '../../policy/window.ts'
import type { EligibilityResult } from '../../schemas/eligibility.ts'
import type { Fault } from '../applicant-shape.ts'
import type { BatchOptions, Writer } from '../decider.ts'
import { DAY_TITLE, ID_TITLE } from './header.ts'
import { plainName, plainText } from './plain-text.ts'

/** Without it, spreadsheets take the file for one in the encoding of the system. */
const BOM = '\uFEFF'

const ERROR_TITLE = '错误'
const OUTCOME_WORDS = { eligible: '符合', undetermined: '还不能确定', ineligible: '不符合' } as const
const DETAIL_TITLES = ['政策', '名称', '条款', '结论', '有效期', '理由', '还缺的事实', '责任单位']

/** Separators of spreadsheets in other countries: within quotation marks, no cell begins behind them. */
const SEPARATORS = /[;\t]/

/** RFC 4180. @param id what the row is about, as whoever sent it wrote it @param cells the rest */
const row = (id: string | null, cells: readonly string[]) =>
  stringify([[id === null ? '' : plainName(id), ...cells.map(plainText)]], {
    record_delimiter: 'windows',
    quoted_match: SEPARATORS
  })

const errorText = ({ error: { detail, errors } }: Fault) =>
  errors.length > 0 ? errors.map(({ message }) => message).join('；') : detail

/** What a cell says of a measure: the outcome, and the window where it keeps the measure from being had. */
function cellText(truth: Truth, obstacle: string | null): string {
  const word = OUTCOME_WORDS[OUTCOMES[truth]]
  return truth !== FALSE && obstacle !== null ? `${word}（${obstacle}）` : word
}

export interface TableWriter extends Writer {
  /** the first line, with the mark that tells a spreadsheet the encoding */
  header: string
}

/** @param options checked before; `explain` is none or summary */
export function tableWriter(program: Program, options: BatchOptions): TableWriter {
  const measures = askedOf(program.policy, options.measures)
  return options.explain === 'summary'
    ? detailWriter(program, options, measures)
    : outcomeWriter(options, measures)
}

function outcomeWriter({ only }: BatchOptions, measures: readonly Measure[]): TableWriter {
  return {
    header: BOM + row(ID_TITLE, [DAY_TITLE, ERROR_TITLE, ...measures.map(({ title }) => title)]),
    answer(output, { id }, truths, asOf) {
      const outcomes = measures.map((measure, index) => {
        const truth = truths.at(index)
        return only && truth !== TRUE ? '' : cellText(truth, obstacleOf(measure, asOf))
      })
      output.add(row(id.text, [asOf, '', ...outcomes]))
    },
    error: (output, _line, fault) =>
      output.add(row(fault.id, ['', errorText(fault), ...measures.map(() => '')]))
  }
}

function detailWriter(program: Program, { only }: BatchOptions, measures: readonly Measure[]): TableWriter {
  const labelOf = (id: string) => (program.policy.fact(id) as Fact).label
  return {
    header: BOM + row(ID_TITLE, [DAY_TITLE, ERROR_TITLE, ...DETAIL_TITLES]),
    answer(output, { id, given, told }, truths, asOf) {
      const assessment = program.settle(given.values, 'declared', told)
      for (const [index, measure] of measures.entries()) {
        if (only && truths.at(index) !== TRUE) continue
        // A summary has all of it.
        const result = resultFor(program, assessment, measure, asOf, 'summary') as Required<EligibilityResult>
        const cells = [
          asOf,
          '',
          result.measure,
          result.title,
          result.clause,
          OUTCOME_WORDS[result.outcome],
          result.window.text,
          result.reasons.map(({ text }) => text).join('；'),
          result.missingFacts.map(labelOf).join('、'),
          result.responsible.join('、')
        ]
        output.add(row(id.text, cells))
      }
    },
    error: (output, _line, fault) =>
      output.add(row(fault.id, ['', errorText(fault), ...DETAIL_TITLES.map(() => '')]))
  }
}
