/**
 * Answers as a table for a spreadsheet. Bare outcomes: a row an applicant, a column a measure. With reasons: a
 * row for each applicant and measure.
 */
import { stringify } from 'csv-stringify/sync'
import type { Program } from '../../engine/program.ts'
import { measuresFor } from '../../engine/versions.ts'
import { type Asked, namedIn, type Selection } from '../../policy/asked.ts'
import { FALSE, OUTCOMES, TRUE, type Truth } from '../../policy/kleene.ts'
import type { Measure, Policy } from '../../policy/model.ts'
import { obstacleOf } from '../../policy/window.ts'
import type { Fault } from '../applicant-shape.ts'
import type { BatchOptions, Writer, WriterFor } from '../decider.ts'
import { DETAIL_TITLES, detailsFor, OUTCOME_WORDS } from './details.ts'
import { DAY_TITLE, ID_TITLE } from './header.ts'
import { plainName, plainText } from './plain-text.ts'

/** Without it, spreadsheets take the file for one in the encoding of the system. */
const BOM = '\uFEFF'

export const ERROR_TITLE = '错误'

/** Separators of spreadsheets in other countries: within quotation marks, no cell begins behind them. */
const SEPARATORS = /[;\t]/

type Cell = string | null | undefined

/** A line of cells that are safe as they are (RFC 4180). */
export const csvLine = (cells: readonly string[]): string =>
  stringify([cells], { record_delimiter: 'windows', quoted_match: SEPARATORS })

const errorText = ({ error: { detail, errors } }: Fault) =>
  errors.length > 0 ? errors.map(({ message }) => message).join('；') : detail

/** What a cell says of a measure: the outcome, and the window where it keeps the measure from being had. */
function cellText(truth: Truth, obstacle: string | null): string {
  const word = OUTCOME_WORDS[OUTCOMES[truth]]
  return truth !== FALSE && obstacle !== null ? `${word}（${obstacle}）` : word
}

/** What of a table is not the same for every batch. */
export interface TableParts {
  /** titles of columns that come out as they came */
  beside: readonly string[]
  /** ids of the measures that have a column; undefined for all that are asked about */
  shown?: readonly string[] | undefined
}

export interface TableWriter {
  /** the first line, with the mark that tells a spreadsheet the encoding */
  header: string
  /** titles of the columns that are measures; none with reasons */
  columns: readonly string[]
  /** what writes the rows of one era */
  rowsFor: WriterFor
}

/** The measures that have a column: those of every line, whatever day it is about. */
function columnsOf(policy: Policy, { measures, policies }: Selection): readonly Measure[] {
  return namedIn(policy, measures).filter(
    ({ document }) => measures !== undefined || (policies?.includes(document.id) ?? true)
  )
}

/** @param options checked before; `explain` is none or summary */
export function tableWriter(
  program: Program,
  options: BatchOptions,
  parts: TableParts = { beside: [] }
): TableWriter {
  if (options.explain === 'summary') return detailWriter(program, options, parts)
  const columns = columnsOf(program.policy, options)
  const shown = columns.filter(({ id }) => parts.shown?.includes(id) ?? true)
  return outcomeWriter(options, shown, parts)
}

/** Makes lines: who it is about, what came beside it, the rest. */
function linesWith({ beside }: TableParts, titles: readonly string[]) {
  const line = (id: string | null, besides: readonly string[], cells: readonly Cell[]) =>
    csvLine([
      id === null ? '' : plainName(id),
      ...beside.map((_, index) => plainName(besides[index] ?? '')),
      ...cells.map(cell => plainText(cell ?? ''))
    ])
  const error: Writer['error'] = (output, _line, fault) =>
    output.add(line(fault.id, fault.beside ?? [], ['', errorText(fault), ...titles.map(() => '')]))
  return { line, error, header: BOM + line(ID_TITLE, beside, [DAY_TITLE, ERROR_TITLE, ...titles]) }
}

function outcomeWriter({ only }: BatchOptions, columns: readonly Measure[], parts: TableParts): TableWriter {
  const titles = columns.map(({ title }) => title)
  const { line, error, header } = linesWith(parts, titles)
  const rowsFor = ({ measures }: Asked): Writer => {
    const places = columns.map(column => measures.findIndex(({ id }) => id === column.id))
    return {
      error,
      answer(output, { id, beside = [] }, truths, asOf) {
        const outcomes = places.map(index => {
          // Of a rule set that is not in force on this day, nothing is said.
          if (index < 0) return ''
          const truth = truths.at(index)
          return only && truth !== TRUE ? '' : cellText(truth, obstacleOf(measures[index] as Measure, asOf))
        })
        output.add(line(id.text, beside, [asOf, '', ...outcomes]))
      }
    }
  }
  return { header, columns: titles, rowsFor }
}

function detailWriter(program: Program, { only }: BatchOptions, parts: TableParts): TableWriter {
  const { line, error, header } = linesWith(parts, DETAIL_TITLES)
  const rowsFor = (asked: Asked): Writer => ({
    error,
    answer(output, { id, given, told, beside = [] }, truths, asOf) {
      const assessment = program.settle(given.values, 'declared', told)
      for (const [index, measure] of measuresFor(program, assessment, asked).entries()) {
        if (only && truths.at(index) !== TRUE) continue
        output.add(line(id.text, beside, [asOf, '', ...detailsFor(program, assessment, measure, asOf)]))
      }
    }
  })
  return { header, columns: [], rowsFor }
}
