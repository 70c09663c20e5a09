/** Request and response of POST /calculate. */
import { type Static, Type } from 'typebox'
import { AMOUNT_STATUSES } from '../calculators/statuses.ts'
import { NATURES } from '../policy/format.ts'
import type { Facts } from '../policy/vocabulary.ts'
import {
  AsOf,
  AssumptionSchema,
  BasisSchema,
  ConflictSchema,
  DateText,
  DerivedFactSchema,
  notLoadedField,
  nullableText,
  oneOf,
  recorded,
  ref,
  restingOn,
  strictObject
} from './common.ts'
import { AssumptionsMode, EligibilityResultSchema, PossibleField, selectionFields } from './eligibility.ts'

/**
 * @param measureIds ids of the measures that can be decided
 * @param policyIds ids of the rule sets
 */
export const calculateRequest = (measureIds: readonly string[], policyIds: readonly string[]) =>
  strictObject(
    {
      asOf: AsOf,
      facts: Type.Unsafe<Facts>({ $ref: 'Facts#' }),
      possible: PossibleField,
      measure: Type.Optional(
        oneOf(measureIds, { description: '要计算的政策；不填则计算所有符合条件的政策并合计。' })
      ),
      ...selectionFields(policyIds),
      assumptions: AssumptionsMode
    },
    { $id: 'CalculateRequest', 'x-agrees': true }
  )
export type CalculateRequest = Static<ReturnType<typeof calculateRequest>>

const value = {
  status: oneOf(AMOUNT_STATUSES, {
    description:
      'exact 准确；approximate 左右；at-most 不超过；at-least 不低于；range 区间；not-stated 方案没有给出；undetermined 还缺条件。'
  }),
  value: nullableText({ description: '金额（元，两位小数）、比率、个数或日期。', examples: ['36000.00'] }),
  min: nullableText(),
  max: nullableText(),
  unit: Type.String({ examples: ['CNY'] }),
  text: Type.String({ description: '可以直接读出的数。', examples: ['36,000.00元'] })
}

export const FigureSchema = strictObject(
  {
    id: Type.String({ examples: ['relief'] }),
    label: Type.String(),
    nature: oneOf(NATURES, {
      description:
        'cash 到手或不用付的钱；deferral 缓交；rate 费率；duty 他人须预留或支付；count 数量；part 组成部分，不参与合计。'
    }),
    ...value
  },
  { $id: 'Figure' }
)

export const StepSchema = strictObject(
  {
    label: Type.String(),
    expression: Type.String({ examples: ['3个月 × 12,000元'] }),
    result: Type.String({ examples: ['36,000.00元'] }),
    basis: ref(BasisSchema)
  },
  { $id: 'Step' }
)

export const DeadlineSchema = strictObject(
  {
    id: Type.String(),
    label: Type.String(),
    date: nullableText({ examples: ['2022-12-31'] }),
    text: Type.String(),
    basis: ref(BasisSchema)
  },
  { $id: 'Deadline' }
)

export const AmountReadingSchema = strictObject(
  {
    interpretation: Type.String({ description: '没有说清的是哪一点，见 interpretations。' }),
    reading: Type.String({ description: '这样理解。' }),
    taken: Type.Boolean({ description: '本答案采用的理解。 The reading the amount takes.' }),
    ...value
  },
  { $id: 'AmountReading', description: '没有说清的地方，两种理解各是多少。 The amount under one reading.' }
)

export const AmountSchema = strictObject(
  {
    ...value,
    conditional: Type.Boolean({
      description: '还不能确定是否符合：如果符合才有这个数。 What it would be, were the measure eligible.'
    }),
    readings: Type.Array(ref(AmountReadingSchema), {
      description: '没有说清的地方会改变金额时，两种理解各是多少；不改变时为空。'
    }),
    figures: Type.Array(ref(FigureSchema)),
    steps: Type.Array(ref(StepSchema)),
    rounding: nullableText(),
    deadlines: Type.Array(ref(DeadlineSchema)),
    missingFacts: Type.Array(Type.String(), { description: '算出数还缺的事实。' }),
    notStated: Type.Array(Type.String(), { description: '方案没有说的，以及该问谁。' })
  },
  { $id: 'Amount', description: '金额、比率或日期，附计算过程。 The amount, with its steps.' }
)

export const CalculatedSchema = strictObject(
  {
    ...EligibilityResultSchema.properties,
    amount: Type.Unsafe<Static<typeof AmountSchema> | null>({
      anyOf: [{ $ref: 'Amount#' }, { type: 'null' }],
      description: '不符合条件时为 null。 Null when ineligible.'
    })
  },
  { $id: 'Calculated' }
)

export const TotalSchema = strictObject(
  {
    nature: oneOf(NATURES),
    ...value,
    measures: Type.Array(Type.String(), { description: '计入合计的政策。' })
  },
  { $id: 'Total' }
)

export const NotAddedSchema = strictObject(
  { measure: Type.String(), reason: Type.String({ description: '为什么没有计入合计。' }) },
  { $id: 'NotAdded' }
)

const head = {
  ...recorded,
  ...restingOn,
  asOf: DateText('以哪一天为准。'),
  assumptions: Type.Array(ref(AssumptionSchema)),
  derived: Type.Array(ref(DerivedFactSchema)),
  conflicts: Type.Array(ref(ConflictSchema)),
  notLoaded: notLoadedField
}

export const CalculateOneResponseSchema = strictObject(
  { ...head, ...CalculatedSchema.properties, policy: head.policy },
  { $id: 'CalculateOneResponse', description: '指定了 measure：这一项的结论和金额。 One measure.' }
)
export type CalculateOneResponse = Static<typeof CalculateOneResponseSchema>

export const CalculateAllResponseSchema = strictObject(
  {
    ...head,
    results: Type.Array(ref(CalculatedSchema), { description: '所有符合条件的政策。' }),
    totals: Type.Array(ref(TotalSchema), { description: '能相加的才相加：钱和缓交分开。' }),
    notAdded: Type.Array(ref(NotAddedSchema))
  },
  { $id: 'CalculateAllResponse', description: '没有指定 measure：所有符合条件的政策和合计。 All eligible.' }
)
export type CalculateAllResponse = Static<typeof CalculateAllResponseSchema>

/** No property of one is allowed in the other unless both have it, so an answer fits one of them only. */
export const CalculateResponseSchema = Type.Unsafe<CalculateOneResponse | CalculateAllResponse>({
  oneOf: [CalculateOneResponseSchema, CalculateAllResponseSchema].map(ref),
  'x-component': 'CalculateResponse',
  description: '指定了 measure 是一项，没有指定是全部。 One measure, where it was named; else all.'
})

export const calculateSchemas = [
  FigureSchema,
  StepSchema,
  DeadlineSchema,
  AmountReadingSchema,
  AmountSchema,
  CalculatedSchema,
  TotalSchema,
  NotAddedSchema,
  CalculateOneResponseSchema,
  CalculateAllResponseSchema
]
