/**
 * `npm run hotline -- ear`: whether a number or a word is ever heard as what was not said. Sentences are made for
 * every fact that can be heard, in every phrasing; what is heard of each is right, or nothing.
 */

import type { Heard, Possible } from '../../hearing/heard.ts'
import { common, FINE, type Io, parse, Usage } from '../frame/command.ts'
import { type NumberSentence, numberSentences, type WordSentence, wordSentences } from './ear/sentences.ts'
import { hearingOf } from './rules.ts'

/** Something was heard that was not said. */
const WRONG = 1

/** What one kind of sentence came to. */
export interface Counts {
  sentences: number
  heard: number
  /** heard as bounds, or as one of several */
  possible: number
  wrong: number
}

export interface Wrong {
  text: string
  fact: string
  heard: unknown
}

export interface EarReport {
  numbers: Record<string, Counts>
  words: Record<string, Counts>
  wrong: readonly Wrong[]
}

type Understand = (text: string) => readonly Heard[]

const holds = (possible: Possible, value: number): boolean =>
  'length' in possible
    ? possible.includes(value)
    : value >= (possible.min ?? Number.NEGATIVE_INFINITY) &&
      value <= (possible.max ?? Number.POSITIVE_INFINITY)

/** What is wrong in what was heard of a number. */
const wrongNumbers = ({ fact, also, value, truths }: NumberSentence, heard: readonly Heard[]): Heard[] =>
  heard.filter(one => {
    if ('possible' in one) return one.fact === fact && !truths.every(truth => holds(one.possible, truth))
    if (typeof one.value !== 'number') return false
    return one.value !== value || (one.fact !== fact && !also.includes(one.fact))
  })

/** What is wrong in what was heard of words. */
const wrongWords = ({ kind, fact, value }: WordSentence, heard: readonly Heard[]): Heard[] =>
  heard.filter(one => {
    if (one.fact !== fact || !('value' in one)) return false
    if (kind === 'doubted') return true
    return kind === 'denied' ? one.value === value : one.value !== value
  })

/**
 * Puts every sentence to the ear.
 * @param every takes one sentence of so many
 */
export function listen(understand: Understand, every = 1): EarReport {
  const wrong: Wrong[] = []
  const report = { numbers: {}, words: {}, wrong } as EarReport
  const count = (
    table: Record<string, Counts>,
    { kind, fact, text }: { kind: string; fact: string; text: string },
    heard: readonly Heard[],
    faults: readonly Heard[]
  ) => {
    table[kind] ??= { sentences: 0, heard: 0, possible: 0, wrong: 0 }
    const counts = table[kind]
    counts.sentences++
    if (heard.some(one => one.fact === fact && 'value' in one)) counts.heard++
    if (heard.some(one => one.fact === fact && 'possible' in one)) counts.possible++
    if (faults.length > 0) counts.wrong++
    wrong.push(
      ...faults.map(one => ({ text, fact: one.fact, heard: 'value' in one ? one.value : one.possible }))
    )
  }
  let turn = 0
  for (const sentence of numberSentences()) {
    if (turn++ % every > 0) continue
    const heard = understand(sentence.text)
    count(report.numbers, sentence, heard, wrongNumbers(sentence, heard))
  }
  for (const sentence of wordSentences()) {
    if (turn++ % every > 0) continue
    const heard = understand(sentence.text)
    count(report.words, sentence, heard, wrongWords(sentence, heard))
  }
  return report
}

const SHOWN = 30

function row(kind: string, { sentences, heard, possible, wrong }: Counts): string {
  const unheard = sentences - heard - possible
  return [
    kind.padEnd(10),
    ...[sentences, heard, possible, unheard, wrong].map(one => String(one).padStart(10))
  ].join('')
}

function earText({ numbers, words, wrong }: EarReport): string {
  const all = [...Object.values(numbers), ...Object.values(words)]
  const total = (key: keyof Counts) => all.reduce((sum, counts) => sum + counts[key], 0)
  const head = ['sentences', 'heard', 'possible', 'unheard', 'wrong'].map(one => one.padStart(10)).join('')
  const rows = (table: Record<string, Counts>) =>
    Object.entries(table).map(([kind, counts]) => row(kind, counts))
  return [
    `${'numbers'.padEnd(10)}${head}`,
    ...rows(numbers),
    '',
    `${'words'.padEnd(10)}${head}`,
    ...rows(words),
    '',
    `wrong ${total('wrong')} of ${total('sentences')}`,
    ...wrong.slice(0, SHOWN).map(({ text, fact, heard }) => `  ${text}: ${fact} = ${JSON.stringify(heard)}`),
    ''
  ].join('\n')
}

/**
 * @param args `--every N`, `--json`, `--rules FOLDER`
 * @returns FINE when nothing was heard wrongly
 * @throws Usage for wrong usage
 */
export async function runEar(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parse(args, { ...common, every: { type: 'string' } })
  const every = Number(values.every ?? 1)
  if (positionals.length > 0) throw new Usage('ear takes no FILE')
  if (!Number.isInteger(every) || every < 1) throw new Usage(`--every "${values.every}" is no count`)
  const { policy, hearing } = hearingOf(values.rules)
  const { understand } = hearing
  const report = listen(text => understand(text, policy.measures), every)
  io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : earText(report))
  return report.wrong.length > 0 ? WRONG : FINE
}
