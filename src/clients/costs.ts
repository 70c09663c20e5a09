/**
 * What requests cost, in units of a tenth of a millisecond of one core: figures of the bench (bench/results.json,
 * processor time of the service a request). They need not be exact, only in proportion.
 */

/** Units of an answer about all measures, by how much of it is explained, beside what every request takes. */
const EXPLAINED = { none: 1, summary: 8, full: 21 } as const
export type Explained = keyof typeof EXPLAINED

/** Every request is received, checked and sent. */
export const REQUEST = 1
/** A question is heard, and a few measures are decided and worded. */
export const QUESTION = 20
/** The first rows of a table are read; nothing is decided. */
export const PREVIEW = 10
/** All measures are decided, explained and priced; one takes its share. */
const PRICED = 33
/** Bare outcomes of one applicant in a batch. */
const LINE = 0.07

/** @param share of all measures, 0 to 1 */
export const eligibilityCost = (share: number, explain: Explained = 'summary'): number =>
  REQUEST + share * EXPLAINED[explain]

/** @param share of all measures, 0 to 1 */
export const calculateCost = (share: number): number => REQUEST + share * PRICED

/** @param share of all measures, 0 to 1 */
export const lineCost = (share: number, explain: Explained = 'none'): number =>
  explain === 'none' ? LINE : share * EXPLAINED[explain]
