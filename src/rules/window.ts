/** Whether the window of a measure is open on a day: an answer of its own, apart from the conditions. */
import type { Window } from './policy.ts'

export const WINDOW_STATUSES = ['open', 'upcoming', 'closed', 'unstated'] as const
export type WindowStatus = (typeof WINDOW_STATUSES)[number]

/** @param asOf YYYY-MM-DD; the first and the last day belong to the window */
export function windowStatus(window: Window | null, asOf: string): WindowStatus {
  if (!window) return 'unstated'
  if (window.from && asOf < window.from) return 'upcoming'
  return window.to && asOf > window.to ? 'closed' : 'open'
}
