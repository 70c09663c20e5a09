/** A caller's answer to a question about one fact, as an agent types it in the terminal. */
import { numeralAt } from '../../hearing/numeral.ts'
import type { Fact } from '../../policy/model.ts'
import { showValue } from '../../policy/words.ts'

/** A value; `declined` where the caller does not know or will not say; undefined where it is no answer. */
export type Reply = { value: unknown } | 'declined' | undefined

const YES = ['是', '是的', '对', '有', 'y', 'yes', '1']
const NO = ['否', '不是', '没有', '不', 'n', 'no', '2']
const DECLINED = ['不知道', '不清楚', '不愿说', '不说', '?', '？', '0']
const NOTHING = ['无', '都没有', '都不是']

/** Members that an answer may be picked from, by number from 1 or by their words; none where it is typed. */
export function membersOf({ schema }: Fact): readonly string[] {
  const { enum: own, items } = schema as { enum?: string[]; items?: { enum?: string[] } }
  return own ?? items?.enum ?? []
}

function picked(fact: Fact, text: string): string | undefined {
  const members = membersOf(fact)
  return (
    members[Number(text) - 1] ?? members.find(member => member === text || showValue(fact, member) === text)
  )
}

/** 2022-06-05, 2022年6月5日, 2022/6/5; without a day for a month. */
function day(text: string, parts: number): string | undefined {
  const numbers = text.match(/\d+/g)
  if (numbers?.length !== parts || numbers[0]?.length !== 4) return undefined
  return numbers.map(number => number.padStart(2, '0')).join('-')
}

function number(text: string): number | undefined {
  const words = text.replace(/(?:元|块钱?|升|人|个|天|年|月|%)+$/, '')
  const { end, span } = numeralAt(words, 0)
  return end === words.length && span?.min === span?.max ? span?.min : undefined
}

/** How an answer may be typed: the choices, or the form of a number or date. */
export function waysToAnswer(fact: Fact): string {
  const { type, format } = fact.schema as { type: string; format?: string }
  const members = membersOf(fact).map((member, index) => `${index + 1} ${showValue(fact, member)}`)
  if (type === 'boolean') return '1 是　2 否　0 不知道'
  if (type === 'array') return `${members.join('　')}　可以选几个，如 1、3　无　0 不知道`
  if (members.length > 0) return `${members.join('　')}　0 不知道`
  if (type === 'string')
    return `${format === 'date' ? '年-月-日' : fact.unit === 'year-month' ? '年-月' : '照实填'}　0 不知道`
  return '数字，如 30万、三十万　? 不知道'
}

/** Reads the numbers that were picked from a list: 1、3, or none at all; undefined where it is neither. */
export function readNumbers(typed: string): readonly number[] | undefined {
  const text = typed.trim()
  if (NOTHING.includes(text)) return []
  return /^[0-9]+(?:[\s,，、;；]+[0-9]+)*$/.test(text) ? text.split(/[^0-9]+/).map(Number) : undefined
}

/** Reads an answer. The value still has to fit the vocabulary. */
export function readReply(fact: Fact, typed: string): Reply {
  const text = typed.trim().toLowerCase()
  const { type, format } = fact.schema as { type: string; format?: string }
  const isNumber = type === 'number' || type === 'integer'
  if (DECLINED.includes(text) && !(isNumber && text === '0')) return 'declined'
  const value = read(fact, text, { type, isDate: format === 'date', isNumber })
  return value === undefined ? undefined : { value }
}

function read(
  fact: Fact,
  text: string,
  { type, isDate, isNumber }: { type: string; isDate: boolean; isNumber: boolean }
): unknown {
  if (type === 'boolean') return YES.includes(text) ? true : NO.includes(text) ? false : undefined
  if (type === 'array') {
    if (NOTHING.includes(text)) return []
    const found = text.split(/[\s,，、;；]+/).map(part => picked(fact, part))
    return found.includes(undefined) ? undefined : [...new Set(found)]
  }
  if (membersOf(fact).length > 0) return picked(fact, text)
  if (isNumber) return number(text)
  if (isDate) return day(text, 3)
  return fact.unit === 'year-month' ? day(text, 2) : text || undefined
}
