/**
 * The limit: the conditions of every measure as a programmer would write them by hand, for applicants of whom
 * every fact is known. No trace, no unknown, no sources. Checked to give the verdicts of the rule files.
 */
import { early } from './clauses-01-19.ts'
import { late } from './clauses-20-55.ts'
import type { Predicates } from './known.ts'
import { payment } from './payment.ts'

export type { Known } from './known.ts'

/** Whether the conditions of a measure hold, by id. */
export const handwritten: Predicates = { ...early, ...late, ...payment }
