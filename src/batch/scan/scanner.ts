/**
 * Applicants straight from the bytes of their lines, for the JSON that programs write: no escapes, no exponents, no
 * name twice, only facts of the vocabulary with values that fit. Anything else is left to JSON.parse and the schema,
 * which say what is wrong with it, if anything is.
 */
import type { GivenFacts } from '../../engine/given-facts.ts'
import { type Applicant, LONGEST_ID } from '../applicant-shape.ts'
import { type Fits, REMEMBERED, type TellableFacts } from '../fact-checks.ts'
import { Id } from '../id.ts'
import type { Line } from '../lines.ts'
import { Span, Words } from './byte-map.ts'
import { type Scannable, type Subject, subjectsOf } from './dictionary.ts'

const code = (character: string) => character.charCodeAt(0)
const [QUOTE, COMMA, COLON] = [code('"'), code(','), code(':')]
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [code('{'), code('}'), code('['), code(']')]
const [MINUS, POINT, ZERO, NINE] = [code('-'), code('.'), code('0'), code('9')]
const [SPACE, TAB, RETURN, BACKSLASH] = [code(' '), code('\t'), code('\r'), code('\\')]
/** Four characters as one number. */
const fourOf = (characters: string) => Buffer.from(characters).readInt32LE()
const [TRUE, FALS] = [fourOf('true'), fourOf('fals')]
const E = code('e')
/** What shows that a text is not what its bytes say, or should have been written otherwise. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ESCAPED = /[\\\u0000-\u001f]/
const NO_BYTES = Buffer.alloc(0)

/** Digits that a double holds exactly, as it does the powers of ten up to so many: a quotient is rounded once. */
const PRECISE = 15
const POWERS = Array.from({ length: PRECISE + 1 }, (_, exponent) => 10 ** exponent)

const FIELDS = ['id', 'facts', 'asOf'] as const

/** Reads lines one after the other; what it has read is valid until the next. */
export class Scanner {
  private readonly fields = new Words(FIELDS.map(name => [name, name] as const))
  private readonly subjects: Words<Subject>
  private readonly dayFits: Fits
  /** what is being read, and where the next byte is */
  private bytes: Buffer = NO_BYTES
  private at = 0
  private view: DataView = new DataView(NO_BYTES.buffer)
  /** where the bytes end */
  private limit = 0
  private readonly member = new Span(',', '}')
  /** the text read last */
  private readonly span = new Span('"')
  /** what the line has told so far */
  private id: Id | undefined
  private asOf: string | undefined
  private toldFacts = false
  private isPlain = true
  private readonly given: GivenFacts
  private lines = 0

  /** @param given takes the facts */
  constructor(tellable: TellableFacts, dayFits: Fits, given: GivenFacts) {
    this.subjects = subjectsOf(tellable)
    this.dayFits = dayFits
    this.given = given
  }

  /** @returns the applicant; undefined where the line is not plain, or not an applicant */
  scan({ bytes, from, to }: Line): Applicant | undefined {
    if (this.bytes !== bytes) {
      this.bytes = bytes
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      this.limit = bytes.length
    }
    this.at = from
    this.id = undefined
    this.asOf = undefined
    this.toldFacts = false
    this.lines++
    this.given.clear()
    this.isPlain = true
    for (let more = this.enter(); more; more = this.next()) if (!this.field()) return undefined
    this.skip()
    const { id, asOf, given } = this
    const isApplicant = this.isPlain && this.at === to && id !== undefined && this.toldFacts
    return isApplicant ? { id, given, told: undefined, asOf } : undefined
  }

  /** Passes a character, and white space before it. */
  private take(character: number): boolean {
    if (this.bytes[this.at] !== character) {
      this.skip()
      if (this.bytes[this.at] !== character) return false
    }
    this.at++
    return true
  }

  /** Passes white space; a line feed is the end of the line. */
  private skip(): void {
    const { bytes } = this
    let byte = bytes[this.at]
    while (byte === SPACE || byte === TAB || byte === RETURN) byte = bytes[++this.at]
  }

  /** Goes into an object. @returns whether it has a member */
  private enter(): boolean {
    if (!this.take(OPEN)) return this.fail()
    return this.bytes[this.at] === QUOTE || !this.take(CLOSE)
  }

  /** Goes on behind a member. @returns whether there is another */
  private next(): boolean {
    this.skip()
    const byte = this.bytes[this.at++]
    return byte === COMMA || (byte !== CLOSE && this.fail())
  }

  /** What the name of a member means, which has to be one of some words. */
  private name<Meaning>(words: Words<Meaning>): Meaning | undefined {
    const meaning = this.text() ? words.find(this.span) : undefined
    if (!this.take(COLON)) return undefined
    this.skip()
    return meaning
  }

  /** Gives the line up. */
  private fail(): false {
    this.isPlain = false
    return false
  }

  /** Reads a text, up to a quotation mark that may have been escaped. */
  private text(): boolean {
    if (!this.take(QUOTE) || !this.span.read(this.view, this.at, this.limit)) return false
    this.at = this.span.end + 1
    return true
  }

  /** The text read last; undefined where it has escapes, or characters that should have been escaped. */
  private string(): string | undefined {
    const { start, end } = this.span
    const text = this.bytes.toString('utf8', start, end)
    return ESCAPED.test(text) ? undefined : text
  }

  /** The text read last, as an id; undefined where it is none, or there is more to it than bytes tell. */
  private plainId(): Id | undefined {
    const { bytes, span } = this
    if (span.length === 0 || span.length > LONGEST_ID) return undefined
    for (let at = span.start; at < span.end; at++) {
      const byte = bytes[at] as number
      if (byte < SPACE || byte === BACKSLASH) return undefined
    }
    return new Id(bytes, span.start - 1, span.end + 1)
  }

  private field(): boolean {
    switch (this.name(this.fields)) {
      case 'id':
        if (this.id !== undefined) return false
        this.id = this.text() ? this.plainId() : undefined
        return this.id !== undefined
      case 'asOf':
        if (this.asOf !== undefined || !this.text()) return false
        this.asOf = this.string()
        return this.dayFits(this.asOf)
      case 'facts':
        if (this.toldFacts) return false
        this.toldFacts = true
        for (let more = this.enter(); more; more = this.next()) if (!this.subject()) return false
        return this.isPlain
      default:
        return false
    }
  }

  private subject(): boolean {
    const subject = this.name(this.subjects)
    if (subject === undefined || subject.line === this.lines) return false
    subject.line = this.lines
    for (let more = this.enter(); more; more = this.next()) if (!this.fact(subject)) return false
    return this.isPlain
  }

  private fact({ members, facts }: Subject): boolean {
    const { member, given } = this
    this.skip()
    // Most members are known as a whole, name and value together.
    const isRead = this.bytes[this.at] === QUOTE && member.read(this.view, this.at + 1, this.limit)
    const told = isRead ? members.find(member) : undefined
    if (told !== undefined) {
      if (given.has(told.index)) return false
      given.add(told.index, told.value)
      this.at = member.end
      return true
    }
    const fact = this.name(facts)
    if (fact === undefined || given.has(fact.index)) return false
    const { index } = fact
    const value = this.value(fact)
    if (value === undefined) return false
    given.add(index, value)
    // Of numbers there are too many to know them.
    const isWord = isRead && this.at === member.end && typeof value !== 'number'
    if (isWord && members.size < REMEMBERED) members.add(member, { index, value })
    return true
  }

  /** A value that fits the fact, or undefined. */
  private value({ fits, words, list }: Scannable): unknown {
    const first = this.bytes[this.at]
    if (first === QUOTE) {
      if (!this.text()) return undefined
      if (words) return words.find(this.span)
      const text = this.string()
      return text !== undefined && fits(text) ? text : undefined
    }
    if (first === OPEN_LIST) {
      const members = list && this.list(list)
      return members && fits(members) ? members : undefined
    }
    const value = this.truth() ?? this.number()
    return fits(value) ? value : undefined
  }

  /** Yes or no. */
  private truth(): boolean | undefined {
    if (this.at > this.limit - 4) return undefined
    const word = this.view.getInt32(this.at, true)
    if (word === TRUE) this.at += 4
    else if (word === FALS && this.bytes[this.at + 4] === E) this.at += 5
    else return undefined
    return word === TRUE
  }

  private list(words: Words<string>): string[] | undefined {
    const members: string[] = []
    this.at++
    if (this.take(CLOSE_LIST)) return members
    do {
      const member = this.text() ? words.find(this.span) : undefined
      if (member === undefined) return undefined
      members.push(member)
    } while (this.take(COMMA))
    return this.take(CLOSE_LIST) ? members : undefined
  }

  private number(): number | undefined {
    const isNegative = this.bytes[this.at] === MINUS
    if (isNegative) this.at++
    const start = this.at
    const whole = this.digits(0)
    const digits = this.at - start
    if (digits === 0 || (digits > 1 && this.bytes[start] === ZERO)) return undefined
    let scaled = whole
    let decimals = 0
    if (this.bytes[this.at] === POINT) {
      const point = this.at++
      scaled = this.digits(whole)
      decimals = this.at - point - 1
      if (decimals === 0) return undefined
    }
    if (digits + decimals > PRECISE) return undefined
    const value = scaled / (POWERS[decimals] as number)
    return isNegative ? -value : value
  }

  /** Digits behind those read before. */
  private digits(before: number): number {
    const { bytes } = this
    let number = before
    let byte = bytes[this.at] as number
    while (byte >= ZERO && byte <= NINE) {
      number = number * 10 + byte - ZERO
      byte = bytes[++this.at] as number
    }
    return number
  }
}
