/** What every route works with. */
import type { TSchema } from 'typebox'
import type { Today } from '../clock.ts'
import type { Program } from '../engine/program.ts'
import type { Hearing } from '../hearing/heard.ts'
import type { Lines } from '../hotline/lines.ts'
import type { Entry } from '../policy/changelog.ts'
import type { Coverage } from '../policy/coverage.ts'
import type { Witnesses } from '../policy/files.ts'
import type { Refused } from '../policy/library.ts'
import type { Texts } from '../policy/text.ts'
import { ref, strictObject } from '../schemas/common.ts'
import type { ProblemCode } from '../schemas/problem.ts'

export { problemResponses } from '../schemas/problem.ts'

export interface RouteContext {
  program: Program
  hearing: Hearing
  lines: Lines
  today: Today
  witnesses: Witnesses
  examples: ReadonlyMap<string, Witnesses>
  /** by digest of the rule set */
  coverage: ReadonlyMap<string, Coverage>
  /** clauses with their text, by digest of the rule set; none where its text is not at hand */
  texts: ReadonlyMap<string, () => Texts>
  /** changelogs, by id of the rule set */
  entries: ReadonlyMap<string, readonly Entry[]>
  refused: readonly Refused[]
}

/** A JSON response of a route. */
export const answer = (description: string, schema: TSchema) => ({
  description,
  content: { 'application/json': { schema: ref(schema) } }
})

/** For a route without parameters: `?asOf=` that belongs into the body is refused, not ignored. */
export const NO_QUERY = strictObject({})

/** Problems that any request with a body may meet. */
export const BODY_PROBLEMS = [
  'malformed-json',
  'unreadable-body',
  'validation-failed',
  'payload-too-large',
  'unsupported-media-type'
] as const satisfies ProblemCode[]
