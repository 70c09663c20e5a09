/** Made-up rule sets of any size in the format of the rule files, and applicants for them. */

import type { RuleFiles } from '../../src/policy/files.ts'
import type {
  RawClause,
  RawCondition,
  RawFact,
  RawFacts,
  RawMeasure,
  RawPolicy
} from '../../src/policy/format.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'
import { random } from '../applicants.ts'

const SUBJECTS = 10
const MEASURES_A_CLAUSE = 50
const KINDS = ['one', 'two', 'three', 'four']
const MOST = 20

type SchemaObject = RawFact['schema']

/** Facts in turn: yes or no, one of four, a number. */
const fact = (index: number): RawFact => {
  const text = { label: `事实${index}`, english: `Fact ${index}`, question: '？', description: '。' }
  const schema: SchemaObject = { type: ['boolean', 'string', 'number'][index % 3] as string }
  if (index % 3 === 0) return { ...text, schema, example: true }
  if (index % 3 === 1) return { ...text, schema: { ...schema, enum: KINDS } as SchemaObject, example: 'one' }
  return { ...text, schema, example: 1 }
}

const idOf = (index: number) => `s${index % SUBJECTS}.f${index}`

function comparison(index: number, next: () => number): RawCondition {
  const named = { fact: idOf(index), name: `条件${index}`, basis: '原文' }
  if (index % 3 === 0) return { ...named, operator: 'equal', value: next() < 0.5 }
  if (index % 3 === 1) {
    const from = Math.floor(next() * 3)
    return { ...named, operator: 'in', value: KINDS.slice(from, from + 2) }
  }
  return { ...named, operator: 'greaterThanInclusive', value: Math.floor(next() * MOST) }
}

/** A measure of eight comparisons, as deep as those of the plan. */
function measure(index: number, facts: number, next: () => number): RawMeasure {
  const leaf = () => comparison(Math.floor(next() * facts), next)
  const all = [{ any: [leaf(), leaf(), leaf()] }, leaf(), { any: [leaf(), leaf()] }, { not: leaf() }, leaf()]
  return {
    id: `m${index}`,
    kind: 'B',
    title: `政策${index}`,
    summary: '。',
    forWhom: '。',
    audience: ['enterprise'],
    delivery: null,
    window: null,
    conditions: { all },
    related: [],
    exclusive: [],
    interpretations: [],
    silent: [],
    hotline: { say: '。', mustSay: [], keywords: [] },
    phrases: Array.from({ length: 8 }, (_, phrase) => `说法${phrase}`)
  }
}

const HEAD: RawPolicy = {
  id: 'synthetic',
  version: '1.0.0',
  title: '。',
  number: '。',
  issuer: '。',
  dated: '2022-06-10',
  published: '2022-06-13',
  timeZone: 'Asia/Shanghai',
  clauses: 1,
  closing: { document: '。', summary: '。', interpreter: '。', basis: { part: 'closing', quote: '原文' } },
  conditions: {}
}

/** A rule set, always the same for the same numbers. */
export function syntheticRules(measures: number, facts: number): RuleFiles {
  const next = random(measures + facts)
  const vocabulary: RawFacts = {
    subjects: Object.fromEntries(
      Array.from({ length: Math.min(SUBJECTS, facts) }, (_, index) => [
        `s${index}`,
        { label: '。', english: '.' }
      ])
    ),
    facts: Object.fromEntries(Array.from({ length: facts }, (_, index) => [idOf(index), fact(index)]))
  }
  const clauses = Array.from({ length: Math.ceil(measures / MEASURES_A_CLAUSE) }, (_, at): RawClause => {
    const first = at * MEASURES_A_CLAUSE
    const count = Math.min(MEASURES_A_CLAUSE, measures - first)
    return {
      clause: `${at + 1}`,
      numbers: [at + 1],
      section: '。',
      subsection: null,
      completeness: 'complete' as RawClause['completeness'],
      lost: null,
      summary: '。',
      responsible: ['。'],
      measures: Array.from({ length: count }, (_, index) => measure(first + index, facts, next))
    }
  })
  return {
    'policy.json': { ...HEAD, clauses: clauses.length },
    'facts.json': vocabulary,
    ...Object.fromEntries(clauses.map(clause => [`clause-${clause.clause}.json`, clause]))
  }
}

/** Applicants of whom all the facts of such a rule set are known. */
export function syntheticApplicants(count: number, facts: number): Facts[] {
  const next = random(facts)
  const value = (index: number) => {
    if (index % 3 === 0) return next() < 0.5
    return index % 3 === 1 ? KINDS[Math.floor(next() * KINDS.length)] : Math.floor(next() * MOST)
  }
  return Array.from({ length: count }, () => {
    const known: Record<string, Record<string, unknown>> = {}
    for (let index = 0; index < facts; index++) {
      const [subject, key] = idOf(index).split('.') as [string, string]
      known[subject] ??= {}
      known[subject][key] = value(index)
    }
    return known
  })
}
