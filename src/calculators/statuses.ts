/** How exactly an amount is known. */
export const AMOUNT_STATUSES = [
  'exact',
  'approximate',
  'at-most',
  'at-least',
  'range',
  'not-stated',
  'undetermined'
] as const
export type AmountStatus = (typeof AMOUNT_STATUSES)[number]
