/** The format of situations.json, and the static type read from it. docs/format.md explains each field. */
import { type Static, Type } from 'typebox'

const strict = { additionalProperties: false } as const
const Id = Type.String({ pattern: '^[a-z][a-z0-9-]*$' })
/** Something to be read or heard: Chinese. */
const Words = Type.String({ pattern: '\\p{Script=Han}' })
const Told = Type.Record(Type.String(), Type.Unknown())

export const SituationsFileSchema = Type.Object(
  {
    lists: Type.Array(
      Type.Object(
        {
          id: Id,
          question: Words,
          onlyFor: Type.Optional(
            Type.Object(
              { fact: Type.String(), values: Type.Array(Type.Unknown(), { minItems: 1, uniqueItems: true }) },
              strict
            )
          ),
          situations: Type.Array(
            Type.Object(
              {
                id: Id,
                topic: Words,
                label: Words,
                why: Words,
                chosen: Told,
                notChosen: Type.Record(Type.String(), Type.Unknown(), { minProperties: 1 })
              },
              strict
            ),
            { minItems: 1 }
          )
        },
        strict
      )
    )
  },
  strict
)
export type RawSituations = Static<typeof SituationsFileSchema>

export const SITUATIONS_FILE = 'situations.json'
