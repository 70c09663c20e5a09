/** Telephone lines and standing phrases of the hotline: hotline-lines.json of a rule set. */
import { type Static, Type } from 'typebox'
import type { RuleFiles } from '../policy/files.ts'
import { inForm } from '../policy/form.ts'
import { AUDIENCES, type Audience, CertaintySchema } from '../policy/format.ts'

const strict = { additionalProperties: false } as const
const text = () => Type.String({ minLength: 1 })

const LinesFileSchema = Type.Object(
  {
    lines: Type.Array(
      Type.Object(
        {
          line: text(),
          name: text(),
          units: Type.Array(text(), { minItems: 1 }),
          source: text(),
          certainty: CertaintySchema
        },
        strict
      )
    ),
    unstated: Type.Object({ notCovered: text(), lostClause: text(), unsure: text() }, strict),
    elsewhere: Type.Array(
      Type.Object(
        {
          about: text(),
          pattern: text(),
          unless: Type.Optional(text()),
          notFor: Type.Optional(Type.Array(Type.Unsafe<Audience>({ enum: AUDIENCES }), { minItems: 1 })),
          say: text()
        },
        strict
      )
    )
  },
  strict
)
type LinesFile = Static<typeof LinesFileSchema>

/** What a question is about when it is not about this plan, and what is said then. */
export interface Elsewhere {
  /** district, year, level of government, person */
  about: string
  pattern: RegExp
  /** what takes it back: 平谷 in the same question */
  unless: RegExp | null
  /** said only of a measure that none of these can hold; null where it is said whatever the measure */
  notFor: readonly Audience[] | null
  /** with places: {words} that the pattern calls so, {title} of the measure, {who} it is for */
  say: string
}
export type Lines = Omit<LinesFile, 'elsewhere'> & { elsewhere: readonly Elsewhere[] }

const FILE = 'hotline-lines.json'

/**
 * The lines of a rule set.
 * @throws PolicyError when the file is missing or not in its form
 */
export function readLines(files: RuleFiles): Lines {
  const { elsewhere, ...rest } = inForm(files, FILE, LinesFileSchema, 'see src/hotline/lines.ts')
  return {
    ...rest,
    elsewhere: elsewhere.map(({ about, pattern, unless, notFor = null, say }) => ({
      about,
      pattern: new RegExp(pattern, 'u'),
      unless: unless === undefined ? null : new RegExp(unless, 'u'),
      notFor,
      say
    }))
  }
}
