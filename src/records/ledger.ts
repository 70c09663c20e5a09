/**
 * The log of decisions: every record names the one before it, has its place before it is written, and is on disk
 * before it counts. All that wait are written together, with one flush.
 */
import type { Head } from './head.ts'
import { readHeads, signedHead } from './head.ts'
import { newId, newLog, placeOf } from './id.ts'
import type { Keys } from './keys.ts'
import { type DecisionRecord, type Draft, type Header, sha256, written } from './record.ts'
import { isErased, unseal } from './seal.ts'
import type { Entry, Search, Sink, Tail } from './sink.ts'

/** Milliseconds between two tries to open a log that failed. */
const AGAIN = 1000
/** Of a log that has no line yet. */
const NONE = ''

/** Why a decision was not recorded. */
export class NotRecorded extends Error {}

interface Waiting extends Entry {
  resolve(): void
  reject(error: Error): void
}

/** A record, with what was asked where it can still be read. */
export interface Decision {
  record: DecisionRecord
  request: { kept: 'full'; text: string } | { kept: 'hashed' } | { kept: 'erased' }
}

export interface LedgerOptions {
  keys: Keys
  /** version of the service */
  engine: string
  now?: () => Date
}

export class Ledger {
  /** records written, and decisions that could not be */
  readonly counts = { written: 0, failed: 0 }
  /** hears of every failure */
  onFailure: (error: Error) => void = () => {}
  private readonly sink: Sink
  private readonly options: LedgerOptions
  private tail: Tail | null = null
  private queue: Waiting[] = []
  private isWriting = false
  private triedAt = Number.NEGATIVE_INFINITY
  private opening: Promise<void> | null = null

  constructor(sink: Sink, options: LedgerOptions) {
    this.sink = sink
    this.options = options
  }

  private now(): Date {
    return this.options.now?.() ?? new Date()
  }

  /** @throws Error when the log cannot be opened */
  async open(): Promise<void> {
    const { keys } = this.options
    const tail = await this.sink.open(heads => readHeads(keys.public, heads))
    const fresh = { log: newLog(), segment: 0, at: 0, hash: NONE, records: 0, day: '', serial: 0 }
    this.tail = tail ?? { ...fresh, first: { segment: 1, hash: NONE } }
  }

  /** Tries again, now and then, when the log failed; decisions do not wait for it. */
  private reopen(): void {
    const now = performance.now()
    if (this.opening || this.isWriting || now - this.triedAt < AGAIN) return
    this.triedAt = now
    this.opening = this.open()
      .catch(error => this.onFailure(error))
      .finally(() => {
        this.opening = null
      })
  }

  /** @returns the tail, behind the first line of a new segment where it is time for one */
  private placed(): Tail {
    const { tail } = this
    if (!tail) {
      this.reopen()
      throw new NotRecorded('the log cannot be written')
    }
    const time = this.now().toISOString()
    const day = time.slice(0, 10)
    const { segmentSize } = this.sink
    if (tail.hash === NONE || tail.at >= segmentSize || tail.day !== day) this.begin(tail, time)
    return tail
  }

  private begin(tail: Tail, time: string): void {
    const { log, segment, at, hash } = tail
    const after = hash === NONE ? null : { segment, end: at, hash }
    const header: Header = { log, segment: segment + 1, time, after }
    const line = Buffer.from(`${JSON.stringify(header)}\n`)
    tail.segment = header.segment
    tail.at = 0
    tail.records = 0
    tail.day = time.slice(0, 10)
    this.push(line, null, null)
    if (after === null) tail.first = { segment: header.segment, hash: tail.hash }
  }

  private push(line: Buffer, record: DecisionRecord | null, wrapped: Buffer | null): Promise<void> {
    const tail = this.tail as Tail
    const { log, segment, at, records: slot } = tail
    const promise = new Promise<void>((resolve, reject) => {
      this.queue.push({ log, segment, at, line, record, wrapped, slot, resolve, reject })
    })
    tail.hash = sha256(line)
    tail.at += line.length
    if (record) tail.records++
    // The first line of a segment fails with the record behind it.
    else promise.catch(() => {})
    if (!this.isWriting) void this.writeAll()
    return promise
  }

  /**
   * Takes a decision down.
   * @param draft makes it, once the id is known
   * @returns its id, and when it is on disk
   * @throws NotRecorded when it cannot be; also what `written` is rejected with
   */
  append(draft: (id: string) => Draft): { id: string; written: Promise<void> } {
    const { keys, engine } = this.options
    const { log, segment, at, records: slot, hash: prev } = this.placed()
    const id = newId({ log, segment, at })
    const time = this.now().toISOString()
    const { line, record, wrapped } = written(keys, draft(id), { id, slot, time, engine, prev })
    return { id, written: this.push(line, record, wrapped) }
  }

  /** Writes lines, and the head behind the last that was placed. */
  private write(group: readonly Entry[]): Promise<void> {
    const tail = this.tail as Tail
    tail.serial++
    const { log, first, segment, at: end, hash, serial } = tail
    const head: Head = { log, serial, first, segment, end, hash, time: this.now().toISOString() }
    return this.sink.write(group, signedHead(this.options.keys, head), serial)
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true
    // Whoever else decides in this round of the event loop is written with it.
    await new Promise(setImmediate)
    while (this.queue.length > 0) {
      const group = this.queue
      this.queue = []
      try {
        await this.write(group)
        for (const { record, resolve } of group) {
          if (record) this.counts.written++
          resolve()
        }
      } catch (error) {
        this.fail(error as Error, group)
      }
    }
    this.isWriting = false
  }

  /** What waits was placed behind what failed, so it fails too. */
  private fail(error: Error, group: readonly Waiting[]): void {
    const all = [...group, ...this.queue]
    this.queue = []
    this.tail = null
    this.triedAt = performance.now()
    this.onFailure(error)
    for (const { reject } of all) reject(new NotRecorded(error.message))
  }

  /** @returns null where there is no such decision */
  async find(id: string): Promise<Decision | null> {
    const place = placeOf(id)
    const kept = place && (await this.sink.read(place))
    if (!kept) return null
    const record = JSON.parse(kept.line.toString()) as DecisionRecord
    if (record.id !== id) return null
    return { record, request: this.requestOf(record, kept.wrapped) }
  }

  /** @returns null where the store cannot search */
  async search(search: Search): Promise<DecisionRecord[] | null> {
    if (!this.sink.search) return null
    const found = await this.sink.search(search)
    return found.map(({ line }) => JSON.parse(line.toString()) as DecisionRecord)
  }

  /** Every record, the oldest first. */
  async *all(): AsyncGenerator<Decision> {
    for await (const { bytes, wrapped } of this.sink.segments()) {
      for (const line of bytes.toString().split('\n').slice(1, -1)) {
        const record = JSON.parse(line) as DecisionRecord
        const key = 'slot' in record.request ? wrapped(record.request.slot) : null
        yield { record, request: this.requestOf(record, key) }
      }
    }
  }

  private requestOf(
    { id, request }: DecisionRecord,
    wrapped: Buffer | null | undefined
  ): Decision['request'] {
    if (!('sealed' in request)) return { kept: 'hashed' }
    if (!wrapped || isErased(wrapped)) return { kept: 'erased' }
    return { kept: 'full', text: unseal(this.options.keys, id, { text: request.sealed, wrapped }) }
  }

  /** Destroys what a record holds of a person. @returns whether there was anything */
  async erase(id: string): Promise<boolean> {
    const found = await this.find(id)
    const place = placeOf(id)
    if (!place || found?.request.kept !== 'full') return false
    const { request } = found.record as { request: { slot: number } }
    await this.sink.erase(place, request.slot)
    return true
  }

  /** Drops what is older than some days, in whole segments. */
  async keepDays(days: number): Promise<void> {
    const before = new Date(this.now().getTime() - days * 86_400_000).toISOString().slice(0, 10)
    const first = await this.sink.firstFrom(before)
    if (!first || !this.tail || this.isWriting) return
    this.tail.first = first
    this.isWriting = true
    try {
      await this.write([])
      await this.sink.dropBefore(first.segment)
    } finally {
      this.isWriting = false
      if (this.queue.length > 0) void this.writeAll()
    }
  }

  /** Waits for what is being written, and lets the log go. */
  async close(): Promise<void> {
    while (this.isWriting) await new Promise(setImmediate)
    await this.opening
    await this.sink.close()
  }
}
