/**
 * How much a client may still ask: a bucket for the minute and one for the day, which fill at an even pace. What was
 * taken beyond the bottom, as by a batch whose length shows only as it comes, is paid back before more is given.
 */
import type { Client } from './format.ts'

/** A window of time, in seconds. */
const WINDOWS = { minute: 60, day: 86_400 } as const
type Window = keyof typeof WINDOWS
const NAMES = Object.keys(WINDOWS) as Window[]

export class Meter {
  private readonly levels: Record<Window, number>
  private seen: number

  /** @param now in milliseconds, of a clock that only grows */
  constructor(quota: Client['quota'], now: number) {
    this.levels = { minute: quota.perMinute, day: quota.perDay }
    this.seen = now
  }

  private static most(quota: Client['quota'], window: Window): number {
    return window === 'minute' ? quota.perMinute : quota.perDay
  }

  private fill(quota: Client['quota'], now: number): void {
    const seconds = (now - this.seen) / 1000
    this.seen = now
    for (const window of NAMES) {
      const most = Meter.most(quota, window)
      this.levels[window] = Math.min(most, this.levels[window] + (seconds * most) / WINDOWS[window])
    }
  }

  /** Whether anything is left. */
  hasAny(quota: Client['quota'], now: number): boolean {
    this.fill(quota, now)
    return NAMES.every(window => this.levels[window] > 0)
  }

  take(units: number): void {
    for (const window of NAMES) this.levels[window] -= units
  }

  /** Seconds until there is something again. */
  wait(quota: Client['quota']): number {
    const waits = NAMES.map(window => (-this.levels[window] * WINDOWS[window]) / Meter.most(quota, window))
    return Math.max(1, Math.ceil(Math.max(...waits)))
  }

  /**
   * The headers of draft-ietf-httpapi-ratelimit-headers.
   * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
   */
  headers(quota: Client['quota']): Record<'ratelimit' | 'ratelimit-policy', string> {
    const one = (window: Window) => {
      const most = Meter.most(quota, window)
      const level = this.levels[window]
      const full = Math.ceil(((most - level) * WINDOWS[window]) / most)
      return `"${window}";r=${Math.max(0, Math.floor(level))};t=${full}`
    }
    const policy = (window: Window) => `"${window}";q=${Meter.most(quota, window)};w=${WINDOWS[window]}`
    return { 'ratelimit-policy': NAMES.map(policy).join(', '), ratelimit: NAMES.map(one).join(', ') }
  }
}
