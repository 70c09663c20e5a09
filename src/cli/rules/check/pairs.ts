/** The same thing is asked once: of facts that are near each other, each pair is derived or declared different. */
import type { Fault } from '../../../policy/fault.ts'
import type { Fact, Policy } from '../../../policy/model.ts'
import type { RuleSet } from '../../../policy/rule-set.ts'
import { isOrdered } from '../../../policy/vocabulary.ts'

/** How two facts that are near each other are told apart, or where one comes from the other. */
export interface Pair {
  group: string
  facts: readonly [string, string]
  /** null where nothing says so */
  how: { derived: string } | { distinct: string } | null
}

/** Whether one follows from the other, whichever way. */
const derives = ({ rules }: Policy, a: Fact, b: Fact) =>
  rules.some(
    ({ fact, rule }) =>
      (fact === a.index && rule.inputs.includes(b.index)) ||
      (fact === b.index && rule.inputs.includes(a.index))
  )

const declared = (one: Fact, other: Fact) =>
  one.distinctFrom?.[other.id] ??
  (one.subject === other.subject ? one.distinctFrom?.[`${one.subject}.*`] : undefined)

function pairOf(policy: Policy, group: string, a: Fact, b: Fact): Pair {
  const facts = [a.id, b.id] as const
  const why = declared(a, b) ?? declared(b, a)
  if (why !== undefined) return { group, facts, how: { distinct: why } }
  return { group, facts, how: derives(policy, a, b) ? { derived: '可以推算' } : null }
}

/** Every pair of facts that answers could confuse; numbers and dates are not taken for a yes, or for each other. */
export function pairsOf(policy: Policy, { facts: { askedOnce = [] } }: RuleSet): Pair[] {
  return askedOnce.flatMap(({ label, facts: names }) => {
    const facts = policy.facts.filter(
      ({ id, subject, schema }) =>
        (names.includes(id) || names.includes(`${subject}.*`)) &&
        !isOrdered(schema) &&
        schema.type !== 'array'
    )
    return facts.flatMap((a, at) => facts.slice(at + 1).map(b => pairOf(policy, label, a, b)))
  })
}

/** Pairs of which nothing says that they are two things. */
export const pairFaults = (pairs: readonly Pair[]): Fault[] =>
  pairs.flatMap(({ facts: [a, b], how }) =>
    how === null
      ? [
          {
            file: 'facts.json',
            pointer: `/facts/${b}`,
            message: `it may ask the same as ${a}`,
            remedy: `derive one from the other, or say in distinctFrom of one why it is not the other`
          }
        ]
      : []
  )

/** The pairs as a table. */
export const pairText = (pairs: readonly Pair[]): string =>
  [
    '相近的事实：',
    ...pairs.map(({ group, facts, how }) => {
      const told = how === null ? '没有说明' : 'derived' in how ? how.derived : `不是一回事：${how.distinct}`
      return `  ${group}　${facts.join(' / ')}　${told}`
    }),
    ''
  ].join('\n')
