/**
 * Measuring side by side: each round runs every contender once, in turns, so that a slow moment of the machine
 * falls on all of them; what counts is the ratio within a round.
 */

/** Does its work some times over. */
export type Contender = (times: number) => void | Promise<void>

/** Runs something on each applicant in turn. */
export function each<T>(applicants: readonly T[], work: (applicant: T) => unknown): Contender {
  let at = 0
  return times => {
    for (let n = 0; n < times; n++) {
      work(applicants[at] as T)
      at = at + 1 === applicants.length ? 0 : at + 1
    }
  }
}

/** As `each`, for work that has to be waited for. */
export function eachAwaited<T>(
  applicants: readonly T[],
  work: (applicant: T) => Promise<unknown>
): Contender {
  let at = 0
  return async times => {
    for (let n = 0; n < times; n++) {
      await work(applicants[at] as T)
      at = at + 1 === applicants.length ? 0 : at + 1
    }
  }
}

export interface Spread {
  median: number
  /** first and third quartile */
  low: number
  high: number
}

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: quantile(values, 0.5),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75)
})

/** Milliseconds of processor that this process has used: other work on the machine does not count. */
function worked(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function timed(contender: Contender, times: number): Promise<number> {
  const start = worked()
  await contender(times)
  return (worked() - start) / times
}

/** How many times a contender has to be run for its turn to last about so long; also its warm-up. */
async function timesFor(contender: Contender, milliseconds: number): Promise<number> {
  let times = 1
  let each = await timed(contender, times)
  for (let step = 0; step < 12 && each * times < milliseconds; step++) {
    times = Math.max(times + 1, Math.min(times * 4, Math.ceil(milliseconds / each)))
    each = await timed(contender, times)
  }
  return times
}

/**
 * Runs contenders in turns.
 * @param turn milliseconds of a turn
 * @returns milliseconds of processor for each contender and round
 */
export async function inTurns<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
  turn: number
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[]
  const times = new Map<Name, number>()
  for (const name of names) times.set(name, await timesFor(contenders[name], turn))
  const taken = Object.fromEntries(names.map(name => [name, [] as number[]])) as Record<Name, number[]>
  // The first round only warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const each = await timed(contenders[name], times.get(name) as number)
      if (round > 0) taken[name].push(each)
    }
  }
  return taken
}

/** One figure over another, round by round, as long as both go on. */
export const ratios = (over: readonly number[], under: readonly number[]): Spread =>
  spreadOf(over.slice(0, under.length).map((figure, round) => figure / (under[round] as number)))
