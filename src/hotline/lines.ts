/** Telephone lines and standing phrases of the hotline: hotline-lines.json of a rule set. */
import { type Static, Type } from 'typebox'
import type { RuleFiles } from '../rules/files.ts'
import { inForm } from '../rules/form.ts'
import { CertaintySchema } from '../rules/format.ts'

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
    unstated: Type.Object({ notCovered: text(), lostClause: text() }, strict)
  },
  strict
)
export type Lines = Static<typeof LinesFileSchema>

const FILE = 'hotline-lines.json'

/**
 * The lines of a rule set.
 * @throws PolicyError when the file is missing or not in its form
 */
export const readLines = (files: RuleFiles): Lines =>
  inForm(files, FILE, LinesFileSchema, 'see src/hotline/lines.ts')
