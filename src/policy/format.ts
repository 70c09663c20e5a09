/**
 * The format of a rule set on disk: TypeBox schemas of policy.json, facts.json and clause-NN.json,
 * and the static types read from them. docs/format.md, generated from them, explains each field.
 */
import { type Static, type TSchema, Type } from 'typebox'
import { CURRENCIES, type Currency } from './words.ts'

const strict = { additionalProperties: false } as const
const text = () => Type.String({ minLength: 1 })
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const CertaintySchema = Type.Union([
  Type.Literal('verified'),
  Type.Literal('unverified'),
  Type.Literal('reading')
])

/** Where a condition, number or date comes from: words of the plan, or a named source outside it. */
export const BasisSchema = Type.Union([
  Type.String({ minLength: 1, description: 'words of the clause the file is about' }),
  Type.Object({ clause: text(), part: Type.Optional(Type.Literal('subsection')), quote: text() }, strict),
  Type.Object({ part: Type.Union([Type.Literal('closing'), Type.Literal('title')]), quote: text() }, strict),
  Type.Object({ source: text(), quote: Type.Optional(text()), certainty: CertaintySchema }, strict)
])
export type RawBasis = Static<typeof BasisSchema>

const scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()])
const named = { name: Type.Optional(text()), basis: Type.Optional(BasisSchema) }

const tree = Type.Unsafe<RawCondition>({ $ref: 'condition#' })

/** A json-rules-engine 7 condition tree. `priority` is refused: it would hide conditions from the trace. */
export const ConditionSchema = Type.Union(
  [
    Type.Object({ all: Type.Array(tree, { minItems: 1 }), ...named }, strict),
    Type.Object({ any: Type.Array(tree, { minItems: 1 }), ...named }, strict),
    Type.Object({ not: tree, ...named }, strict),
    Type.Object({ condition: text(), ...named }, strict),
    Type.Object(
      {
        fact: text(),
        operator: text(),
        value: Type.Union([
          scalar,
          Type.Array(scalar, { minItems: 1 }),
          Type.Object({ fact: text() }, strict)
        ]),
        assumeWhenUnknown: Type.Optional(Type.Object({ note: text(), said: text() }, strict)),
        ...named
      },
      strict
    )
  ],
  { $id: 'condition' }
)
interface Named {
  name?: string
  basis?: RawBasis
}
export type Scalar = string | number | boolean
export type RawLeaf = Named & {
  fact: string
  operator: string
  value: Scalar | Scalar[] | { fact: string }
  /** holds while its fact is not known and assumptions are on; the note is what answers list then, `said` what a caller is told */
  assumeWhenUnknown?: { note: string; said: string }
}
export type RawCondition =
  | (Named & { all: RawCondition[] })
  | (Named & { any: RawCondition[] })
  | (Named & { not: RawCondition })
  | (Named & { condition: string })
  | RawLeaf

export const PRECISIONS = ['exact', 'approximate', 'at-most', 'at-least', 'range'] as const
export const PrecisionSchema = Type.Union(PRECISIONS.map(value => Type.Literal(value)))
export type Precision = (typeof PRECISIONS)[number]

export const ParameterSchema = Type.Object(
  {
    label: text(),
    value: Type.Union([Type.Number(), Type.String(), Type.Tuple([Type.Number(), Type.Number()])]),
    unit: text(),
    precision: Type.Unsafe<Precision>(PrecisionSchema),
    basis: BasisSchema
  },
  strict
)
export type RawParameter = Static<typeof ParameterSchema>

export const OperandSchema = Type.Union([
  Type.Object({ parameter: text() }, strict),
  Type.Object({ fact: text() }, strict),
  Type.Object({ figure: text() }, strict),
  /** a file of this folder that says which days are worked on */
  Type.Object({ calendar: text() }, strict)
])
export type RawOperand = Static<typeof OperandSchema>

export const NATURES = ['cash', 'deferral', 'rate', 'duty', 'count', 'date', 'part'] as const
export type Nature = (typeof NATURES)[number]

const figureInputs = Type.Record(
  Type.String(),
  Type.Union([OperandSchema, Type.Array(OperandSchema, { minItems: 1 })])
)

export const FigureSchema = Type.Object(
  {
    id: text(),
    label: text(),
    unit: text(),
    formula: text(),
    inputs: figureInputs,
    nature: Type.Unsafe<Nature>(Type.Union(NATURES.map(value => Type.Literal(value)))),
    headline: Type.Optional(Type.Literal(true)),
    optional: Type.Optional(Type.Literal(true)),
    when: Type.Optional(tree),
    basis: BasisSchema
  },
  strict
)
export type RawFigure = Static<typeof FigureSchema>

export const InterpretationSchema = Type.Object(
  {
    id: text(),
    point: text(),
    taken: text(),
    other: text(),
    interpreter: text(),
    basis: BasisSchema,
    when: Type.Optional(tree),
    /** figures by id, as they are worked out under the other reading */
    otherwise: Type.Optional(
      Type.Record(Type.String(), Type.Object({ formula: text(), inputs: figureInputs }, strict))
    )
  },
  strict
)

/** A rule outside the plan that bears on a measure; it never changes what the clause says. */
export const NationalReferenceSchema = Type.Object(
  {
    /** id in national-rules.json */
    rule: text(),
    /** it makes a no of the clause a yes: where it applies, this is said after the no */
    turnsNo: Type.Optional(text()),
    /** whom it concerns: everybody where nothing is said */
    when: Type.Optional(tree)
  },
  strict
)
export type RawNationalReference = Static<typeof NationalReferenceSchema>

/** What the dates of a window bound: applying, an event, a duty of an authority, or the epidemic. */
const windowKinds = ['application', 'event', 'target', 'epidemic'] as const

export const WindowSchema = Type.Object(
  {
    kind: Type.Unsafe<(typeof windowKinds)[number]>(
      Type.Union(windowKinds.map(value => Type.Literal(value)))
    ),
    what: Type.Optional(text()),
    from: nullable(Type.String({ format: 'date' })),
    to: nullable(Type.String({ format: 'date' })),
    basis: BasisSchema,
    note: Type.Optional(text())
  },
  strict
)

export const KINDS = ['B', 'C', 'D', 'S'] as const
export type Kind = (typeof KINDS)[number]

export const AUDIENCES = [
  'enterprise',
  'sole-proprietor',
  'natural-person',
  'public-institution',
  'social-organisation',
  'farmer-cooperative',
  'farmer',
  'township',
  'government-body',
  'village',
  'other'
] as const
export type Audience = (typeof AUDIENCES)[number]

/** Who leads and who supports, out of the units that the clause names. */
export const ResponsibleSchema = Type.Object(
  { lead: nullable(text()), supporting: Type.Array(text(), { uniqueItems: true }), basis: BasisSchema },
  strict
)

/** Where a number comes from that the prose of a measure says, and that is none of its own. */
export const NumberSourceSchema = Type.Union([
  Type.Object({ basis: BasisSchema }, strict),
  Type.Object({ measure: text() }, strict)
])

/** A measure of another document, known by its number, whether or not that one is loaded. */
export const OtherMeasureSchema = Type.Object(
  { document: text(), measure: Type.Optional(text()), title: text(), basis: BasisSchema },
  strict
)
export type OtherMeasure = Static<typeof OtherMeasureSchema>

export const MeasureSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }),
    kind: Type.Unsafe<Kind>(Type.Union(KINDS.map(value => Type.Literal(value)))),
    title: Type.String({ minLength: 1, maxLength: 60 }),
    summary: text(),
    forWhom: text(),
    audience: Type.Array(Type.Unsafe<Audience>(Type.Union(AUDIENCES.map(value => Type.Literal(value)))), {
      minItems: 1
    }),
    delivery: nullable(Type.Object({ mode: text(), basis: BasisSchema }, strict)),
    window: nullable(WindowSchema),
    responsible: Type.Optional(ResponsibleSchema),
    conditions: Type.Optional(tree),
    parameters: Type.Optional(Type.Record(Type.String(), ParameterSchema)),
    figures: Type.Optional(Type.Array(FigureSchema)),
    otherNumbers: Type.Optional(Type.Array(NumberSourceSchema)),
    related: Type.Array(text()),
    exclusive: Type.Array(Type.Union([text(), OtherMeasureSchema])),
    interpretations: Type.Array(InterpretationSchema),
    nationalRules: Type.Optional(Type.Array(NationalReferenceSchema, { minItems: 1 })),
    silent: Type.Array(text()),
    hotline: Type.Object({ say: text(), mustSay: Type.Array(text()), keywords: Type.Array(text()) }, strict),
    phrases: Type.Array(text(), { minItems: 8 })
  },
  strict
)
export type RawMeasure = Static<typeof MeasureSchema>

export const COMPLETENESS = ['complete', 'partial', 'missing'] as const

/** Words of a clause that decide nothing, and why. */
export const DescriptiveSchema = Type.Object({ quote: text(), why: text() }, strict)

export const ClauseFileSchema = Type.Object(
  {
    clause: text(),
    numbers: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }),
    section: text(),
    subsection: nullable(text()),
    completeness: Type.Union(COMPLETENESS.map(value => Type.Literal(value))),
    lost: nullable(text()),
    summary: text(),
    responsible: nullable(Type.Array(text(), { minItems: 1 })),
    descriptive: Type.Optional(Type.Array(DescriptiveSchema)),
    measures: Type.Array(MeasureSchema)
  },
  strict
)
export type RawClause = Static<typeof ClauseFileSchema>

export const PolicyFileSchema = Type.Object(
  {
    id: text(),
    version: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+$' }),
    title: text(),
    number: text(),
    issuer: text(),
    dated: Type.String({ format: 'date' }),
    published: Type.String({ format: 'date' }),
    timeZone: text(),
    clauses: Type.Integer({ minimum: 1, description: 'how many clauses the plan has, numbered from 1' }),
    /** what those who benefited under an earlier document cannot have again; a regulation has no such rule */
    closing: Type.Optional(
      Type.Object({ document: text(), summary: text(), interpreter: text(), basis: BasisSchema }, strict)
    ),
    /** BCP 47: the language that answers are in; Chinese where nothing is said */
    lang: Type.Optional(text()),
    /** what its money is in; CNY where nothing is said */
    currency: Type.Optional(Type.Unsafe<Currency>(Type.Union(CURRENCIES.map(one => Type.Literal(one))))),
    /** what answers call the document, in a word: 方案 where nothing is said, 条例 */
    called: Type.Optional(text()),
    /** first and last day on which this version is in force; null where it is open, or no end is known */
    inForce: Type.Optional(
      Type.Object(
        {
          from: nullable(Type.String({ format: 'date' })),
          to: nullable(Type.String({ format: 'date' })),
          basis: BasisSchema
        },
        strict
      )
    ),
    /** the fact whose day chooses among versions: a contract stays under the text of the day it was made */
    versionBy: Type.Optional(text()),
    /** what it replaced, where that is none of the rule sets here */
    predecessor: Type.Optional(text()),
    audience: Type.Optional(
      Type.Object(
        {
          fact: text(),
          standsFor: Type.Record(
            Type.String(),
            Type.Object({ kinds: Type.Array(text(), { minItems: 1 }), basis: BasisSchema }, strict)
          )
        },
        strict
      )
    ),
    horizon: Type.Optional(
      Type.Object(
        {
          to: Type.String({ format: 'date' }),
          notice: Type.String({ pattern: '\\{unit\\}' }),
          basis: BasisSchema
        },
        strict
      )
    ),
    conditions: Type.Record(Type.String(), tree)
  },
  strict
)
export type RawPolicy = Static<typeof PolicyFileSchema>

/** Who can say what a fact is; the applicant where nothing else is said. */
export const ANSWERED_BY = ['applicant', 'buyer', 'bank', 'authority'] as const
export type AnsweredBy = (typeof ANSWERED_BY)[number]

export const FactSchema = Type.Object(
  {
    label: text(),
    english: text(),
    question: text(),
    description: text(),
    schema: Type.Object({ type: text() }, { additionalProperties: true }),
    example: Type.Unknown(),
    unit: Type.Optional(text()),
    labels: Type.Optional(Type.Record(Type.String(), text())),
    industry: Type.Optional(Type.Literal(true)),
    measureIds: Type.Optional(Type.Literal(true)),
    derive: Type.Optional(Type.Object({ kind: text() }, { additionalProperties: true })),
    notBefore: Type.Optional(text()),
    distinctFrom: Type.Optional(Type.Record(Type.String(), text())),
    assumeWhenMissing: Type.Optional(
      Type.Object(
        {
          value: Type.Unknown(),
          note: text(),
          said: text(),
          basis: BasisSchema,
          unlessGiven: Type.Optional(Type.Array(text(), { minItems: 1, uniqueItems: true }))
        },
        strict
      )
    ),
    ofApplicants: Type.Optional(
      Type.Object(
        {
          /** kinds of applicants who can have it */
          kinds: Type.Array(text(), { minItems: 1, uniqueItems: true }),
          /** which of its values only they can have; all where nothing is said */
          values: Type.Optional(Type.Array(scalar, { minItems: 1 })),
          basis: BasisSchema
        },
        strict
      )
    ),
    answeredBy: Type.Optional(
      Type.Unsafe<AnsweredBy>(Type.Union(ANSWERED_BY.map(value => Type.Literal(value))))
    )
  },
  strict
)
export type RawFact = Static<typeof FactSchema>

export const FactsFileSchema = Type.Object(
  {
    subjects: Type.Record(Type.String(), Type.Object({ label: text(), english: text() }, strict)),
    facts: Type.Record(Type.String(), FactSchema),
    askedOnce: Type.Optional(
      Type.Array(Type.Object({ label: text(), facts: Type.Array(text(), { minItems: 1 }) }, strict))
    )
  },
  strict
)
export type RawFacts = Static<typeof FactsFileSchema>
