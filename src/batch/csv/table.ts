/**
 * Answers as a table for a spreadsheet. Bare outcomes: a row an applicant, a column a measure. With reasons: a
 * row for each applicant and measure.
 */
import { stringify } from 'csv-stringify/sync'
import { resultFor } from '../../decisions/eligibility.ts'
import type { Program } from '../../engine/program.ts'
import { measuresFor } from '../../engine/versions.ts'
import { type Asked, decidable, type Selection } from '../../policy/asked.ts'
import { FALSE, OUTCOMES, TRUE, type Truth } from '../../policy/kleene.ts'
import type { Fact, Measure, Policy } from '../../policy/model.ts'
import { obstacleOf } from '../../policy/window.ts'
import type { EligibilityResult } from '../../schemas/eligibility.ts'
import type { Fault } from '../applicant-shape.ts'
import type { BatchOptions, Writer, WriterFor } from '../decider.ts'
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

export interface TableWriter {
  /** the first line, with the mark that tells a spreadsheet the encoding */
  header: string
  /** what writes the rows of one era */
  rowsFor: WriterFor
}

/** The measures that have a column: those of every line, whatever day it is about. */
function columnsOf(policy: Policy, { measures, policies }: Selection): readonly Measure[] {
  if (measures) return measures.map(id => policy.measure(id) as Measure)
  return decidable(policy).filter(({ document }) => policies?.includes(document.id) ?? true)
}

/** @param options checked before; `explain` is none or summary */
export function tableWriter(program: Program, options: BatchOptions): TableWriter {
  return options.explain === 'summary'
    ? detailWriter(program, options)
    : outcomeWriter(options, columnsOf(program.policy, options))
}

function outcomeWriter({ only }: BatchOptions, columns: readonly Measure[]): TableWriter {
  const rowsFor = ({ measures }: Asked): Writer => {
    const places = columns.map(column => measures.findIndex(({ id }) => id === column.id))
    return {
      answer(output, { id }, truths, asOf) {
        const outcomes = places.map(index => {
          // Of a rule set that is not in force on this day, nothing is said.
          if (index < 0) return ''
          const measure = measures[index] as Measure
          const truth = truths.at(index)
          return only && truth !== TRUE ? '' : cellText(truth, obstacleOf(measure, asOf))
        })
        output.add(row(id.text, [asOf, '', ...outcomes]))
      },
      error: (output, _line, fault) =>
        output.add(row(fault.id, ['', errorText(fault), ...columns.map(() => '')]))
    }
  }
  return {
    header: BOM + row(ID_TITLE, [DAY_TITLE, ERROR_TITLE, ...columns.map(({ title }) => title)]),
    rowsFor
  }
}

/** A summary has all of it; how versions differ only where they may. */
type Explained = Required<Omit<EligibilityResult, 'versions' | 'trace'>> & Pick<EligibilityResult, 'versions'>

const reasonsText = ({ reasons, versions }: Explained) =>
  [...reasons, ...(versions ? [versions] : [])].map(({ text }) => text).join('；')

function detailWriter(program: Program, { only }: BatchOptions): TableWriter {
  const labelOf = (id: string) => (program.policy.fact(id) as Fact).label
  const rowsFor = (asked: Asked): Writer => ({
    answer(output, { id, given, told }, truths, asOf) {
      const assessment = program.settle(given.values, 'declared', told)
      for (const [index, measure] of measuresFor(program, assessment, asked).entries()) {
        if (only && truths.at(index) !== TRUE) continue
        const result = resultFor(program, assessment, measure, asOf, 'summary') as Explained
        const cells = [
          asOf,
          '',
          result.measure,
          result.title,
          result.clause,
          OUTCOME_WORDS[result.outcome],
          result.window.text,
          reasonsText(result),
          result.missingFacts.map(labelOf).join('、'),
          result.responsible.join('、')
        ]
        output.add(row(id.text, cells))
      }
    },
    error: (output, _line, fault) =>
      output.add(row(fault.id, ['', errorText(fault), ...DETAIL_TITLES.map(() => '')]))
  })
  return { header: BOM + row(ID_TITLE, [DAY_TITLE, ERROR_TITLE, ...DETAIL_TITLES]), rowsFor }
}
