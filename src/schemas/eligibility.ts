/** Request and response of POST /eligibility. */
import { type Static, Type } from 'typebox'
import { KINDS } from '../policy/format.ts'
import { OUTCOMES, TRUTH_NAMES } from '../policy/kleene.ts'
import type { PossibleFacts } from '../policy/possible.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { WINDOW_STATUSES } from '../policy/window.ts'
import {
  AsOf,
  AssumptionSchema,
  anyValue,
  BasisSchema,
  CONDITION_KINDS,
  ConflictSchema,
  DateText,
  DerivedFactSchema,
  FactValueSchema,
  InterpretationSchema,
  Lang,
  leadFields,
  NationalRuleSchema,
  NextQuestionSchema,
  notLoadedField,
  nullableText,
  oneOf,
  recorded,
  ref,
  restingOn,
  strictObject,
  VersionsSchema,
  WindowSchema
} from './common.ts'
import { SituationsAsked, SituationsQuestionOrNull } from './situations.ts'

/** The fields of a result that may be left out. */
export const RESULT_FIELDS = [
  'reasons',
  'missingFacts',
  'conditionalOn',
  'interpretations',
  'nationalRules',
  'responsible',
  'lead',
  'unitText',
  'notStated',
  'versions',
  'trace'
] as const
export type ResultField = (typeof RESULT_FIELDS)[number]

export const EXPLAIN = ['none', 'summary', 'full'] as const

/** What the caller knows of facts without knowing them. */
export const PossibleField = Type.Optional(Type.Unsafe<PossibleFacts>({ $ref: 'Possible#' }))

// What stands where a property of a body is left out is said in words: `default` makes generators of clients
// demand the property.
export const AssumptionsMode = Type.Optional(
  oneOf(['declared', 'none'], {
    'x-component': 'AssumptionsMode',
    description:
      '默认 declared：用规则集声明的默认值；none：不用，没有提供的一律算不知道。 none turns defaults off.'
  })
)

export const Declined = Type.Optional(
  // With the type beside it, Ajv sees that the members are texts, and does not compare each with every other.
  Type.Array(Type.Unsafe<string>({ type: 'string', $ref: 'FactId#' }), {
    maxItems: 200,
    uniqueItems: true,
    description: '来电人答不上来或不愿意说的事实，不再追问。 Facts not to ask again.'
  })
)

/** Which rule sets, and in which version, a request asks about. @param policyIds ids of the rule sets */
export const selectionFields = (policyIds: readonly string[]) => ({
  policies: Type.Optional(
    Type.Array(oneOf(policyIds), {
      minItems: 1,
      maxItems: policyIds.length,
      uniqueItems: true,
      description:
        '问哪些规则集，默认 asOf 当天有效的全部。 Rule sets to ask; default every one in force on asOf.'
    })
  ),
  versions: Type.Optional(
    Type.Unsafe<Readonly<Record<string, string>>>(
      strictObject(
        Object.fromEntries(
          policyIds.map(id => [
            id,
            Type.Optional(
              Type.String({ maxLength: 80, description: '版本号，或者摘要。 Version or digest.' })
            )
          ])
        ),
        {
          'x-component': 'VersionPins',
          description:
            '指定规则集用哪一版：版本号或摘要，不看日期。 By rule set, the version or digest to use whatever the day.'
        }
      )
    )
  )
})

/**
 * @param measureIds ids of the measures that can be decided
 * @param policyIds ids of the rule sets
 */
export const eligibilityRequest = (measureIds: readonly string[], policyIds: readonly string[]) =>
  strictObject(
    {
      asOf: AsOf,
      facts: Type.Unsafe<Facts>({ $ref: 'Facts#' }),
      possible: PossibleField,
      measures: Type.Optional(
        Type.Array(oneOf(measureIds), {
          minItems: 1,
          maxItems: measureIds.length,
          uniqueItems: true,
          description: '要判断的政策，默认全部。 Measures to decide; default all.'
        })
      ),
      ...selectionFields(policyIds),
      explain: Type.Optional(
        oneOf(EXPLAIN, {
          description:
            'none 只给结论；summary（默认）加理由和缺什么；full 再加每个条件的完整过程。 Default summary.'
        })
      ),
      outcomes: Type.Optional(
        Type.Array(oneOf(OUTCOMES), {
          minItems: 1,
          maxItems: OUTCOMES.length,
          uniqueItems: true,
          description: 'results 里只要这些结论的政策；summary 照旧数全部。 Only results of these outcomes.'
        })
      ),
      window: Type.Optional(
        oneOf(WINDOW_STATUSES, {
          description:
            'results 里只要期限在 asOf 当天是这种状态的政策。 Only results whose window is so on asOf.'
        })
      ),
      fields: Type.Optional(
        Type.Array(oneOf(RESULT_FIELDS, { 'x-component': 'ResultField' }), {
          maxItems: RESULT_FIELDS.length,
          uniqueItems: true,
          description:
            '每个结论的这些字段以外的可选字段都不要；默认都要。 Of the optional fields of a result, only these.'
        })
      ),
      assumptions: AssumptionsMode,
      declined: Declined,
      situationsAsked: SituationsAsked
    },
    { $id: 'EligibilityRequest', 'x-agrees': true }
  )
export type EligibilityRequest = Static<ReturnType<typeof eligibilityRequest>>

export const ReasonSchema = strictObject(
  {
    condition: Type.String({ description: '条件。' }),
    met: oneOf(['yes', 'no', 'unknown'], {
      'x-component': 'Met',
      description: '是否满足。 Whether it holds.'
    }),
    text: Type.String({ description: '可以直接读出的理由。' }),
    basis: ref(BasisSchema),
    facts: Type.Array(ref(FactValueSchema))
  },
  { $id: 'Reason' }
)

export const TraceSchema = strictObject(
  {
    kind: oneOf(CONDITION_KINDS),
    name: nullableText(),
    result: oneOf(TRUTH_NAMES, {
      'x-component': 'Truth',
      description: '条件是否成立。 Whether the condition holds.'
    }),
    basis: Type.Unsafe<Static<typeof BasisSchema> | null>({ anyOf: [{ $ref: 'Basis#' }, { type: 'null' }] }),
    fact: Type.Optional(Type.String()),
    operator: Type.Optional(Type.String()),
    expected: Type.Optional(anyValue('规则中的值')),
    actual: Type.Optional(anyValue('已知的值；不知道为 null')),
    origin: Type.Optional(
      oneOf(['given', 'derived', 'assumed', 'unknown'], {
        'x-component': 'Origin',
        description:
          'given 提供的，derived 推算的，assumed 先认定的，unknown 不知道。 Where the value comes from.'
      })
    ),
    conditions: Type.Optional(Type.Array(Type.Unsafe<unknown>({ $ref: 'Trace#' })))
  },
  { $id: 'Trace', description: '每个条件、取值和结果。 Every condition with its values and result.' }
)

export const ConditionalSchema = strictObject(
  {
    text: Type.String({ description: '还要满足什么。', examples: ['企业规模为小型或微型'] }),
    missingFacts: Type.Array(Type.String()),
    basis: ref(BasisSchema)
  },
  { $id: 'Conditional', description: '还不能确定时，要满足什么才符合。 What would have to hold.' }
)

export const EligibilityResultSchema = strictObject(
  {
    measure: Type.String({ examples: ['state-owned-rent-relief'] }),
    policy: Type.String({ description: '属于哪个规则集。 Its rule set.', examples: ['pinggu-2022-9'] }),
    lang: Lang,
    title: Type.String(),
    clause: Type.String({ examples: ['4'] }),
    kind: oneOf(KINDS),
    outcome: oneOf(OUTCOMES, {
      description: 'eligible 符合，ineligible 不符合，undetermined 还不能确定（不是“不符合”）。'
    }),
    window: ref(WindowSchema),
    reasons: Type.Optional(Type.Array(ref(ReasonSchema))),
    missingFacts: Type.Optional(Type.Array(Type.String())),
    conditionalOn: Type.Optional(Type.Array(ref(ConditionalSchema))),
    interpretations: Type.Optional(Type.Array(ref(InterpretationSchema))),
    nationalRules: Type.Optional(Type.Array(ref(NationalRuleSchema))),
    responsible: Type.Optional(
      Type.Array(Type.String(), { description: '责任单位，牵头单位在前；原件缺失时为空。' })
    ),
    lead: Type.Optional(leadFields.lead),
    unitText: Type.Optional(leadFields.unitText),
    notStated: Type.Optional(Type.Array(Type.String(), { description: '方案没有说的，以及该问谁。' })),
    versions: Type.Optional(ref(VersionsSchema)),
    trace: Type.Optional(ref(TraceSchema))
  },
  { $id: 'EligibilityResult' }
)
export type EligibilityResult = Static<typeof EligibilityResultSchema>

export const EligibilityResponseSchema = strictObject(
  {
    ...recorded,
    ...restingOn,
    asOf: DateText('以哪一天为准。'),
    summary: strictObject(
      { eligible: Type.Integer(), ineligible: Type.Integer(), undetermined: Type.Integer() },
      { 'x-component': 'OutcomeCounts', description: '各结论有几项。 How many of each outcome.' }
    ),
    assumptions: Type.Array(ref(AssumptionSchema)),
    derived: Type.Array(ref(DerivedFactSchema)),
    conflicts: Type.Array(ref(ConflictSchema)),
    notLoaded: notLoadedField,
    results: Type.Array(ref(EligibilityResultSchema)),
    nextQuestions: Type.Array(ref(NextQuestionSchema), {
      description: '还值得问的问题，最有用的在前；explain 为 none 时为空。'
    }),
    situationsQuestion: SituationsQuestionOrNull
  },
  { $id: 'EligibilityResponse' }
)
export type EligibilityResponse = Static<typeof EligibilityResponseSchema>

export const eligibilitySchemas = [
  ReasonSchema,
  TraceSchema,
  ConditionalSchema,
  EligibilityResultSchema,
  EligibilityResponseSchema
]
