/**
 * A decision made again from its record: by the very rules that it was made by, whether the same comes out, to the
 * byte; and by those of today, what would be said now.
 */
import { askedAgain } from './asked-again.ts'
import type { Decision } from './ledger.ts'
import { type DecisionRecord, type Stamp, sha256 } from './record.ts'

/** A service that decides by some rules, and keeps no records. */
export interface Service {
  engine: string
  policies: readonly Stamp[]
  /** @param accept what comes back, by its media type @returns the answer as it would be sent */
  ask(method: string, target: string, body: string, type: string, accept?: string): Promise<Buffer>
}

/** Where what is said differs. */
export interface Difference {
  /** JSON Pointer into the answer */
  pointer: string
  was: unknown
  is: unknown
}

export interface Side {
  engine: string
  policies: readonly Stamp[]
  same: boolean
  /** what is another than when it was decided */
  because: ('rules' | 'engine')[]
  differences: Difference[]
}

export interface Replay {
  id: string
  asOf: string
  /** by the rules of then, against what was recorded */
  original: Side
  /** by the rules of today, against what those of then say */
  today: Side
}

const MOST = 100
/** Members that say by which rules, not what they say. */
const STAMPS = ['/policy', '/policies']

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Where two JSON values differ, in the order of the first. */
function* differencesIn(was: unknown, is: unknown, pointer = ''): Generator<Difference> {
  if (Object.is(was, is) || STAMPS.includes(pointer)) return
  if (!isGroup(was) || !isGroup(is)) {
    yield { pointer, was, is }
    return
  }
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const token = name.replaceAll('~', '~0').replaceAll('/', '~1')
    yield* differencesIn(was[name] ?? null, is[name] ?? null, `${pointer}/${token}`)
  }
}

function firstOf(differences: Iterable<Difference>): Difference[] {
  const found: Difference[] = []
  for (const one of differences) {
    if (found.length === MOST) break
    found.push(one)
  }
  return found
}

/** Outcomes and amounts, which the record holds; of its words only the hash. */
const recordedIn = ({ outcomes, amounts }: Pick<DecisionRecord, 'outcomes' | 'amounts'>) => ({
  outcomes,
  amounts
})

/**
 * @param original a service with the rules of the record
 * @param today a service with the rules of today
 */
export async function replay(
  decision: Decision & { request: { text: string } },
  original: Service,
  today: Service
): Promise<Replay> {
  const { record } = decision
  const before = await askedAgain(decision, original)
  const after = original === today ? before : await askedAgain(decision, today)
  const isSame = `sha256:${sha256(before.body)}` === record.body
  const engine = (service: Service) => (service.engine === record.engine ? [] : (['engine'] as const))
  const found = firstOf(differencesIn(recordedIn(record), before.decided ?? recordedIn(record)))
  const changed = firstOf(differencesIn(before.said, after.said))
  const isOther = JSON.stringify(today.policies) !== JSON.stringify(record.policies)
  return {
    id: record.id,
    asOf: record.asOf,
    original: {
      engine: original.engine,
      policies: record.policies,
      same: isSame,
      because: isSame ? [] : ['engine'],
      differences: isSame ? [] : found
    },
    today: {
      engine: today.engine,
      policies: today.policies,
      same: changed.length === 0,
      because: changed.length === 0 ? [] : [...(isOther ? (['rules'] as const) : []), ...engine(today)],
      differences: changed
    }
  }
}
