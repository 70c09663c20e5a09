/**
 * Places in a pattern for what callers measure: {n} a number, {money} a sum, {d} a date, {m} a month. Only what
 * is exact counts: 三百多万, 几十万 and 三十万左右 are sizes, not numbers.
 */

const DIGIT = '[0-9零一二两三四五六七八九十百千万亿]'
const WHOLE = '(?:[0-9]{1,2}|[一二三四五六七八九]|十[一二]?|二?十[一二三四五六七八九]?|三十一?)'

/** A number stands whole: nothing of it goes before or on after, and nothing calls it rough. */
const FROM = '(?<![0-9.零一二两三四五六七八九十百千万亿点多来几余])'
const EXACT = '(?![0-9.零一二两三四五六七八九十百千万亿点多来几余]|左右|上下|出头)'
/** Characters of the longest number that is read: a longer run is no number, and would be slow to search. */
const LONGEST = 16
/** A sum of money may not count things: 借三年 is no loan of three yuan. */
const NOT_COUNTED = '(?!个|[年月天日次家名人亩台辆户套层平号斤吨成倍%])'

/** What a place takes; groups are numbered, for a pattern may have several places, each with names of its own. */
const parts: Readonly<Record<string, (count: number) => string>> = {
  n: count =>
    `${FROM}(?<number${count}>${DIGIT}(?:${DIGIT}|[.点](?=${DIGIT})|,(?=[0-9]{3}(?![0-9]))){0,${LONGEST}})${EXACT}`,
  money: count => `${(parts.n as (count: number) => string)(count)}(?<sum${count}>块钱?|元|)${NOT_COUNTED}`,
  d: count =>
    `(?:(?<year${count}>20[0-9]{2}|二零[零一二三四五六七八九]{2}|[前去今明]年)年?的?)?(?<month${count}>${WHOLE})月(?<day${count}>${WHOLE})(?:号|日)?${EXACT}`,
  m: count =>
    `(?:(?<year${count}>20[0-9]{2}|二零[零一二三四五六七八九]{2}|[前去今明]年)年?的?)?(?<month${count}>${WHOLE})月(?:份)?(?!${DIGIT})`
}

/** A pattern of the rule set with its places put in. */
export function spokenPattern(pattern: string): RegExp {
  let places = 0
  const filled = pattern.replace(/\{(n|money|d|m)\}/g, (_place, kind: string) =>
    (parts[kind] as (count: number) => string)(places++)
  )
  return new RegExp(filled, 'gu')
}

/** What stood in the places of a pattern, as it was said. */
export interface Spoken {
  number?: string
  year?: string
  month?: string
  day?: string
}

/** A sum says what it counts, or is too large to count anything else. */
const SUM = /[百千万亿]|[0-9]{3}/

/**
 * What a match of a spoken pattern has in its places.
 * @returns null when a sum of money may be a number of something else
 */
export function spokenIn({ groups = {} }: RegExpMatchArray): Spoken | null {
  const spoken: Record<string, string> = {}
  let sum: string | undefined
  for (const [name, words] of Object.entries(groups)) {
    if (words === undefined) continue
    const kind = name.replace(/[0-9]+$/, '')
    if (kind === 'sum') sum = words
    else spoken[kind] = words
  }
  return sum === '' && !SUM.test(spoken.number as string) ? null : spoken
}
