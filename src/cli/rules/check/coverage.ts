/** Word coverage: whether every word of a clause is accounted for by what the rules say about it. */
import { createHash } from 'node:crypto'
import { pointerTo } from '../../../field-error.ts'
import { groupsOf } from '../../../policy/accounts.ts'
import type { ClauseCoverage, Coverage } from '../../../policy/coverage.ts'
import type { Fault } from '../../../policy/fault.ts'
import type { RawClause } from '../../../policy/format.ts'
import { type Gap, Ledger, placedIn, placements, type Stretch } from '../../../policy/ledger.ts'
import type { RuleSet } from '../../../policy/rule-set.ts'
import { type Source, spansOf } from '../../../policy/source.ts'

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
      const accounts = (groups.get(clause) ?? []).map(group => group.accounts)
      const quoted = JSON.stringify([accounts, descriptive ?? []])
      return [clause, createHash('sha256').update(quoted).digest('hex').slice(0, 12)]
    })
  )
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
      for (const { account, stretches } of placedIn(ledger.text, group)) {
        for (const stretch of stretches) ledger.cover(stretch, account.by)
      }
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
    const { characters } = ledger
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
