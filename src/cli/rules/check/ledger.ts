/** The coverage ledger of a rule set: clause by clause, what became of the text and what is still missing. */
import type { Kind } from '../../../policy/format.ts'
import type { Measure, Node, Policy } from '../../../policy/model.ts'
import type { Case } from '../cases/index.ts'

export interface MeasureLine {
  id: string
  title: string
  kind: Kind
  /** comparisons in the conditions, shared conditions unfolded */
  conditions: number
  parameters: number
  figures: number
  cases: number
  openPoints: number
  /** what the plan does not say about it */
  silent: number
}

export interface ClauseLine {
  clause: string
  completeness: 'complete' | 'partial' | 'missing'
  lost: string | null
  measures: MeasureLine[]
}

export interface Ledger {
  clauses: ClauseLine[]
  totals: {
    clauses: number
    numbers: number
    complete: number
    partial: number
    missing: number
    /** kind C */
    computable: number
    /** kinds B and D */
    decidable: number
    /** kind S */
    searchable: number
    conditions: number
    parameters: number
    cases: number
    openPoints: number
  }
  missing: {
    /** measures with conditions and no case */
    untested: string[]
  }
}

const leavesIn = (node: Node): number =>
  node.kind === 'leaf' ? 1 : node.children.reduce((sum, child) => sum + leavesIn(child), 0)

const measureLine = (measure: Measure, cases: number): MeasureLine => ({
  id: measure.id,
  title: measure.title,
  kind: measure.kind,
  conditions: measure.conditions ? leavesIn(measure.conditions) : 0,
  parameters: measure.parameters.length,
  figures: measure.figures.length,
  cases,
  openPoints: measure.interpretations.length,
  silent: measure.silent.length
})

/** Draws up the ledger. */
export function ledgerOf(policy: Policy, cases: readonly Case[]): Ledger {
  const count = new Map<string, number>()
  for (const { measure } of cases) count.set(measure, (count.get(measure) ?? 0) + 1)
  const clauses = policy.clauses.map(({ id, completeness, lost, measures }) => ({
    clause: id,
    completeness,
    lost,
    measures: measures.map(measure => measureLine(measure, count.get(measure.id) ?? 0))
  }))
  const lines = clauses.flatMap(({ measures }) => measures)
  const numbers = new Set(policy.clauses.flatMap(clause => clause.numbers))
  const sum = (field: 'conditions' | 'parameters' | 'cases' | 'openPoints') =>
    lines.reduce((total, line) => total + line[field], 0)
  const ofKind = (...kinds: Kind[]) => lines.filter(({ kind }) => kinds.includes(kind)).length
  const being = (state: string) => clauses.filter(({ completeness }) => completeness === state).length
  return {
    clauses,
    totals: {
      clauses: clauses.length,
      numbers: numbers.size,
      complete: being('complete'),
      partial: being('partial'),
      missing: being('missing'),
      computable: ofKind('C'),
      decidable: ofKind('B', 'D'),
      searchable: ofKind('S'),
      conditions: sum('conditions'),
      parameters: sum('parameters'),
      cases: sum('cases'),
      openPoints: sum('openPoints')
    },
    missing: {
      untested: lines.filter(line => line.kind !== 'S' && line.cases === 0).map(({ id }) => id)
    }
  }
}

const KINDS: Record<Kind, string> = { C: '可计算', B: '可判断', D: '可判断', S: '只可检索' }
const COMPLETENESS = { complete: '完整', partial: '部分缺失', missing: '全部缺失' }

/** The ledger as lines of text. */
export function ledgerText({ clauses, totals, missing }: Ledger): string {
  const lines = clauses.flatMap(({ clause, completeness, lost, measures }) => [
    `第${clause.replace('-', '至')}条  ${COMPLETENESS[completeness]}${lost ? `（${lost}）` : ''}`,
    ...measures.map(
      ({ id, kind, title, ...one }) =>
        `  ${kind} ${KINDS[kind]}  ${title}（${id}）  条件${one.conditions} 参数${one.parameters} 算式${one.figures} ` +
        `案例${one.cases} 待解释${one.openPoints} 未写明${one.silent}`
    )
  ])
  return [
    ...lines,
    '',
    `${totals.clauses}个条目（编号${totals.numbers}个）：完整${totals.complete}，部分缺失${totals.partial}，全部缺失${totals.missing}`,
    `事项${totals.computable + totals.decidable + totals.searchable}项：可计算${totals.computable}，可判断${totals.decidable}，只可检索${totals.searchable}`,
    `条件${totals.conditions}，参数${totals.parameters}，案例${totals.cases}，待解释${totals.openPoints}`,
    `没有案例的事项：${missing.untested.join('、') || '无'}`
  ].join('\n')
}
