/**
 * A queue in which each client has a line of its own, and who was given least comes first. Who was away for a while
 * starts level with those who are there: time not used is not saved up.
 * @see https://en.wikipedia.org/wiki/Fair_queuing
 */

/** Clients remembered who are not waiting; more are forgotten where it makes no difference. */
const REMEMBERED = 1000

export class FairQueue<T> {
  private readonly lines = new Map<string, T[]>()
  private readonly spent = new Map<string, number>()
  /** what the client served last had been given */
  private clock = 0
  private count = 0

  get length(): number {
    return this.count
  }

  push(client: string, one: T): void {
    const line = this.lines.get(client)
    if (line) line.push(one)
    else this.lines.set(client, [one])
    this.count++
  }

  /** Counts what a client was given. */
  spend(client: string, units: number): void {
    this.spent.set(client, this.of(client) + units)
    if (this.spent.size <= REMEMBERED) return
    for (const [other, spent] of this.spent) if (spent <= this.clock) this.spent.delete(other)
  }

  private of(client: string): number {
    return Math.max(this.clock, this.spent.get(client) ?? 0)
  }

  private takeFrom(client: string, take: (line: T[]) => T | undefined): T | undefined {
    const line = this.lines.get(client) as T[]
    const one = take(line)
    if (line.length === 0) this.lines.delete(client)
    this.count--
    return one
  }

  /** The next one, of the client who was given least so far. */
  shift(): T | undefined {
    let first: string | undefined
    for (const client of this.lines.keys()) {
      if (first === undefined || this.of(client) < this.of(first)) first = client
    }
    if (first === undefined) return undefined
    this.clock = this.of(first)
    // What it costs shows only later; till then it counts as the least that anything costs.
    this.spend(first, 1)
    return this.takeFrom(first, line => line.shift())
  }

  /** Makes room for one more of a client: takes out the last of the longest line, if that is longer by two. */
  yieldTo(client: string): T | undefined {
    let longest = ''
    for (const [other, line] of this.lines) {
      if (line.length > (this.lines.get(longest)?.length ?? 0)) longest = other
    }
    const own = this.lines.get(client)?.length ?? 0
    if ((this.lines.get(longest)?.length ?? 0) < own + 2) return undefined
    return this.takeFrom(longest, line => line.pop())
  }
}
