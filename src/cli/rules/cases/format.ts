/** The format of the cases of a rule set: what is given, and what the answer must be. */
import { type Static, Type } from 'typebox'
import { AMOUNT_STATUSES } from '../../../calculators/statuses.ts'

const strict = { additionalProperties: false } as const
const text = () => Type.String({ minLength: 1 })
const date = () => Type.String({ format: 'date' })
const dotted = () => Type.Record(Type.String({ pattern: '^[a-zA-Z0-9]+\\.[a-zA-Z0-9]+$' }), Type.Unknown())
const optional = Type.Optional
const oneOf = <T extends string>(...values: T[]) =>
  Type.Unsafe<T>(Type.Union(values.map(value => Type.Literal(value))))

const value = {
  status: optional(oneOf(...AMOUNT_STATUSES)),
  value: optional(Type.String()),
  min: optional(Type.String()),
  max: optional(Type.String())
}

/** A figure: its value or date, or its parts, or null where it must not be given. */
const ExpectedFigure = Type.Union([Type.String(), Type.Null(), Type.Object(value, strict)])

const ExpectedAmount = Type.Object(
  {
    ...value,
    /** by figure id; figures that are not named may be anything */
    figures: optional(Type.Record(Type.String(), ExpectedFigure)),
    /** by open point: the amount under the other reading, as text; null where it must not be shown */
    readings: optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()])))
  },
  strict
)

/** What must come out; a part that is left out may be anything. */
export const ExpectationSchema = Type.Object(
  {
    outcome: oneOf('eligible', 'ineligible', 'undetermined'),
    window: optional(oneOf('open', 'upcoming', 'closed', 'unstated')),
    /** exactly the facts still missing, in any order */
    missing: optional(Type.Array(text(), { uniqueItems: true })),
    /** open points that must be flagged; others may be */
    interpretations: optional(Type.Array(text(), { uniqueItems: true })),
    /** exactly the open points that are known to bear on these facts */
    decides: optional(Type.Array(text(), { uniqueItems: true })),
    /** open points that must not be flagged */
    notInterpretations: optional(Type.Array(text(), { uniqueItems: true })),
    /** exactly the measures that cannot be had as well */
    excludes: optional(Type.Array(text(), { uniqueItems: true })),
    amount: optional(ExpectedAmount)
  },
  strict
)
export type Expectation = Static<typeof ExpectationSchema>
export type FigureExpectation = Static<typeof ExpectedFigure>

/** clause-NN.json: cases by measure, each a change to facts that are eligible as they stand. */
export const ClauseCasesSchema = Type.Object(
  {
    clause: text(),
    measures: Type.Array(
      Type.Object(
        {
          measure: text(),
          asOf: date(),
          given: dotted(),
          /** facts that let through or shut out whatever else is known: what is given, with each value in turn */
          gates: optional(
            Type.Array(
              Type.Object(
                {
                  fact: text(),
                  admits: Type.Array(Type.Unknown(), { minItems: 1 }),
                  refuses: Type.Array(Type.Unknown(), { minItems: 1 })
                },
                strict
              )
            )
          ),
          cases: Type.Array(
            Type.Object(
              {
                name: text(),
                asOf: optional(date()),
                /** none: the defaults of the rule set do not stand in for facts that are not given */
                assumptions: optional(oneOf('declared', 'none')),
                with: optional(dotted()),
                without: optional(Type.Array(text())),
                expect: ExpectationSchema
              },
              strict
            )
          )
        },
        strict
      )
    )
  },
  strict
)

/** scenarios.json: facts as requests have them; an ambiguous scenario has two readings. */
export const ScenariosSchema = Type.Object(
  {
    about: text(),
    scenarios: Type.Array(
      Type.Object(
        {
          id: text(),
          name: text(),
          measure: text(),
          asOf: date(),
          facts: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
          expect: Type.Union([
            ExpectationSchema,
            Type.Object(
              { ambiguous: Type.Literal(true), readings: Type.Array(ExpectationSchema, { minItems: 2 }) },
              strict
            )
          ]),
          unmapped: optional(Type.Array(Type.Unknown()))
        },
        strict
      )
    )
  },
  strict
)

/** facts.json: what follows from given facts, by the fact that follows. */
export const FactCasesSchema = Type.Object(
  {
    facts: Type.Array(
      Type.Object(
        {
          fact: text(),
          cases: Type.Array(
            Type.Object(
              {
                name: text(),
                given: dotted(),
                /** the value, or null where nothing follows */
                value: optional(Type.Unknown()),
                /** the values still possible, in any order */
                possible: optional(Type.Array(Type.Unknown(), { minItems: 2 })),
                /** why nothing can follow, word for word */
                reason: optional(text())
              },
              strict
            )
          )
        },
        strict
      )
    )
  },
  strict
)
