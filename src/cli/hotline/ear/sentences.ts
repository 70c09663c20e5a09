/** Sentences that say a number or a word in many ways, with what may be heard of each. */
import { randomFrom } from '../callers.ts'
import numbers from './numbers.json' with { type: 'json' }
import phrasings from './phrasings.json' with { type: 'json' }
import words from './words.json' with { type: 'json' }
import { ROUGH, ways } from './written.ts'

export type Kind = keyof typeof phrasings | 'numeral'

/** A sentence about a number: what it may be heard as, and what the number may be in truth. */
export interface NumberSentence {
  kind: Kind
  fact: string
  /** facts that the sentence speaks of as well */
  also: readonly string[]
  text: string
  /** the one value that may be heard; none where the sentence has none */
  value: number | null
  /** what bounds that are heard must leave room for */
  truths: readonly number[]
}

export interface WordSentence {
  kind: 'plain' | 'denied' | 'doubted' | 'twice'
  fact: string
  value: unknown
  text: string
}

type Carrier = (typeof numbers.facts)[number] & {
  after?: string[]
  also?: string[]
  times?: number
  percent?: boolean
}

const VALUES = 50
const SEED = 20220610

/** The values of a carrier, and others of their size with one to three digits that count. */
function valuesOf({ values }: Carrier): number[] {
  const listed = numbers.values[values as keyof typeof numbers.values]
  const [least, most] = [Math.min(...listed), Math.max(...listed)]
  const isWhole = listed.every(Number.isInteger)
  const random = randomFrom(SEED)
  const found = new Set(listed)
  for (let tries = 0; found.size < VALUES && tries < 5000; tries++) {
    const size = Math.exp(Math.log(least) + random() * Math.log(most / least))
    const drawn = isWhole
      ? Number(size.toPrecision(1 + Math.floor(random() * 3)))
      : Math.round(size * 100) / 100
    if (drawn >= least && drawn <= most && (!isWhole || Number.isInteger(drawn))) found.add(drawn)
  }
  return [...found].sort((a, b) => a - b)
}

const clean = (value: number) => Number(value.toPrecision(12))

/** What the number may be in truth when it is said in a way. */
function truthsOf(kind: Kind, value: number, other: number, isWhole: boolean): number[] {
  const step = isWhole ? 1 : value / 100
  if (kind === 'atMost')
    return value > step ? [value - step, isWhole ? Math.ceil(value / 10) : value / 10] : []
  if (kind === 'atLeast') return [value + step, value * 3]
  if (kind === 'range') return [value, other, isWhole ? value : (value + other) / 2]
  return kind === 'rough' ? [value] : []
}

/** Every phrasing of every value for every fact; carriers, units and ways to write take turns. */
export function* numberSentences(): Generator<NumberSentence> {
  let turn = 0
  const pick = <T>(list: readonly T[]): T => list[turn % list.length] as T
  for (const carrier of numbers.facts as Carrier[]) {
    const { fact, says, units, after = [''], also = [], times = 1, percent } = carrier
    const isMoney = units !== 'none' && units !== 'person'
    const isWhole = !isMoney && !percent && carrier.values !== 'litres'
    const values = valuesOf(carrier)
    const unit = () => pick(numbers.units[units as keyof typeof numbers.units])
    const written = (value: number) => {
      const all = ways(value, isMoney)
      const way = all[Math.floor(turn / 7) % all.length] as string
      return percent ? (/[0-9]/.test(way) ? `${way}%` : `百分之${way}`) : way
    }
    for (const [kind, forms] of Object.entries(phrasings) as [Kind, string[]][]) {
      for (const form of forms) {
        for (const [index, value] of values.entries()) {
          turn++
          const other = values[Math.min(values.length - 1, index + 1 + (turn % 3))] as number
          if (kind === 'range' && other <= value) continue
          const [mine, counted] = [unit(), pick(after)]
          // The words around a number go around what it counts, or stand right beside it.
          const inside = turn % 2 === 0 ? counted : ''
          const end = turn % 2 === 0 ? '' : counted
          const x = form
            .replace(
              '{n}',
              `${written(value)}${kind === 'range' && turn % 4 < 2 ? '' : mine}${kind === 'range' ? '' : inside}`
            )
            .replace('{m}', `${written(other)}${mine}${inside}`)
          yield {
            kind,
            fact,
            also,
            text: pick(says).replace('{x}', `${x}${end}`),
            value: kind === 'exact' ? clean(value * times) : null,
            truths: truthsOf(kind, value * times, other * times, isWhole).map(clean)
          }
        }
      }
    }
    if (percent) continue
    for (const [rough, min, max] of ROUGH) {
      for (const large of isMoney ? ['千', '万', '百万', ''] : ['']) {
        if (isMoney && large === '' && max < 100) continue
        if (/[百]/.test(rough) && large.startsWith('百')) continue
        turn++
        const by = { 千: 1000, 万: 10_000, 百万: 1_000_000, '': 1 }[large] as number
        // 两三百千 is said by nobody.
        if (large === '千' && max > 9) continue
        if (large === '百万' && max > 9) continue
        yield {
          kind: 'numeral',
          fact,
          also,
          text: pick(says).replace('{x}', `${rough}${large}${unit()}${pick(after)}`),
          value: null,
          truths: [min, max].map(one => clean(one * by * times))
        }
      }
    }
  }
}

/** Every denial, doubt and double denial of every word. */
export function* wordSentences(): Generator<WordSentence> {
  for (const { fact, value, v, t } of words.says) {
    const made = (kind: WordSentence['kind'], form: string): WordSentence => ({
      kind,
      fact,
      value,
      text: form.replaceAll('{v}', v).replaceAll('{t}', t)
    })
    yield made('plain', '我们{v}{t}')
    for (const kind of ['denied', 'doubted', 'twice'] as const) {
      for (const form of words[kind]) for (const end of ['', '，能办吗']) yield made(kind, `${form}${end}`)
    }
  }
}
