/** Word coverage: whether every word of a clause is accounted for by what the rules say about it. */
import { createHash } from 'node:crypto'
import { pointerTo } from '../../../field-error.ts'
import {
  type ClauseCoverage,
  COVERED_BY,
  type Coverage,
  type CoveredBy,
  type CoveredSpan
} from '../../../policy/coverage.ts'
import type { Fault } from '../../../policy/fault.ts'
import type { RawClause } from '../../../policy/format.ts'
import type { RuleSet } from '../../../policy/rule-set.ts'
import { type Source, spansOf } from '../source.ts'
import { type Group, groupsOf } from './accounted.ts'

/** Words that only join others: alone between accounted words they need no account of their own. */
const CONNECTIVE = /^(?:以及|或者|并且|对于|其中|[的地和与及或并且而对将把在以为由从于])+$/
/** Punctuation, signs and white space say nothing alone. */
const SILENT = /[\p{P}\p{S}\s]/u

/** First place and place after the last. */
type Stretch = readonly [from: number, to: number]

export interface Gap {
  from: number
  to: number
  words: string
}

export interface CoverageReport {
  sentences: number
  characters: number
  covered: number
  /** how many gaps each clause has; those without are left out */
  gaps: Record<string, number>
  clauses: Record<string, ClauseCoverage>
  faults: Fault[]
}

/** Digests of the quotations of each clause, by clause id: coverage worked out from others is stale. */
export function restsOf(set: RuleSet): ReadonlyMap<string, string> {
  const groups = groupsOf(set)
  return new Map(
    Object.values(set.clauses).map(({ clause, descriptive }) => {
      const quoted = JSON.stringify([groups.get(clause) ?? [], descriptive ?? []])
      return [clause, createHash('sha256').update(quoted).digest('hex').slice(0, 12)]
    })
  )
}

/** Every way to place spans in a text, one after the other: one for each place where the first stands. */
function placements(text: string, spans: readonly string[]): Stretch[][] {
  const [first = '', ...rest] = spans
  const found: Stretch[][] = []
  for (let start = text.indexOf(first); start !== -1; start = text.indexOf(first, start + 1)) {
    const stretches: Stretch[] = [[start, start + first.length]]
    for (const span of rest) {
      const next = text.indexOf(span, (stretches.at(-1) as Stretch)[1])
      if (next === -1) return found
      stretches.push([next, next + span.length])
    }
    found.push(stretches)
  }
  return found
}

const distance = (stretches: readonly Stretch[], anchors: readonly Stretch[]): number =>
  Math.min(
    ...anchors.map(([from, to]) =>
      Math.min(...stretches.map(([start, end]) => Math.max(from - end, start - to, 0)))
    )
  )

/**
 * The stretches that a group accounts for. Words that stand more than once count where they stand nearest to what
 * the group quotes otherwise: a condition of one measure does not account for the same words of another.
 */
function stretchesOf(text: string, group: Group): { stretch: Stretch; by: CoveredBy }[] {
  const placed = group
    .map(({ spans, by }) => ({ by, ways: placements(text, spans) }))
    .filter(({ ways }) => ways.length > 0)
  const anchors = placed.flatMap(({ by, ways }) =>
    ways.length === 1 && by !== 'responsible' ? (ways[0] as Stretch[]) : []
  )
  return placed.flatMap(({ by, ways }) => {
    const nearest = ways.reduce((best, way) =>
      distance(way, anchors) < distance(best, anchors) ? way : best
    )
    return nearest.map(stretch => ({ stretch, by }))
  })
}

/** The text of a clause, what accounts for each of its characters, and the faults of its `descriptive`. */
class Ledger {
  readonly text: string
  private readonly by: (CoveredBy | undefined)[]

  constructor(text: string) {
    this.text = text
    this.by = Array.from({ length: text.length })
  }

  /** @returns whether anything was not accounted for before */
  cover([from, to]: Stretch, by: CoveredBy): boolean {
    let adds = false
    for (let index = from; index < to; index++) {
      const before = this.by[index]
      adds ||= before === undefined && !SILENT.test(this.text[index] as string)
      if (before === undefined || COVERED_BY.indexOf(by) < COVERED_BY.indexOf(before)) this.by[index] = by
    }
    return adds
  }

  get spans(): CoveredSpan[] {
    const spans: CoveredSpan[] = []
    for (const [index, by] of this.by.entries()) {
      const last = spans.at(-1)
      if (by === undefined) continue
      if (last?.by === by && last.to === index) last.to++
      else spans.push({ from: index, to: index + 1, by })
    }
    return spans
  }

  get gaps(): Gap[] {
    const gaps: Gap[] = []
    for (const [index, character] of [...this.text].entries()) {
      if (this.by[index] !== undefined || SILENT.test(character)) continue
      const last = gaps.at(-1)
      if (last?.to === index) Object.assign(last, { to: index + 1, words: last.words + character })
      else gaps.push({ from: index, to: index + 1, words: character })
    }
    return gaps.filter(({ words }) => !CONNECTIVE.test(words))
  }
}

/** Words that decide nothing: they must stand once, and be words that nothing else accounts for. */
function describe(ledger: Ledger, { descriptive = [] }: RawClause, file: string): Fault[] {
  return descriptive.flatMap(({ quote }, index) => {
    const ways = placements(ledger.text, spansOf(quote))
    // Words that stand nowhere are a fault of the quotation, found with all others.
    if (ways.length === 0) return []
    const fault = (message: string, remedy: string) => [
      { file, pointer: pointerTo('descriptive', index, 'quote'), message, remedy }
    ]
    if (ways.length > 1)
      return fault(`“${quote}” stands ${ways.length} times`, 'quote more words, so that it stands once')
    const adds = (ways[0] as Stretch[]).map(stretch => ledger.cover(stretch, 'descriptive'))
    return adds.includes(true) ? [] : fault(`“${quote}” is accounted for elsewhere`, 'remove the entry')
  })
}

/** A sentence with its gaps marked: 新申请【银行贷款】由政府…… */
const marked = (sentence: string, start: number, gaps: readonly Gap[]) =>
  gaps.reduceRight(
    (text, { from, to, words }) => `${text.slice(0, from - start)}【${words}】${text.slice(to - start)}`,
    sentence
  )

/**
 * Holds the rules against the text of the plan, word by word.
 * @param source sorted by clause; a plain text cannot tell whose words are whose
 * @returns null for a plain text
 */
export function coverageOf(set: RuleSet, source: Source): CoverageReport | null {
  if (source.every(({ place }) => place === null)) return null
  const report: CoverageReport = {
    sentences: 0,
    characters: 0,
    covered: 0,
    gaps: {},
    clauses: {},
    faults: []
  }
  const groups = groupsOf(set)
  const rests = restsOf(set)
  for (const [file, clause] of Object.entries(set.clauses)) {
    const sentences = source
      .filter(({ place }) => place === `clause ${clause.clause}`)
      .map(({ text }) => text)
    if (sentences.length === 0) continue
    const ledger = new Ledger(sentences.join(''))
    for (const group of groups.get(clause.clause) ?? []) {
      for (const { stretch, by } of stretchesOf(ledger.text, group)) ledger.cover(stretch, by)
    }
    report.faults.push(...describe(ledger, clause, file))
    const { gaps, spans } = ledger
    let start = 0
    for (const sentence of sentences) {
      const end = start + sentence.length
      const open = gaps.filter(({ from }) => from >= start && from < end)
      if (open.length > 0) {
        report.faults.push({
          file,
          pointer: '',
          message: `nothing accounts for the marked words: ${marked(sentence, start, open)}`,
          remedy: 'quote them as the basis of what they decide, or list them under "descriptive" and say why'
        })
      }
      start = end
    }
    const characters = [...ledger.text].filter(one => !SILENT.test(one)).length
    const covered = characters - gaps.reduce((sum, { words }) => sum + words.length, 0)
    report.clauses[clause.clause] = {
      rests: rests.get(clause.clause) as string,
      characters,
      covered,
      spans
    }
    report.sentences += sentences.length
    report.characters += characters
    report.covered += covered
    if (gaps.length > 0) report.gaps[clause.clause] = gaps.length
  }
  return report
}

/** Totals for a reader: how much of the plan is accounted for, and where the gaps are. */
export function coverageText({ sentences, characters, covered, gaps }: CoverageReport): string {
  const share = characters === 0 ? 100 : Math.floor((covered / characters) * 1000) / 10
  const open = Object.entries(gaps).map(([clause, count]) => `第${clause.replace('-', '至')}条${count}处`)
  return [
    `逐字核对：${sentences}句，${characters}字，有交代的${covered}字（${share}%）`,
    `没有交代的：${open.join('、') || '无'}`
  ].join('\n')
}

/** The generated file: one clause a line, so that a change to it is easy to see. */
export const coverageFile = (clauses: Coverage): string =>
  `{\n${Object.entries(clauses)
    .map(([id, coverage]) => `  ${JSON.stringify(id)}: ${JSON.stringify(coverage)}`)
    .join(',\n')}\n}\n`
