/** Numbers as every language here writes them. */

/** A number with thousands separated: 1234567.5 → 1,234,567.5 */
export const grouped = (digits: string): string => digits.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')

/** Year, month and, where there is one, day of YYYY-MM-DD or YYYY-MM. */
export const partsOf = (date: string): number[] => date.split('-').map(Number)
