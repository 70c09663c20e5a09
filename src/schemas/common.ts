/** Schemas that several resources share. Each has an `$id`, is registered once, and is used through `ref`. */
import { type Static, type TProperties, type TSchema, Type } from 'typebox'
import { OUTCOMES } from '../policy/kleene.ts'
import { NATIONAL_BEARINGS } from '../policy/national-rules.ts'
import { DAY } from '../policy/vocabulary.ts'
import { WINDOW_KINDS, WINDOW_STATUSES } from '../policy/window.ts'

/** A `$ref` to a registered schema that keeps its static type. */
export function ref<T extends TSchema>(schema: T) {
  const { $id } = schema as { $id?: string }
  if (!$id) throw new Error('the schema has no $id')
  return Type.Unsafe<Static<T>>({ $ref: `${$id}#` })
}

/** A `$ref` by id, to a schema that is made for a policy. */
export const refTo = <T>(id: string) => Type.Unsafe<T>({ $ref: `${id}#` })

/** An object of which nothing but the named properties is allowed. */
export const strictObject = <T extends TProperties>(properties: T, options: Record<string, unknown> = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

/** A text or null. One `type` with two members: `anyOf` would make the serializer validate every value. */
export const nullableText = (options: Record<string, unknown> = {}) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], ...options })

/** A text from a fixed list. */
export const oneOf = <const T extends readonly string[]>(values: T, options: Record<string, unknown> = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options })

export const DateText = (description: string) =>
  Type.String({ format: 'date', description, examples: ['2022-07-01'] })

/** Of an answer that is a decision, where the service keeps records. */
export const recorded = {
  decisionId: Type.Optional(
    Type.String({ description: '这个决定的记录编号，见 GET /decisions/{id}。 Where it is on record.' })
  ),
  recorded: Type.Optional(
    // A boolean that is one of a list is no boolean to generators of Java.
    Type.Unsafe<false>({
      type: 'boolean',
      description: '只有记不下来时才有，为 false。 Only where it could not be recorded.'
    })
  )
}

/** What conditions are made of. */
export const CONDITION_KINDS = ['all', 'any', 'not', 'leaf'] as const

/** Any JSON value: a fact may be a text, a number, a boolean or a list. */
export const anyValue = (description: string) => Type.Unsafe<unknown>({ description })

/**
 * Lines of JSON (NDJSON): a text, of which JSON Schema says what each line holds. OpenAPI 3.1 has no more to say of a
 * stream: a schema of the line beside the media type would be one object to every generator of clients, and clients
 * would parse all lines as one. `itemSchema` comes with OpenAPI 3.2, which generators and Swagger UI do not read yet.
 */
export const linesOf = <T extends TSchema>(line: T) =>
  Type.Unsafe<string>({
    type: 'string',
    contentMediaType: 'application/x-ndjson',
    contentSchema: ref(line)
  })

export const BasisSchema = strictObject(
  {
    clause: nullableText({ description: '条款编号；不是出自条款时为 null。 Clause, or null.' }),
    part: Type.Unsafe<'title' | 'closing' | 'subsection' | null>({
      type: ['string', 'null'],
      enum: ['title', 'closing', 'subsection', null],
      'x-component': 'BasisPart',
      description: '不在条款里时，是标题、结尾还是小节。 Part of the plan.'
    }),
    quote: nullableText({ description: '原文中起作用的词句。 The operative words, verbatim.' }),
    source: nullableText({ description: '不出自本方案时的来源。 Source outside the plan.' }),
    certainty: oneOf(['plan', 'verified', 'unverified', 'reading'], {
      'x-component': 'Certainty',
      description: 'plan：出自方案；verified/unverified：方案以外，已核对/未核实；reading：本服务的理解。'
    }),
    text: Type.String({ description: '可以直接读出的出处。 The basis, ready to read out.' })
  },
  { $id: 'Basis', description: '依据：条款和原文，或方案以外的来源。 What something rests on.' }
)

export const PolicyStampSchema = strictObject(
  {
    id: Type.String({ examples: ['pinggu-2022-9'] }),
    version: Type.String({ description: '规则集版本。 Version of the rule set.', examples: ['1.0.0'] }),
    digest: Type.String({ description: '规则集文件的摘要：同样的问题、同样的摘要，得到同样的答案。' })
  },
  { $id: 'PolicyStamp', description: '答案所依据的规则集。 The rule set an answer rests on.' }
)

const InForce = strictObject(
  {
    from: nullableText({ description: '施行的第一天；没有写的为 null。 First day, or null.' }),
    to: nullableText({ description: '有效的最后一天；没有写、还不知道的为 null。 Last day, or null.' })
  },
  { 'x-component': 'InForce', description: '有效期。 When it is in force.' }
)

export const PolicyVersionSchema = strictObject(
  { ...PolicyStampSchema.properties, inForce: InForce },
  { $id: 'PolicyVersion', description: '规则集的一个版本，以及它的有效期。 A version of a rule set.' }
)

export const NotLoadedSchema = strictObject(
  {
    document: Type.String({ description: '文件的文号。 Its number.', examples: ['京平政办发[2022]6号'] }),
    text: Type.String({ description: '可以直接读出的说明。' }),
    basis: ref(BasisSchema)
  },
  {
    $id: 'NotLoaded',
    description: '答案牵涉到、本服务没有装进来的文件。 A document the answer depends on that is not loaded.'
  }
)

/** What answers that decide say of documents that are not loaded. */
export const notLoadedField = Type.Array(ref(NotLoadedSchema), {
  description:
    '答案牵涉到、本服务没有装进来的文件：享受过没有，查不出来。 Documents it depends on that are not loaded.'
})

/** What every answer rests on. */
export const restingOn = {
  policy: ref(PolicyStampSchema),
  policies: Type.Array(ref(PolicyVersionSchema), {
    description: '答案所依据的全部规则集和版本，policy 是其中第一个。 Everything the answer rests on.'
  })
}

export const VersionsSchema = strictObject(
  {
    chosenBy: Type.String({ description: '由哪个事实（哪一天）决定适用哪一版。 The fact that chooses.' }),
    same: Type.Boolean({ description: '各版结论相同。 Whether all versions say the same.' }),
    text: Type.String({ description: '可以直接读出的说明。' }),
    candidates: Type.Array(
      strictObject(
        {
          version: Type.String(),
          inForce: InForce,
          outcome: oneOf(OUTCOMES),
          amount: nullableText({
            description: '按这一版的金额；没有问金额的为 null。 Amount by this version.'
          })
        },
        {
          'x-component': 'VersionCandidate',
          description: '一版，以及按它怎么说。 A version and what it says.'
        }
      ),
      { description: '可能适用的各版，旧的在前。 Versions that may apply, oldest first.' }
    )
  },
  {
    $id: 'Versions',
    description: '还不知道适用哪一版时，各版怎么说。 What each version says while it is open which applies.'
  }
)
export type VersionsView = Static<typeof VersionsSchema>

export const WindowSchema = strictObject(
  {
    status: oneOf(WINDOW_STATUSES, {
      description: '在 asOf 当天：open 在期限内，upcoming 未开始，closed 期限已过，unstated 方案没有写期限。'
    }),
    kind: oneOf(WINDOW_KINDS, {
      'x-component': 'WindowKind',
      description:
        '期限管的是什么：application 办理的期限；event 事情发生的时间（贷款申请、购置、费用所属月份）；' +
        'target 部门或欠款方应当办到的期限，过了是逾期；epidemic 疫情期间；unstated 没有写。'
    }),
    from: nullableText({ description: '第一天（含）。' }),
    to: nullableText({ description: '最后一天（含）。' }),
    basis: Type.Unsafe<Static<typeof BasisSchema> | null>({ anyOf: [{ $ref: 'Basis#' }, { type: 'null' }] }),
    note: nullableText(),
    notice: nullableText({
      description: '问的日子超出方案当年、方案又没有写到哪天为止时，要先说的话；其他时候为 null。'
    }),
    obstacle: nullableText({
      description:
        '几个字说明当天为什么不一定办得到（已过期、期间已过、是否还执行要核实）；没有妨碍时为 null。'
    }),
    text: Type.String({ description: '可以直接读出的期限。' })
  },
  { $id: 'Window', description: '有效期，与是否符合条件是两回事。 Window, apart from the conditions.' }
)

/** The language of a result. */
export const Lang = Type.String({
  description: '文字用的语言（BCP 47），由规则集定。 Language of its texts: that of its rule set.',
  examples: ['zh']
})

/** Who leads, and who it is to read out. */
export const leadFields = {
  lead: nullableText({ description: '主办单位；方案没有写明由谁主办，或者原件缺失时为 null。 Lead unit.' }),
  unitText: Type.String({ description: '谁主办、谁配合，可以直接读出。' })
}

export const InterpretationSchema = strictObject(
  {
    id: Type.String(),
    point: Type.String({ description: '原文没有说清的问题。' }),
    taken: Type.String({ description: '本答案采用的理解。' }),
    other: Type.String({ description: '另一种理解。' }),
    interpreter: Type.String({ description: '由谁解释。' }),
    bearing: oneOf(['decides', 'may-matter'], {
      'x-component': 'Bearing',
      description: 'decides：已知的情况正涉及这一点；may-matter：可能涉及。'
    }),
    basis: ref(BasisSchema)
  },
  { $id: 'Interpretation', description: '原文没有说清的地方。 A point that the text leaves open.' }
)

export const NationalRuleSchema = strictObject(
  {
    rule: Type.String({ description: '编号。', examples: ['procurement-whole-reserve'] }),
    document: Type.String({ description: '文件名和文号。' }),
    article: nullableText({ description: '第几条；不清楚的为 null。' }),
    says: Type.String({ description: '用自己的话说规定了什么，不是原文。 What it says, in own words.' }),
    certainty: oneOf(['verified', 'unverified', 'reading'], {
      'x-component': 'SourceCertainty',
      description: 'verified 已同发布的文本核对，unverified 未核实，reading 本服务的理解。'
    }),
    inForce: InForce,
    bearing: oneOf(NATIONAL_BEARINGS, {
      'x-component': 'NationalBearing',
      description:
        'turns-no：方案答不符合，按这条规定却是可以的；may-turn-no：可能是这样；beside：方案以外要知道的。'
    }),
    said: nullableText({ description: '把不符合转过来的那一句话。 The sentence that turns a no.' })
  },
  {
    $id: 'NationalRule',
    description:
      '方案以外的国家或市级规定，不改变方案的结论。 A rule outside the plan; it never changes the outcome.'
  }
)

export const FactValueSchema = strictObject(
  {
    fact: Type.String({ examples: ['enterprise.size'] }),
    label: Type.String({ examples: ['企业规模'] }),
    value: anyValue('取值；还不知道时为 null。 The value, null while unknown.'),
    text: Type.String({ examples: ['小型'] })
  },
  { $id: 'FactValue' }
)

export const AssumptionSchema = strictObject(
  {
    fact: Type.String(),
    label: Type.String(),
    value: anyValue('默认取值'),
    text: Type.String(),
    basis: ref(BasisSchema)
  },
  {
    $id: 'Assumption',
    description: '没有提供、按规则集声明的默认值处理的事实。 A declared default that was used.'
  }
)

export const DerivedFactSchema = strictObject(
  {
    fact: Type.String(),
    label: Type.String(),
    value: anyValue('推算出的值；只能缩小范围时为 null'),
    possible: Type.Array(Type.Unsafe<unknown>({}), { description: '还可能的取值' }),
    text: Type.String(),
    because: Type.String({ description: '怎样推算的；推算不出时说明原因。' }),
    basis: ref(BasisSchema)
  },
  { $id: 'DerivedFact', description: '由其他事实推算出的事实，如企业规模。 A fact worked out from others.' }
)

export const ConflictSchema = strictObject(
  {
    fact: Type.String(),
    label: Type.String(),
    given: anyValue('填的值，以它为准'),
    derived: Type.Array(Type.Unsafe<unknown>({}), { description: '由其他事实推算的值' }),
    text: Type.String(),
    basis: ref(BasisSchema)
  },
  { $id: 'Conflict', description: '填的事实互相矛盾的地方。 Facts that contradict each other.' }
)

export const NextQuestionSchema = strictObject(
  {
    fact: Type.String(),
    label: Type.String(),
    question: Type.String({ description: '可以直接问来电人的话。' }),
    settles: Type.Array(Type.String(), { description: '单凭这一个回答就可能有结论的政策。' }),
    matters: Type.Array(Type.String(), { description: '与这个问题有关、还没有结论的政策。' }),
    alternatives: Type.Array(Type.String(), { description: '答不上来时可以改问的事实。' })
  },
  { $id: 'NextQuestion' }
)

export const AsOf = Type.Optional(
  Type.Unsafe<string>({
    ...DAY,
    description:
      '以哪一天为准（YYYY-MM-DD），默认今天（北京时间）。 The day the question is about; default today.',
    examples: ['2022-07-01']
  })
)

export const commonSchemas = [
  BasisSchema,
  PolicyStampSchema,
  PolicyVersionSchema,
  NotLoadedSchema,
  VersionsSchema,
  WindowSchema,
  InterpretationSchema,
  NationalRuleSchema,
  FactValueSchema,
  AssumptionSchema,
  DerivedFactSchema,
  ConflictSchema,
  NextQuestionSchema
]
