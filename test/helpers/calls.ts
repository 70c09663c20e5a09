/**
 * Calls as data: what an officer would answer, written from the clauses, and where an answer of the service
 * differs from it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { Facts } from '../../src/policy/vocabulary.ts'
import type { AnswersResponse, Card } from '../../src/schemas/answers.ts'

/** Words that have to be said: these, or one of several. */
type Words = string | string[]

/** What has to hold. Of the card: the one of `first` where it is among the matches, else that of the best match. */
export interface Expected {
  /** the best match, or one of several; null where nothing may match */
  first?: string | (string | null)[] | null
  /** measures that have to be among the matches, and that must not be */
  also?: string[]
  notAmong?: string[]
  /** that there is one match */
  only?: boolean
  /** the clause of the best match */
  clause?: string
  outcome?: string | string[] | null
  notOutcome?: string
  /** said to the caller (`say`, `mustSay`, `ifAsked`, `message`), and not said */
  says?: Words[]
  notSays?: string[]
  /** said before anything else */
  opens?: Words[]
  /** that a point which the text leaves open is said */
  openPoint?: boolean
  /** facts taken from the words, that must not be taken, and that are taken as bounds */
  heard?: Record<string, unknown>
  notHeard?: string[]
  possible?: Record<string, { min?: number; max?: number; values?: unknown[] }>
  transfer?: string[]
  notTransfer?: string[]
  /** the unit that leads, or is named first */
  lead?: string
  window?: string
  /** that the answer opens with whether the plan still runs */
  notice?: boolean
  amountStatus?: string
  /** in the amount or one of its readings; in none of them */
  amountText?: Words[]
  amountNot?: string[]
  message?: Words[]
}

export interface Call {
  name: string
  question: string
  asOf?: string
  /** by fact id */
  facts?: Record<string, unknown>
  expect: Expected
  /** expectations that the service does not meet yet, and why */
  fails?: Partial<Record<keyof Expected, string>>
}

/** Every call of a folder of lists. */
export function readCalls(folder: URL): Call[] {
  return readdirSync(folder)
    .sort()
    .flatMap(file => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Call[])
}

/** Facts by subject, as requests have them. */
export function nested(facts: Record<string, unknown>): Facts {
  const bySubject: Record<string, Record<string, unknown>> = {}
  for (const [id, value] of Object.entries(facts)) {
    const [subject, key] = id.split('.') as [string, string]
    bySubject[subject] = { ...bySubject[subject], [key]: value }
  }
  return bySubject
}

const listed = (words: Words): string[] => [words].flat()
const lacking = (text: string, wanted: readonly Words[]) =>
  wanted
    .filter(words => !listed(words).some(word => text.includes(word)))
    .map(words => `lacks ${listed(words)}`)
const having = (text: string, unwanted: readonly string[]) =>
  unwanted.filter(word => text.includes(word)).map(word => `has ${word}`)
const same = (found: unknown, wanted: unknown) =>
  JSON.stringify(found) === JSON.stringify(wanted) ? [] : [`is ${JSON.stringify(found)}`]

/** An answer as a call judges it. */
interface Answered {
  answer: AnswersResponse
  ids: string[]
  card: Card | undefined
  spoken: string
  amount: string
}

type Check<Wanted> = (wanted: Wanted, answered: Answered) => string[]

const CHECKS: { [Key in keyof Required<Expected>]: Check<NonNullable<Expected[Key]>> } = {
  first: (wanted, { ids }) => ([wanted].flat().includes(ids[0] ?? null) ? [] : [`is ${ids[0]}`]),
  also: (wanted, { ids }) => wanted.filter(id => !ids.includes(id)).map(id => `lacks ${id}, has ${ids}`),
  notAmong: (wanted, { ids }) => wanted.filter(id => ids.includes(id)).map(id => `has ${id}`),
  only: (_, { ids }) => (ids.length === 1 ? [] : [`has ${ids}`]),
  clause: (wanted, { card }) => same(card?.clause, wanted),
  outcome: (wanted, { card }) =>
    [wanted].flat().includes(card?.outcome as string) ? [] : [`is ${card?.outcome}`],
  notOutcome: (wanted, { card }) => (card?.outcome === wanted ? [`is ${wanted} (${card.title})`] : []),
  says: (wanted, { spoken }) => lacking(spoken, wanted),
  notSays: (wanted, { spoken }) => having(spoken, wanted),
  opens: (wanted, { card }) =>
    listed(wanted[0] as Words).some(word => card?.say.startsWith(word)) ? [] : [`opens ${card?.say}`],
  openPoint: (_, { spoken }) => (/没有?写明/.test(spoken) ? [] : ['no open point is said']),
  heard: (wanted, { answer }) =>
    Object.entries(wanted).flatMap(([id, value]) => {
      const found = answer.understood.find(({ fact }) => fact === id)?.value
      return same(found, value).map(fault => `${id} ${fault}`)
    }),
  notHeard: (wanted, { answer }) =>
    answer.understood
      .filter(({ fact }) => wanted.includes(fact))
      .map(({ fact, text }) => `${fact} is ${text}`),
  possible: (wanted, { answer }) =>
    Object.entries(wanted).flatMap(([id, bounds]) => {
      const found = answer.possible.find(({ fact }) => fact === id)
      return Object.entries(bounds).flatMap(([end, value]) =>
        same(found?.[end as 'min'], value).map(fault => `${id} ${end} ${fault}`)
      )
    }),
  transfer: (wanted, { card }) => lacking(card?.transferTo.map(({ line }) => line).join() ?? '', wanted),
  notTransfer: (wanted, { card }) => having(card?.transferTo.map(({ line }) => line).join() ?? '', wanted),
  lead: (wanted, { card }) => same(card?.lead ?? card?.responsible[0], wanted),
  window: (wanted, { card }) => same(card?.window.status, wanted),
  notice: (wanted, { card }) => same((card?.window.notice ?? null) !== null, wanted),
  amountStatus: (wanted, { card }) => same(card?.amount?.status, wanted),
  amountText: (wanted, { amount }) => lacking(amount, wanted).map(fault => `${fault}: ${amount}`),
  amountNot: (wanted, { amount }) => having(amount, wanted),
  message: (wanted, { answer }) => lacking(answer.message ?? '', wanted)
}

/** What of an answer differs from what is expected, by expectation. */
export function faultsOf(
  { expect }: Call,
  answer: AnswersResponse
): Partial<Record<keyof Expected, string[]>> {
  const { matches, message } = answer
  const wanted = [expect.first ?? []].flat()
  const card = (matches.find(({ measure }) => wanted.includes(measure)) ?? matches[0])?.card
  const said = card as (Card & { ifAsked?: string[] }) | undefined
  const answered: Answered = {
    answer,
    ids: matches.map(({ measure }) => measure),
    card,
    spoken: [said?.say, ...(said?.mustSay ?? []), ...(said?.ifAsked ?? []), message].join('\n'),
    amount: [card?.amount?.text, ...(card?.amount?.readings ?? []).map(({ text }) => text)].join('；')
  }
  const faults = Object.entries(expect).map(([key, value]) => {
    if (key === 'first' && value === null)
      return [key, answered.ids.slice(0, 1).map(id => `is ${id}`)] as const
    if (key === 'outcome' && value === null) return [key, same(card?.outcome, null)] as const
    const check = CHECKS[key as keyof Expected] as Check<unknown> | undefined
    if (!check) throw new Error(`a call expects the unknown ${key}`)
    return [key, check(value, answered)] as const
  })
  return Object.fromEntries(faults.filter(([, found]) => found.length > 0))
}
