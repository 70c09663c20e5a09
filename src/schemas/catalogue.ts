/** Schemas of the catalogue: measures and clauses. */
import { type Static, Type } from 'typebox'
import { COVERED_BY } from '../policy/coverage.ts'
import { AUDIENCES, COMPLETENESS, KINDS, PRECISIONS } from '../policy/format.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { WINDOW_STATUSES } from '../policy/window.ts'
import {
  AsOf,
  BasisSchema,
  CONDITION_KINDS,
  DateText,
  InterpretationSchema,
  Lang,
  leadFields,
  NationalRuleSchema,
  notLoadedField,
  nullableText,
  oneOf,
  PolicyStampSchema,
  ref,
  restingOn,
  strictObject,
  WindowSchema
} from './common.ts'

const summaryProperties = {
  id: Type.String({ examples: ['state-owned-rent-relief'] }),
  policy: Type.String({ description: '属于哪个规则集。 Its rule set.', examples: ['pinggu-2022-9'] }),
  lang: Lang,
  title: Type.String({ description: '事项名称' }),
  summary: Type.String(),
  forWhom: Type.String({ description: '惠及对象' }),
  kind: oneOf(KINDS, {
    description: 'B 可判断条件；C 可判断并可计算；D 对机关或采购方的要求；S 可查询，没有需要判断的。'
  }),
  clause: Type.String({ examples: ['4'] }),
  section: Type.String(),
  audience: Type.Array(oneOf(AUDIENCES)),
  window: ref(WindowSchema),
  responsible: Type.Array(Type.String(), { description: '责任单位，牵头单位在前；原件缺失时为空。' }),
  ...leadFields
}

export const MeasureSummarySchema = strictObject(summaryProperties, { $id: 'MeasureSummary' })

export const MeasureConditionSchema = strictObject(
  {
    name: Type.String(),
    kind: oneOf(CONDITION_KINDS),
    basis: Type.Unsafe<Static<typeof BasisSchema> | null>({ anyOf: [{ $ref: 'Basis#' }, { type: 'null' }] }),
    facts: Type.Array(Type.String()),
    conditions: Type.Array(Type.Unsafe<unknown>({ $ref: 'MeasureCondition#' }))
  },
  { $id: 'MeasureCondition', description: '条件，用话说。 A condition in words.' }
)

export const MeasureFactSchema = strictObject(
  {
    fact: Type.String(),
    label: Type.String(),
    question: Type.String(),
    derivedFrom: Type.Array(Type.String()),
    for: oneOf(['conditions', 'amount', 'open-point'], {
      'x-component': 'FactUse',
      description: '用于判断条件、计算金额，还是只影响没有说清的地方。'
    })
  },
  { $id: 'MeasureFact' }
)

export const ParameterViewSchema = strictObject(
  {
    id: Type.String(),
    label: Type.String(),
    value: Type.Unsafe<unknown>({ description: '数、日期，或区间的两端' }),
    unit: Type.String(),
    precision: oneOf(PRECISIONS, {
      'x-component': 'Precision',
      description: '准确、左右、不超过、不低于，还是区间。 How precise it is.'
    }),
    text: Type.String({ description: '写成话。 In words.', examples: ['3个月', '不超过20%'] }),
    basis: ref(BasisSchema)
  },
  { $id: 'Parameter' }
)

export const FormulaViewSchema = strictObject(
  {
    id: Type.String(),
    label: Type.String(),
    unit: Type.String(),
    formula: Type.String(),
    words: Type.String(),
    basis: ref(BasisSchema)
  },
  { $id: 'Formula' }
)

export const TryExampleSchema = strictObject(
  {
    outcome: oneOf(['eligible', 'ineligible', 'undetermined']),
    about: Type.String(),
    asOf: DateText('问哪一天：这一版有效的一天。'),
    facts: Type.Unsafe<Facts>({ type: 'object', additionalProperties: true })
  },
  { $id: 'TryExample', description: '可以直接提交的例子。 An example to try.' }
)

const exampleFields = {
  设定依据: Type.String(),
  事项名称: Type.String(),
  实施主体: nullableText(),
  服务对象: Type.String(),
  受理条件: nullableText(),
  办理流程: nullableText(),
  法定办结时限: nullableText(),
  承诺办结时限: nullableText(),
  是否收费: nullableText(),
  办理地点: nullableText(),
  咨询电话: nullableText(),
  监督电话: nullableText()
}

export const ServiceItemSchema = strictObject(exampleFields, {
  $id: 'ServiceItem',
  description: '按 GB/T 39046—2020 的字段名；方案没有说的为 null。'
})

export const MeasureDetailSchema = strictObject(
  {
    ...summaryProperties,
    policy: ref(PolicyStampSchema),
    asOf: DateText('有效期以哪一天为准。'),
    subsection: nullableText(),
    completeness: oneOf(COMPLETENESS, { description: '本条原文是否完整。' }),
    units: strictObject(
      {
        lead: nullableText(),
        supporting: Type.Array(Type.String(), { description: '配合的单位。' }),
        namedByClause: Type.Array(Type.String(), { description: '条文写的责任单位，照原文的顺序。' }),
        basis: Type.Unsafe<Static<typeof BasisSchema> | null>({
          anyOf: [{ $ref: 'Basis#' }, { type: 'null' }]
        })
      },
      {
        'x-component': 'Units',
        description: '谁主办、谁配合，凭什么这样理解。 Who leads, who helps, and why so.'
      }
    ),
    delivery: Type.Unsafe<{ mode: string; basis: Static<typeof BasisSchema> } | null>({
      type: ['object', 'null'],
      properties: { mode: { type: 'string' }, basis: { $ref: 'Basis#' } },
      required: ['mode', 'basis'],
      additionalProperties: false,
      'x-component': 'Delivery',
      description:
        '怎样得到（免申即享、即申即享……），方案写了才有。 How it is delivered, where the plan says so.'
    }),
    conditions: Type.Unsafe<unknown>({ anyOf: [{ $ref: 'MeasureCondition#' }, { type: 'null' }] }),
    facts: Type.Array(ref(MeasureFactSchema)),
    parameters: Type.Array(ref(ParameterViewSchema)),
    formulas: Type.Array(ref(FormulaViewSchema)),
    related: Type.Array(Type.String()),
    exclusive: Type.Array(Type.String()),
    notLoaded: notLoadedField,
    interpretations: Type.Array(ref(InterpretationSchema)),
    nationalRules: Type.Array(ref(NationalRuleSchema)),
    notStated: Type.Array(Type.String()),
    phrases: Type.Array(Type.String(), { description: '来电人可能的说法。' }),
    examples: Type.Array(ref(TryExampleSchema)),
    serviceItem: Type.Unsafe<Static<typeof ServiceItemSchema> | null>({
      anyOf: [{ $ref: 'ServiceItem#' }, { type: 'null' }],
      description: '中文规则集才有。 Null of a rule set in another language.'
    })
  },
  { $id: 'MeasureDetail' }
)
export type MeasureDetail = Static<typeof MeasureDetailSchema>

export const MeasureListSchema = strictObject(
  {
    ...restingOn,
    asOf: DateText('有效期以哪一天为准。'),
    total: Type.Integer({ description: '符合筛选条件的总数。' }),
    items: Type.Array(ref(MeasureSummarySchema)),
    nextCursor: nullableText({ description: '下一页的 cursor；没有下一页时为 null。' })
  },
  { $id: 'MeasureList' }
)

const clauseProperties = {
  clause: Type.String({ examples: ['4', '50-52'] }),
  numbers: Type.Array(Type.Integer()),
  section: Type.String(),
  subsection: nullableText(),
  completeness: oneOf(COMPLETENESS, { description: 'complete 完整，partial 部分缺失，missing 正文缺失。' }),
  lost: nullableText({ description: '抄本缺失了什么。 What the copy lost.' }),
  summary: Type.String(),
  responsible: Type.Array(Type.String()),
  measures: Type.Array(
    strictObject(
      { id: Type.String(), title: Type.String(), kind: oneOf(KINDS) },
      { 'x-component': 'ClauseMeasure', description: '条款里的一项政策。 A measure of a clause.' }
    )
  )
}

export const ClauseViewSchema = strictObject(clauseProperties, { $id: 'ClauseView' })

export const CoverageSchema = strictObject(
  {
    characters: Type.Integer({ description: '本条的字数，不计标点。 Characters, without punctuation.' }),
    covered: Type.Integer({ description: '其中有交代的。 How many of them are accounted for.' }),
    spans: Type.Array(
      strictObject(
        {
          from: Type.Integer({ description: '从第几个字起，自0数起，计标点。 First place, from 0.' }),
          to: Type.Integer({ description: '到第几个字为止，不含。 Place after the last.' }),
          by: oneOf(COVERED_BY, {
            'x-component': 'CoveredBy',
            description: '由什么交代。 What accounts for the words.'
          })
        },
        {
          'x-component': 'CoveredSpan',
          description: '一段文字，由什么交代。 Words and what accounts for them.'
        }
      ),
      { description: '本条各句连写，不留空白。 Sentences one after the other, without white space.' }
    )
  },
  { $id: 'Coverage', description: '原文逐字由什么交代，只给位置，不给原文。 Which words the rules rest on.' }
)

export const ClauseDetailSchema = strictObject(
  {
    policy: ref(PolicyStampSchema),
    alsoIn: Type.Array(Type.String(), {
      description: '还有哪些规则集有这个编号的条款。 Other rule sets with a clause of this number.'
    }),
    ...clauseProperties,
    coverage: Type.Unsafe<Static<typeof CoverageSchema> | null>({
      anyOf: [{ $ref: 'Coverage#' }, { type: 'null' }],
      description: '没有对照过原文的为 null。 null where the text was not at hand.'
    })
  },
  { $id: 'ClauseDetail' }
)

export const ClauseListSchema = strictObject(
  {
    policy: ref(PolicyStampSchema),
    plan: strictObject(
      {
        title: Type.String(),
        number: Type.String(),
        issuer: Type.String(),
        dated: Type.String(),
        published: Type.String()
      },
      { 'x-component': 'PlanDocument', description: '文件本身。 The document.' }
    ),
    closing: Type.Unsafe<{
      document: string
      summary: string
      interpreter: string
      basis: Static<typeof BasisSchema>
    } | null>({
      ...strictObject({
        document: Type.String(),
        summary: Type.String(),
        interpreter: Type.String(),
        basis: ref(BasisSchema)
      }),
      type: ['object', 'null'],
      'x-component': 'ClosingRule',
      description: '不再重复享受的规定；没有的为 null。 The closing rule, null where there is none.'
    }),
    total: Type.Integer({ description: '条数，按编号计。' }),
    counts: strictObject(
      { complete: Type.Integer(), partial: Type.Integer(), missing: Type.Integer() },
      { 'x-component': 'ClauseCounts', description: '完整、部分缺失、正文缺失的各有几条。 How many of each.' }
    ),
    items: Type.Array(ref(ClauseViewSchema))
  },
  { $id: 'ClauseList', description: '逐条台账。 The coverage ledger.' }
)

/** A rule set, in the query of a list. @param policyIds ids of the rule sets */
export const policyField = (policyIds: readonly string[]) =>
  Type.Optional(oneOf(policyIds, { description: '规则集。 Rule set.', examples: policyIds.slice(0, 1) }))

/** Query of GET /measures. @param policyIds ids of the rule sets */
export const measureQuery = (
  clauses: readonly string[],
  units: readonly string[],
  policyIds: readonly string[]
) =>
  strictObject({
    policy: policyField(policyIds),
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: '随便怎么说。 Free text.',
        examples: ['房租减免']
      })
    ),
    clause: Type.Optional(
      oneOf(clauses, { 'x-component': 'ClauseId', description: '条款编号。 Clause.', examples: ['8'] })
    ),
    section: Type.Optional(
      Type.String({ maxLength: 40, description: '章节标题中的字，如 “消费”。 Words of a section title.' })
    ),
    kind: Type.Optional(
      oneOf(KINDS, { description: 'B 可判断，C 可计算，D 对机关的要求，S 只可查询。 Kind of measure.' })
    ),
    audience: Type.Optional(oneOf(AUDIENCES, { description: '惠及对象。 Whom it is for.' })),
    unit: Type.Optional(
      oneOf(units, { 'x-component': 'UnitName', description: '责任单位。 Responsible unit.' })
    ),
    window: Type.Optional(oneOf(WINDOW_STATUSES, { description: '在 asOf 当天是否有效。 Window on asOf.' })),
    asOf: AsOf,
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, default: 20, description: '一页几项。 Items a page.' })
    ),
    cursor: Type.Optional(
      Type.String({ maxLength: 200, description: '上一页的 nextCursor。 nextCursor of the page before.' })
    )
  })
export type MeasureQuery = Static<ReturnType<typeof measureQuery>>

export const catalogueSchemas = [
  MeasureSummarySchema,
  MeasureConditionSchema,
  MeasureFactSchema,
  ParameterViewSchema,
  FormulaViewSchema,
  TryExampleSchema,
  ServiceItemSchema,
  MeasureDetailSchema,
  MeasureListSchema,
  ClauseViewSchema,
  CoverageSchema,
  ClauseDetailSchema,
  ClauseListSchema
]
