/** How much is taken on at once, so that no caller can use up the memory, the time or the descriptors of all. */

export interface Bounds {
  /** requests that wait for their turn, of all connections; further ones are told to come back */
  waiting: number
  /** requests that wait behind another one on the same connection */
  waitingPerConnection: number
  /** bytes of large answers that nobody has read yet; beyond, requests are told to come back */
  unreadBytes: number
  /** batches at once */
  batches: number
  /** batches at once from one address */
  batchesPerClient: number
  /** milliseconds in which a request must have come in whole; a batch has a pace instead */
  requestTime: number
  /** milliseconds over which the pace of a batch, and of whoever reads a large answer, is measured */
  paceTime: number
  /** milliseconds between being told to stop and taking no more connections */
  drainTime: number
}

export const BOUNDS: Bounds = {
  waiting: 500,
  waitingPerConnection: 32,
  unreadBytes: 96 * 1024 * 1024,
  batches: 16,
  batchesPerClient: 8,
  requestTime: 30_000,
  paceTime: 60_000,
  drainTime: 0
}

/** Characters of a question, counted after folding: ㍰ is one as it is sent, and three when it is read. */
export const LONGEST_QUESTION = 2000
