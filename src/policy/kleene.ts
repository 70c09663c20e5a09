/** Kleene's strong three-valued logic. Ordered so that `all` is the minimum and `any` the maximum. */
export const FALSE = 0
export const UNKNOWN = 1
export const TRUE = 2
export type Truth = typeof FALSE | typeof UNKNOWN | typeof TRUE

/** The words used for a truth value in a trace. */
export const TRUTH_NAMES = ['false', 'unknown', 'true'] as const
/** The outcome of a measure whose root condition has this truth value. */
export const OUTCOMES = ['ineligible', 'undetermined', 'eligible'] as const
export type Outcome = (typeof OUTCOMES)[number]
