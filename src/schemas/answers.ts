/** Request and response of POST /answers. */
import { type Static, Type } from 'typebox'
import { AMOUNT_STATUSES } from '../calculators/amount.ts'
import type { Facts } from '../rules/compile.ts'
import { KINDS } from '../rules/format.ts'
import { OUTCOMES } from '../rules/kleene.ts'
import type { PossibleFacts } from '../rules/possible.ts'
import {
  AsOf,
  AssumptionSchema,
  anyValue,
  BasisSchema,
  ConflictSchema,
  DateText,
  DerivedFactSchema,
  InterpretationSchema,
  type NextQuestionSchema,
  oneOf,
  PolicyStampSchema,
  ref,
  strictObject,
  WindowSchema
} from './common.ts'
import { AssumptionsMode, Declined, PossibleField } from './eligibility.ts'

export const AnswersRequestSchema = strictObject(
  {
    question: Type.String({
      minLength: 1,
      maxLength: 2000,
      description: '来电人的原话，随便怎么说。 What the caller said, in Chinese.',
      examples: ['我是个体户，租的是公家的铺面，房租能免几个月？']
    }),
    facts: Type.Optional(Type.Unsafe<Facts>({ $ref: 'Facts#' })),
    possible: PossibleField,
    asOf: AsOf,
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10, description: '最多几个答复，默认 3。 Matches; default 3.' })
    ),
    assumptions: AssumptionsMode,
    declined: Declined
  },
  { $id: 'AnswersRequest', 'x-agrees': true }
)
export type AnswersRequest = Static<typeof AnswersRequestSchema>

const nullable = <T>($id: string) => Type.Unsafe<T | null>({ anyOf: [{ $ref: `${$id}#` }, { type: 'null' }] })

export const TransferSchema = strictObject(
  {
    line: Type.String({ examples: ['12366'] }),
    name: Type.String(),
    unit: Type.String({ description: '对应的责任单位。' }),
    source: Type.String(),
    certainty: oneOf(['verified', 'unverified', 'reading'])
  },
  { $id: 'Transfer', description: '可以转接的专线。 A line to transfer to.' }
)

export const CardAmountSchema = strictObject(
  {
    status: oneOf(AMOUNT_STATUSES),
    text: Type.String(),
    missingFacts: Type.Array(Type.String())
  },
  { $id: 'CardAmount' }
)

export const CardSchema = strictObject(
  {
    title: Type.String(),
    clause: Type.String(),
    kind: oneOf(KINDS),
    say: Type.String({ description: '读给来电人听的话，不超过半分钟；过期的先说过期。' }),
    mustSay: Type.Array(Type.String(), { description: '一定要原样说到的：期限、限制、不重复享受。' }),
    outcome: Type.Unsafe<(typeof OUTCOMES)[number] | null>({
      type: ['string', 'null'],
      enum: [...OUTCOMES, null],
      description: '没有条件可判断的政策（S 类）为 null。'
    }),
    window: ref(WindowSchema),
    amount: nullable<Static<typeof CardAmountSchema>>('CardAmount'),
    reasons: Type.Array(Type.String()),
    conditionalOn: Type.Array(Type.String(), { description: '还要满足什么。' }),
    basis: Type.Array(ref(BasisSchema), { description: '原文依据。' }),
    responsible: Type.Array(Type.String(), { description: '责任单位，牵头单位在前；原件缺失时为空。' }),
    transferTo: Type.Array(ref(TransferSchema)),
    interpretations: Type.Array(ref(InterpretationSchema)),
    nextQuestion: nullable<Static<typeof NextQuestionSchema>>('NextQuestion'),
    related: Type.Array(Type.String())
  },
  { $id: 'Card', description: '答复卡片。 An answer card.' }
)
export type Card = Static<typeof CardSchema>

export const MatchSchema = strictObject(
  {
    measure: Type.String(),
    score: Type.Number({ description: '0 到 1，越大越像。' }),
    card: ref(CardSchema)
  },
  { $id: 'Match' }
)

export const UnderstoodSchema = strictObject(
  {
    fact: Type.String(),
    label: Type.String(),
    value: anyValue('听出来的值，请与来电人核对'),
    text: Type.String(),
    words: Type.String({ description: '出自问题里的哪几个字。' })
  },
  { $id: 'Understood', description: '从话里听出来的事实。 A fact heard in the question.' }
)

export const AnswersResponseSchema = strictObject(
  {
    policy: ref(PolicyStampSchema),
    asOf: DateText('以哪一天为准。'),
    matches: Type.Array(ref(MatchSchema), { description: '最像的在前；方案没有写的为空。' }),
    message: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: '没有匹配时怎么答。 What to say when nothing matches.'
    }),
    understood: Type.Array(ref(UnderstoodSchema)),
    facts: Type.Unsafe<Facts>({
      allOf: [{ $ref: 'Facts#' }, { description: '判断所用的事实：提供的，加上听出来的。' }]
    }),
    possible: Type.Unsafe<PossibleFacts>({
      type: 'object',
      additionalProperties: true,
      description: '判断所用的、只知道大概的事实，写法与提交的相同。 What was known of other facts.'
    }),
    assumptions: Type.Array(ref(AssumptionSchema)),
    derived: Type.Array(ref(DerivedFactSchema)),
    conflicts: Type.Array(ref(ConflictSchema)),
    nextQuestion: nullable<Static<typeof NextQuestionSchema>>('NextQuestion')
  },
  { $id: 'AnswersResponse' }
)
export type AnswersResponse = Static<typeof AnswersResponseSchema>

export const answersSchemas = [
  AnswersRequestSchema,
  TransferSchema,
  CardAmountSchema,
  CardSchema,
  MatchSchema,
  UnderstoodSchema,
  AnswersResponseSchema
]
