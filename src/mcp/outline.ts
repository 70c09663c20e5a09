/**
 * The text half of an answer, made from the structured half and nothing else: so neither says what the other does not.
 * Lists are marked with dashes, never numbered: every number in the text is one of the answer.
 */
import { AS_JSON, LABELS, WORDS } from './labels.ts'

const STEP = '  '
/** Characters of a thing that is said in one line, though it has several parts. */
const ONE_LINE = 90

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** What a value that is no list and no object is called. */
const said = (value: unknown): string => {
  const word = WORDS[String(value)]
  return word === undefined ? String(value) : typeof value === 'string' ? `${word}（${value}）` : word
}

const labelled = (name: string, one: unknown): string =>
  `${LABELS[name] ?? name}：${AS_JSON.has(name) ? JSON.stringify(one) : said(one)}`

/** Parts in one line, where they are short and no sentences of their own. */
function inOneLine(parts: readonly string[], between: string): string | null {
  const line = parts.join(between)
  return line.length <= ONE_LINE && !line.includes('。') ? line : null
}

function* lines(value: object, indent: string): Generator<string> {
  for (const [name, one] of Object.entries(value)) {
    if (AS_JSON.has(name) || !isObject(one)) {
      yield `${indent}${labelled(name, one)}`
      continue
    }
    const label = `${indent}${LABELS[name] ?? name}：`
    if (!Array.isArray(one)) {
      yield label
      yield* lines(one, indent + STEP)
      continue
    }
    const short = one.some(isObject) ? null : inOneLine(one.map(said), '、')
    if (short !== null) yield `${label}${short}`
    else {
      yield label
      yield* items(one, indent + STEP)
    }
  }
}

function* items(list: readonly unknown[], indent: string): Generator<string> {
  for (const one of list) {
    if (!isObject(one)) {
      yield `${indent}- ${said(one)}`
      continue
    }
    const entries = Object.entries(one)
    const isFlat = entries.every(([, part]) => !isObject(part))
    const parts = entries.map(([name, part]) => labelled(name, part))
    const short = isFlat ? inOneLine(parts, '；') : null
    if (short !== null) {
      yield `${indent}- ${short}`
      continue
    }
    const [first = '', ...rest] = lines(one, indent + STEP)
    yield `${indent}- ${first.trimStart()}`
    yield* rest
  }
}

/** An answer as text, a line for each thing it says. */
export const outline = (answer: object): string => [...lines(answer, '')].join('\n')
