/** The fact vocabulary as schemas: the `facts` of a request, one schema a subject, made from facts.json. */
import { type TSchema, Type } from 'typebox'
import type { InOrder } from '../keywords.ts'
import { ANSWERED_BY } from '../policy/format.ts'
import type { Fact, Policy } from '../policy/model.ts'
import type { PossibleFacts } from '../policy/possible.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { factSchema, isOrdered } from '../policy/vocabulary.ts'
import { oneOf, ref, restingOn, strictObject } from './common.ts'
import { MOST_POSSIBLE, shownAs } from './ranges.ts'
import { SituationsQuestionSchema } from './situations.ts'

/** Facts of which one cannot lie before another. */
export const inOrderOf = (policy: Policy): InOrder[] =>
  policy.facts.flatMap(({ id, label, notBefore }) => {
    const earlier = notBefore === undefined ? undefined : policy.fact(notBefore)
    return earlier
      ? [{ earlier: earlier.id, later: id, labels: { earlier: earlier.label, later: label } }]
      : []
  })

/** The name of the schema of a subject. */
export const componentName = (subject: string) => `${subject[0]?.toUpperCase()}${subject.slice(1)}Facts`

/** What a fact is called, of those there are. */
export const factIdSchema = (policy: Policy) =>
  oneOf(
    policy.facts.map(({ id }) => id),
    { $id: 'FactId', description: '事实的名称，见 GET /facts。 The name of a fact.' }
  )

/** One fact as a property of a request, described for people and for generators. */
function property(fact: Fact, policy: Policy): TSchema {
  const schema = factSchema(fact, policy.industries)
  return Type.Unsafe({
    title: fact.label,
    description: `${fact.description}${fact.derivedFrom.length ? `（可由 ${fact.derivedFrom.join('、')} 推算）` : ''}`,
    ...schema,
    examples: [fact.example],
    ...(fact.unit && { 'x-unit': fact.unit }),
    ...(fact.labels && { 'x-labels': fact.labels }),
    'x-question': fact.question
  })
}

/**
 * The schema of `facts` in a request, and the schemas it refers to.
 * An absent fact is unknown; null, unknown names and impossible values are refused.
 */
export function factsSchemas(policy: Policy) {
  const subjects = Object.entries(policy.subjects).map(([subject, { label, english }]) => {
    const facts = policy.facts.filter(fact => fact.subject === subject)
    return strictObject(
      Object.fromEntries(facts.map(fact => [fact.key, Type.Optional(property(fact, policy))])),
      { $id: componentName(subject), title: label, description: `${label}。 ${english}.` }
    )
  })
  const properties = Object.keys(policy.subjects).map((subject, index) => [
    subject,
    Type.Optional(Type.Unsafe({ title: policy.subjects[subject]?.label, ...ref(subjects[index] as TSchema) }))
  ])
  const facts = Type.Unsafe<Facts>(
    strictObject(Object.fromEntries(properties), {
      $id: 'Facts',
      'x-in-order': inOrderOf(policy),
      description:
        '已知的事实，按主体分组。没有提供的就是不知道：不知道既不等于“是”，也不等于“否”。 ' +
        'Known facts by subject. An absent fact is unknown, which is neither yes nor no.'
    })
  )
  return { facts, subjects }
}

/** What may be said of a fact without knowing it; of what has an order also between which ends it lies. */
function possibleProperty(fact: Fact): TSchema {
  const one = Type.Unsafe<unknown>({ $ref: `${componentName(fact.subject)}#/properties/${fact.key}` })
  const values = { items: one, minItems: 1, maxItems: MOST_POSSIBLE, uniqueItems: true }
  const { title, description } = {
    title: fact.label,
    description: `${fact.label}可能的取值。 Values that are possible.`
  }
  return isOrdered(fact.schema)
    ? Type.Unsafe({
        title,
        description: `${fact.label}可能的取值，也可以写最小和最大（都含）；限制与事实相同。 Values or ends, bounded as the fact is.`,
        type: ['array', 'object'],
        ...values,
        properties: { min: one, max: one },
        additionalProperties: false,
        minProperties: 1,
        'x-ends': true,
        'x-shown-as': shownAs(fact.schema)
      })
    : Type.Unsafe({ title, description, type: 'array', ...values })
}

/** The schema of `possible` in a request: what a caller knows of facts without knowing them. */
export const possibleSchema = (policy: Policy) =>
  Type.Unsafe<PossibleFacts>(
    strictObject(
      Object.fromEntries(policy.facts.map(fact => [fact.id, Type.Optional(possibleProperty(fact))])),
      {
        $id: 'Possible',
        description:
          '只知道大概的事实，按名称（主体.事实）：写几个可能的取值，或者写 {"min", "max"}（都含，可只写一头）。' +
          '对所有可能的取值都成立的条件才算成立，都不成立才算不成立，其余算还不知道。只有一个可能的取值就等于知道。' +
          '同一个事实也写在 facts 里时，以 facts 为准，两处矛盾就是错误。 ' +
          'What is known of a fact without knowing it, by fact id: a list of values, or ends that are both included.',
        examples: [
          { 'enterprise.size': ['medium', 'small', 'micro'], 'startup.districtWorkersHired': { min: 3 } }
        ]
      }
    )
  )

export const VocabularyFactSchema = strictObject(
  {
    id: Type.String({ examples: ['enterprise.size'] }),
    subject: Type.String(),
    name: Type.String(),
    label: Type.String(),
    english: Type.String({ description: 'Plain English name.' }),
    question: Type.String(),
    description: Type.String(),
    type: Type.String(),
    unit: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    schema: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    labels: Type.Unsafe<Record<string, string> | null>({
      type: ['object', 'null'],
      additionalProperties: { type: 'string' },
      'x-component': 'ValueLabels',
      description: '可选值的意思，没有可选值的为 null。 What its values mean.'
    }),
    example: Type.Unsafe<unknown>({}),
    derivedFrom: Type.Array(Type.String()),
    assumedWhenMissing: Type.Boolean(),
    answeredBy: oneOf(ANSWERED_BY, {
      'x-component': 'AnsweredBy',
      description: '谁答得上来：申请人、采购方、银行，或者主管部门。 Who can answer.'
    }),
    measures: Type.Array(Type.String(), { description: '用到这个事实的政策。' }),
    policies: Type.Array(Type.String(), { description: '用到这个事实的规则集。 Rule sets that use it.' })
  },
  { $id: 'VocabularyFact' }
)

export const FactListSchema = strictObject(
  {
    ...restingOn,
    total: Type.Integer(),
    items: Type.Array(ref(VocabularyFactSchema)),
    situations: Type.Array(ref(SituationsQuestionSchema), {
      description: '一问多答的问题，全部。 The questions of many answers.'
    })
  },
  { $id: 'FactList', description: '事实词汇表。 The fact vocabulary.' }
)

export const factSubjects = (policy: Policy) =>
  oneOf(Object.keys(policy.subjects), {
    'x-component': 'Subject',
    description: '只要这个主体的事实。 Facts of one subject.'
  })
