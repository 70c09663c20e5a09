/**
 * JSON that says one thing only. JSON.parse takes the last of two equal names, and lets half of a character and names
 * of every object's own pass; a rule answered from that would not be about what was sent. lossless-json lets equal
 * names pass whose values are equal, jsonc-parser takes twice the time of this, momoa and json-source-map ten times.
 */

import type { FieldError } from './field-error.ts'
import { pointerTo } from './field-error.ts'

export interface Read {
  value: unknown
  /** what JSON.parse let pass, each with its place */
  faults: FieldError[]
}

/** Objects and lists within one another: far more than any request has, and few enough for whoever walks them. */
const DEEPEST = 32
/** More faults than this are not listed. */
const LISTED = 20
/** Names that mean something else to JavaScript. */
const RESERVED: readonly string[] = ['__proto__', 'constructor']
/** Half of a character: what a text cut in the middle ends with. */
const HALF = /\p{Surrogate}/u

const code = (character: string) => character.charCodeAt(0)
const [QUOTE, BACKSLASH, COMMA] = [code('"'), code('\\'), code(',')]
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [code('{'), code('}'), code('['), code(']')]

/** An object or a list that the walk is inside of. */
interface Level {
  /** the names of an object so far; null for a list */
  names: Set<string> | null
  /** the name or the index of the member that the walk is in */
  member: string | number
}

/** Whether a value read from JSON is an object, and no list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

class Walk {
  readonly faults: FieldError[] = []
  private readonly levels: Level[] = []
  private readonly text: string
  /** characters of pointers so far: an answer is not to be longer than what it is about */
  private told = 0

  constructor(text: string) {
    this.text = text
  }

  private get isFull(): boolean {
    return this.faults.length === LISTED || this.told > this.text.length
  }

  private fault(message: string): void {
    const pointer = pointerTo(...this.levels.map(({ member }) => member))
    this.told += pointer.length
    this.faults.push({ pointer, message })
  }

  /** Goes through a text that JSON.parse has accepted. */
  run(): FieldError[] {
    const { text, levels } = this
    let level: Level | undefined
    let awaitsName = false
    for (let at = 0; at < text.length && !this.isFull; at++) {
      switch (text.charCodeAt(at)) {
        case QUOTE: {
          const start = at
          let isPlain = true
          for (let next = text.charCodeAt(++at); next !== QUOTE; next = text.charCodeAt(++at)) {
            if (next !== BACKSLASH) continue
            isPlain = false
            at++
          }
          if (level && awaitsName) {
            const name = isPlain ? text.slice(start + 1, at) : JSON.parse(text.slice(start, at + 1))
            this.name(level as Level & { names: Set<string> }, name)
            awaitsName = false
          } else if (!isPlain && HALF.test(JSON.parse(text.slice(start, at + 1)))) {
            this.fault('有半个字符（不成对的 \\ud800 至 \\udfff），请检查文字是不是被截断了')
          }
          break
        }
        case OPEN:
        case OPEN_LIST:
          if (levels.length === DEEPEST) {
            this.fault(`嵌套得太深，最多 ${DEEPEST} 层`)
            return this.faults
          }
          awaitsName = text.charCodeAt(at) === OPEN
          level = awaitsName ? { names: new Set(), member: '' } : { names: null, member: 0 }
          levels.push(level)
          break
        case CLOSE:
        case CLOSE_LIST:
          levels.pop()
          level = levels.at(-1)
          break
        case COMMA:
          awaitsName = level?.names != null
          if (level && !level.names) (level.member as number)++
      }
    }
    return this.faults
  }

  private name(level: Level & { names: Set<string> }, name: string): void {
    level.member = name
    if (level.names.has(name)) this.fault(`${name} 写了不止一次，请只留一个`)
    level.names.add(name)
    if (RESERVED.includes(name)) this.fault(`没有 ${name} 这个名称`)
    else if (HALF.test(name)) this.fault('名称里有半个字符，请检查文字是不是被截断了')
  }
}

/**
 * Reads JSON.
 * @returns the value, not to be used where there are faults
 * @throws SyntaxError where it is no JSON
 */
export function readJson(text: string): Read {
  const value: unknown = JSON.parse(text)
  return { value, faults: new Walk(text).run() }
}
