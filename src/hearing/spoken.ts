/** Places in a pattern for what callers date: {d} a day, {m} a month. Only what is exact counts: 六月五号以前 is no day. */

const DIGIT = '[0-9零一二两三四五六七八九十百千万亿]'
const WHOLE = '(?:[0-9]{1,2}|[一二三四五六七八九]|十[一二]?|二?十[一二三四五六七八九]?|三十一?)'
const YEAR = '(?:(?<year$>20[0-9]{2}|二零[零一二三四五六七八九]{2}|[前去今明]年)年?的?)?'
const EXACT =
  '(?![0-9.零一二两三四五六七八九十百千万亿点多来几余]|左右|上下|[以之][前后内来]|[前后、~]|-|至|到(?![期了日的]))'

/** What a place takes; groups are numbered, for a pattern may have several places, each with names of its own. */
const PLACES: Readonly<Record<string, string>> = {
  d: `(?<![0-9.、~至到-])${YEAR}(?<month$>${WHOLE})月(?<day$>${WHOLE})(?:号|日)?${EXACT}`,
  m: `${YEAR}(?<month$>${WHOLE})月(?:份)?(?!${DIGIT})`
}

/** A pattern of the rule set with its places put in. */
export function datePattern(pattern: string): RegExp {
  let places = 0
  const filled = pattern.replace(/\{(d|m)\}/g, (_place, kind: string) => {
    const place = (PLACES[kind] as string).replaceAll('$>', `${places}>`)
    places++
    return place
  })
  return new RegExp(filled, 'gu')
}

/** What stood in the places of a pattern, as it was said. */
export interface Spoken {
  year?: string
  month?: string
  day?: string
}

/** What a match of a date pattern has in its places. */
export function spokenIn({ groups = {} }: RegExpMatchArray): Spoken {
  const found = Object.entries(groups).filter(([, words]) => words !== undefined)
  return Object.fromEntries(found.map(([name, words]) => [name.replace(/[0-9]+$/, ''), words]))
}
