/** Request and response of POST /answers. */
import { type Static, Type } from 'typebox'
import { LONGEST_QUESTION } from '../bounds.ts'
import { AMOUNT_STATUSES } from '../calculators/statuses.ts'
import { KINDS } from '../policy/format.ts'
import { OUTCOMES } from '../policy/kleene.ts'
import { MUST_SAY } from '../policy/spoken-length.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { AmountReadingSchema } from './calculate.ts'
import {
  AsOf,
  AssumptionSchema,
  anyValue,
  BasisSchema,
  ConflictSchema,
  DateText,
  DerivedFactSchema,
  InterpretationSchema,
  Lang,
  leadFields,
  NationalRuleSchema,
  type NextQuestionSchema,
  notLoadedField,
  oneOf,
  recorded,
  ref,
  restingOn,
  strictObject,
  type VersionsView,
  WindowSchema
} from './common.ts'
import { AssumptionsMode, Declined, PossibleField, selectionFields } from './eligibility.ts'
import { SituationsAsked, SituationsQuestionOrNull } from './situations.ts'

/** @param policyIds ids of the rule sets */
export const answersRequest = (policyIds: readonly string[]) =>
  strictObject(
    {
      question: Type.String({
        minLength: 1,
        maxLength: LONGEST_QUESTION,
        description: '来电人的原话，随便怎么说；长度按折叠（NFKC）以后算。 What the caller said, in Chinese.',
        examples: ['我是个体户，租的是公家的铺面，房租能免几个月？']
      }),
      facts: Type.Optional(Type.Unsafe<Facts>({ $ref: 'Facts#' })),
      possible: PossibleField,
      asOf: AsOf,
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 10, description: '最多几个答复，默认 3。 Matches; default 3.' })
      ),
      assumptions: AssumptionsMode,
      declined: Declined,
      ...selectionFields(policyIds),
      situationsAsked: SituationsAsked
    },
    { $id: 'AnswersRequest', 'x-agrees': true }
  )
export type AnswersRequest = Static<ReturnType<typeof answersRequest>>

const nullable = <T>($id: string) => Type.Unsafe<T | null>({ anyOf: [{ $ref: `${$id}#` }, { type: 'null' }] })

export const TransferSchema = strictObject(
  {
    line: Type.String({ examples: ['12366'] }),
    name: Type.String(),
    unit: Type.String({ description: '对应的责任单位。' }),
    source: Type.String(),
    certainty: oneOf(['verified', 'unverified', 'reading'], {
      'x-component': 'SourceCertainty',
      description: '号码的可靠程度。 How certain the number is.'
    })
  },
  { $id: 'Transfer', description: '可以转接的专线。 A line to transfer to.' }
)

export const CardAmountSchema = strictObject(
  {
    status: oneOf(AMOUNT_STATUSES),
    text: Type.String(),
    conditional: Type.Boolean({ description: '还不能确定是否符合：如果符合才有这个数。' }),
    readings: Type.Array(ref(AmountReadingSchema), { description: '没有说清的地方，两种理解各是多少。' }),
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
    mustSay: Type.Array(Type.String(), {
      maxItems: MUST_SAY.sentences,
      description: '一定要原样说到的：期限、限制、不重复享受；最多三句，不超过20秒。'
    }),
    ifAsked: Type.Array(Type.String(), {
      description: '来电人问起再说的：别的限制、方案没有写的。 To say when asked.'
    }),
    outcome: Type.Unsafe<(typeof OUTCOMES)[number] | null>({
      type: ['string', 'null'],
      enum: [...OUTCOMES, null],
      description: '没有条件可判断的政策（S 类）为 null。'
    }),
    window: ref(WindowSchema),
    amount: nullable<Static<typeof CardAmountSchema>>('CardAmount'),
    reasons: Type.Array(Type.String()),
    versions: nullable<VersionsView>('Versions'),
    conditionalOn: Type.Array(Type.String(), { description: '还要满足什么。' }),
    basis: Type.Array(ref(BasisSchema), { description: '原文依据。' }),
    responsible: Type.Array(Type.String(), { description: '责任单位，牵头单位在前；原件缺失时为空。' }),
    ...leadFields,
    transferTo: Type.Array(ref(TransferSchema)),
    interpretations: Type.Array(ref(InterpretationSchema)),
    nationalRules: Type.Array(ref(NationalRuleSchema)),
    nextQuestion: nullable<Static<typeof NextQuestionSchema>>('NextQuestion'),
    related: Type.Array(Type.String()),
    restsOnHeard: Type.Array(Type.String(), {
      description:
        '结论或者金额用到了哪些听出来的事实；说出金额之前先跟来电人核对。 Heard facts that the outcome or the amount used.'
    })
  },
  { $id: 'Card', description: '答复卡片。 An answer card.' }
)
export type Card = Static<typeof CardSchema>

export const MatchSchema = strictObject(
  {
    measure: Type.String(),
    policy: Type.String({ description: '属于哪个规则集。 Its rule set.' }),
    lang: Lang,
    score: Type.Number({ description: '0 到 1，越大越像。' }),
    topic: Type.Boolean({
      description: '是来电人问的；不是的，只是怕听错了备着。 Asked about, not only shown in case.'
    }),
    card: ref(CardSchema)
  },
  { $id: 'Match' }
)

const Words = Type.String({ description: '出自问题里的哪几个字。' })
const Heard = Type.Boolean({
  description: '总是 true：是从话里听出来的，不是来电人或后台提供的。 Always true: heard, not given.'
})
const End = (description: string) => Type.Unsafe<number | string>({ type: ['number', 'string'], description })

export const UnderstoodSchema = strictObject(
  {
    fact: Type.String(),
    label: Type.String(),
    value: anyValue('听出来的值，请与来电人核对'),
    text: Type.String(),
    words: Words,
    heard: Heard
  },
  { $id: 'Understood', description: '从话里听出来的事实。 A fact heard in the question.' }
)

export const PossiblyUnderstoodSchema = strictObject(
  {
    fact: Type.String(),
    label: Type.String(),
    min: Type.Optional(End('不少于、不早于。 At least.')),
    max: Type.Optional(End('不超过、不晚于。 At most.')),
    values: Type.Optional(Type.Array(anyValue('是其中之一'), { description: '是其中之一。 One of these.' })),
    text: Type.String(),
    words: Type.Optional(Words),
    heard: Type.Boolean({
      description:
        'true：从话里听出来的，请问准；false：提交的 possible 里写的，没有 words。 Heard, or said in the request.'
    }),
    used: Type.Boolean({
      description: '是否用来判断：听出来的与别的事实矛盾时不用。 Whether it counts: not where it contradicts.'
    })
  },
  {
    $id: 'PossiblyUnderstood',
    description:
      '只知道大概的事实（两三个、不到4个、小微）：对所有可能的取值都成立的条件才算成立，金额按范围算，请问准。 ' +
      'A fact of which only bounds or some values are known; what holds for all of them holds.'
  }
)

export const AnswersResponseSchema = strictObject(
  {
    ...recorded,
    ...restingOn,
    asOf: DateText('以哪一天为准。'),
    matches: Type.Array(ref(MatchSchema), { description: '最像的在前；方案没有写的为空。' }),
    message: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description:
        '没有匹配时怎么答；有匹配时，先要说的：问的是别的区、别的年份、市里国家的，或者个人不能办。 ' +
        'What to say when nothing matches, or before the cards.'
    }),
    understood: Type.Array(ref(UnderstoodSchema)),
    possible: Type.Array(ref(PossiblyUnderstoodSchema), {
      description: '只知道大概的事实：提交的，加上听出来的。 Known, but not as one value.'
    }),
    facts: Type.Unsafe<Facts>({
      allOf: [{ $ref: 'Facts#' }, { description: '判断所用的事实：提供的，加上听出来的。' }]
    }),
    assumptions: Type.Array(ref(AssumptionSchema)),
    derived: Type.Array(ref(DerivedFactSchema)),
    conflicts: Type.Array(ref(ConflictSchema)),
    notLoaded: notLoadedField,
    nextQuestion: nullable<Static<typeof NextQuestionSchema>>('NextQuestion'),
    situationsQuestion: SituationsQuestionOrNull
  },
  { $id: 'AnswersResponse' }
)
export type AnswersResponse = Static<typeof AnswersResponseSchema>

export const answersSchemas = [
  TransferSchema,
  CardAmountSchema,
  CardSchema,
  MatchSchema,
  UnderstoodSchema,
  PossiblyUnderstoodSchema,
  AnswersResponseSchema
]
