/** What must hold between two answers, whatever the applicant is: asked over HTTP, as a caller would. */
import { type Facts, nested, possibleFor, type Sample } from './applicants.ts'
import { type Calculated, uncontained } from './containment.ts'
import { send } from './exchange.ts'
import type { Sent } from './requests.ts'

interface Result {
  measure: string
  policy: string
  outcome: string
}
interface Answer {
  policies: { id: string; version: string }[]
  results: Result[]
  conflicts: unknown[]
}

const REFUSED = Symbol('refused')

async function ask<T>(url: string, route: string, body: unknown): Promise<T | typeof REFUSED> {
  const sent: Sent = {
    method: 'POST',
    path: route,
    route,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    must: 'answer',
    note: ''
  }
  const { status, body: answer } = await send(url, sent)
  // Two facts that exclude each other are refused; that is looked at elsewhere.
  if (status === 400) return REFUSED
  if (status !== 200) throw new Error(`status ${status}: ${answer}`)
  return JSON.parse(answer.toString()) as T
}

const asOf = '2022-07-01'
const decide = (url: string, facts: Facts, more: object = {}) =>
  ask<Answer>(url, '/eligibility', { facts, asOf, assumptions: 'none', explain: 'none', ...more })

/** The measures whose outcomes differ, as a sentence. */
function difference(
  one: Answer,
  other: Answer,
  counts: (before: Result, after: Result) => boolean
): string | undefined {
  const after = new Map(other.results.map(result => [result.measure, result]))
  const found = one.results.find(result => counts(result, after.get(result.measure) as Result))
  return found && `${found.measure}: ${found.outcome}, then ${after.get(found.measure)?.outcome}`
}

type Relation = (url: string, sample: Sample) => Promise<string | undefined>

const changed = (before: Result, after: Result) => before.outcome !== after.outcome

export const relations: Record<string, Relation> = {
  'a fact that is added never turns an outcome': async (url, { entries, left }) => {
    if (entries.length === 0) return undefined
    const fewer = entries.filter((_entry, index) => index !== left % entries.length)
    const [more, less] = await Promise.all([decide(url, nested(entries)), decide(url, nested(fewer))])
    if (more === REFUSED || less === REFUSED || more.conflicts.length > 0) return undefined
    return difference(
      less,
      more,
      (before, after) => before.outcome !== 'undetermined' && changed(before, after)
    )
  },
  'the order of names does not count': async (url, { entries }) => {
    const [one, other] = await Promise.all([
      decide(url, nested(entries), { explain: 'summary' }),
      decide(url, nested(entries.toReversed()), { explain: 'summary' })
    ])
    if (one === REFUSED || other === REFUSED) return one === other ? undefined : 'refused in one order only'
    return JSON.stringify(one) === JSON.stringify(other) ? undefined : 'the answers differ'
  },
  'the day moves windows only': async (url, { entries, days }) => {
    const [one, other] = await Promise.all(days.map(date => decide(url, nested(entries), { asOf: date })))
    if (!one || !other || one === REFUSED || other === REFUSED) return undefined
    // Of a rule set that has other versions on the other day, another text is asked.
    const versionsIn = ({ policies }: Answer, { policy }: Result) =>
      policies.flatMap(({ id, version }) => (id === policy ? [version] : [])).join()
    const alike = one.results.filter(result => versionsIn(one, result) === versionsIn(other, result))
    return difference({ ...one, results: alike }, other, changed)
  },
  'a batch says what single answers say': async (url, { entries }) => {
    const single = await ask<Answer>(url, '/eligibility', { facts: nested(entries), asOf })
    const { status, body } = await send(url, {
      method: 'POST',
      path: `/eligibility/batch?asOf=${asOf}`,
      route: '/eligibility/batch',
      headers: { 'content-type': 'application/x-ndjson' },
      body: Buffer.from(JSON.stringify({ id: 'one', facts: nested(entries) })),
      must: 'answer',
      note: ''
    })
    if (status !== 200) return `status ${status}`
    const [line] = body.toString().split('\n')
    const answer = JSON.parse(line as string) as Record<
      'eligible' | 'ineligible' | 'undetermined',
      (string | { measure: string })[]
    > & { error?: unknown }
    if (single === REFUSED) return answer.error ? undefined : 'the batch answers what is refused alone'
    for (const outcome of ['eligible', 'ineligible', 'undetermined'] as const) {
      const alone = single.results.filter(result => result.outcome === outcome).map(({ measure }) => measure)
      const together = answer[outcome].map(one => (typeof one === 'string' ? one : one.measure))
      if (alone.join() !== together.join()) return `${outcome}: ${alone} alone, ${together} in the batch`
    }
    return undefined
  },
  '/calculate decides as /eligibility does': async (url, { entries, measure }) => {
    const facts = nested(entries)
    const [decided, calculated] = await Promise.all([
      decide(url, facts, { measures: [measure] }),
      ask<Calculated>(url, '/calculate', { facts, asOf, measure, assumptions: 'none' })
    ])
    if (decided === REFUSED || calculated === REFUSED)
      return decided === calculated ? undefined : 'refused by one of them'
    const [result] = decided.results
    return result?.outcome === calculated.outcome
      ? undefined
      : `${result?.outcome}, calculated ${calculated.outcome}`
  },
  'what is possible contains what it comes to when known': async (url, { entries, measure, left }) => {
    if (entries.length === 0) return undefined
    const facts = nested(entries)
    const isOpen = (at: number) => at === left % entries.length || (left >> (at % 30)) % 3 === 0
    const possible = Object.fromEntries(
      entries.flatMap((entry, at) => (isOpen(at) ? [[entry[0], possibleFor(entry, left)]] : []))
    )
    const asked = { asOf, measure, assumptions: 'none' }
    const [exact, rough] = await Promise.all([
      ask<Calculated>(url, '/calculate', { ...asked, facts }),
      ask<Calculated>(url, '/calculate', {
        ...asked,
        facts: nested(entries.filter((_entry, at) => !isOpen(at))),
        possible
      })
    ])
    if (exact === REFUSED || rough === REFUSED || exact.conflicts.length > 0) return undefined
    return uncontained(exact, rough)
  }
}
