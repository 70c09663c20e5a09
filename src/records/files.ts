/**
 * Records in files: segments that only grow and are never written again once the next is begun, the wrapped keys of
 * each beside it, and the signed head twice, written in turn.
 */
import {
  access,
  chmod,
  constants,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  truncate
} from 'node:fs/promises'
import { join } from 'node:path'
import { lockFile } from '../lock.ts'
import type { Head, Heads } from './head.ts'
import type { Place } from './id.ts'
import { type DecisionRecord, type Header, sha256 } from './record.ts'
import { WRAPPED } from './seal.ts'
import type { Entry, Kept, Segment, Sink, Tail } from './sink.ts'

const SEGMENT_SIZE = 64 * 1024 * 1024
/** Bytes read at once when one record is looked up. */
const BLOCK = 16 * 1024
const LF = 0x0a
const HEADS = ['head-0.json', 'head-1.json'] as const

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code

/** @returns null where there is no such file */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

async function writeAt(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}

interface Open {
  segment: number
  log: FileHandle
  keys: FileHandle
}

export class FileSink implements Sink {
  readonly segmentSize: number
  private readonly folder: string
  private unlock: (() => Promise<void>) | null = null
  private current: Open | null = null

  constructor(folder: string, segmentSize = SEGMENT_SIZE) {
    this.folder = folder
    this.segmentSize = segmentSize
  }

  private path(segment: number, kind: 'log' | 'keys'): string {
    return join(this.folder, `${String(segment).padStart(8, '0')}.${kind}`)
  }

  private async numbers(): Promise<number[]> {
    const files = (await orNull(readdir(this.folder))) ?? []
    return files
      .flatMap(file => (/^\d{8}\.log$/.test(file) ? [Number.parseInt(file, 10)] : []))
      .sort((a, b) => a - b)
  }

  async heads(): Promise<string[]> {
    const texts = await Promise.all(HEADS.map(name => orNull(readFile(join(this.folder, name), 'utf8'))))
    return texts.filter(text => text !== null)
  }

  async open(read: (heads: readonly string[]) => Heads): Promise<Tail | null> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    this.unlock ??= await lockFile(join(this.folder, 'lock'))
    if (!this.unlock) throw new Error(`another process keeps records in ${this.folder}`)
    try {
      await this.release()
      await access(this.folder, constants.W_OK)
      return await this.mended(read(await this.heads()))
    } catch (error) {
      await this.close()
      throw error
    }
  }

  private async mended({ head, isForeign }: Heads): Promise<Tail | null> {
    const numbers = await this.numbers()
    if (isForeign || (!head && numbers.length > 1)) {
      throw new Error(`${this.folder} has no head that is signed by a key of RECORDS_KEY`)
    }
    // Without a head, the first segment was begun and never answered for.
    for (const number of numbers) if (!head || number > head.segment) await this.remove(number)
    return head && this.tailAt(head)
  }

  private async tailAt({ log, serial, segment, end, hash, first }: Head): Promise<Tail> {
    const path = this.path(segment, 'log')
    const bytes = ((await orNull(readFile(path))) ?? Buffer.alloc(0)).subarray(0, end)
    const lines = bytes.toString().split('\n')
    const last = `${lines.at(-2)}\n`
    if (bytes.length < end || sha256(last) !== hash) {
      throw new Error(`${path} is not as it was signed: npm run decisions -- verify`)
    }
    await truncate(path, end)
    const day = (JSON.parse(lines[0] as string) as Header).time.slice(0, 10)
    // Without its first line, and what is behind the last line end.
    return { log, segment, at: end, hash, first, serial, day, records: lines.length - 2 }
  }

  private async remove(segment: number): Promise<void> {
    for (const kind of ['log', 'keys'] as const) await rm(this.path(segment, kind), { force: true })
  }

  /** Lets the files go that are open for writing. */
  private async release(): Promise<void> {
    const { current } = this
    this.current = null
    await current?.log.close()
    await current?.keys.close()
  }

  /** The files of a segment; of the one before, nothing is written any more. */
  private async at(segment: number): Promise<Open> {
    if (this.current?.segment === segment) return this.current
    if (this.current) {
      await chmod(this.path(this.current.segment, 'log'), 0o400)
      await this.release()
    }
    const flags = constants.O_CREAT | constants.O_RDWR
    const log = await open(this.path(segment, 'log'), flags, 0o600)
    const keys = await open(this.path(segment, 'keys'), flags, 0o600)
    this.current = { segment, log, keys }
    const folder = await open(this.folder)
    await folder.sync()
    await folder.close()
    return this.current
  }

  private async writeSegment(entries: readonly Entry[]): Promise<void> {
    const [first] = entries as [Entry]
    const { log, keys } = await this.at(first.segment)
    await writeAt(log, Buffer.concat(entries.map(({ line }) => line)), first.at)
    const sealed = entries.filter(({ wrapped }) => wrapped)
    if (sealed.length > 0) {
      const from = (sealed[0] as Entry).slot
      const slots = Buffer.alloc(((sealed.at(-1) as Entry).slot - from + 1) * WRAPPED)
      for (const { slot, wrapped } of sealed) slots.set(wrapped as Buffer, (slot - from) * WRAPPED)
      await writeAt(keys, slots, from * WRAPPED)
    }
    await Promise.all([log.datasync(), sealed.length > 0 && keys.datasync()])
  }

  async write(group: readonly Entry[], head: string, serial: number): Promise<void> {
    for (let from = 0; from < group.length; ) {
      const { segment } = group[from] as Entry
      let to = from
      while (group[to]?.segment === segment) to++
      await this.writeSegment(group.slice(from, to))
      from = to
    }
    const name = join(this.folder, HEADS[serial % 2] as string)
    const file = await open(name, constants.O_CREAT | constants.O_RDWR, 0o600)
    try {
      await writeAt(file, Buffer.from(head), 0)
      await file.truncate(Buffer.byteLength(head))
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  private async wrappedAt(segment: number, slot: number): Promise<Buffer | null> {
    const file = await orNull(open(this.path(segment, 'keys')))
    if (!file) return null
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(WRAPPED), 0, WRAPPED, slot * WRAPPED)
      return bytesRead === WRAPPED ? buffer : null
    } finally {
      await file.close()
    }
  }

  private async lineAt({ segment, at }: Place): Promise<Buffer | null> {
    const file = await orNull(open(this.path(segment, 'log')))
    if (!file) return null
    try {
      let line = Buffer.alloc(0)
      for (;;) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(BLOCK), 0, BLOCK, at + line.length)
        if (bytesRead === 0) return null
        const end = buffer.subarray(0, bytesRead).indexOf(LF)
        line = Buffer.concat([line, buffer.subarray(0, end < 0 ? bytesRead : end)])
        if (end >= 0) return line
      }
    } finally {
      await file.close()
    }
  }

  async read(place: Place): Promise<Kept | null> {
    const line = await this.lineAt(place)
    try {
      const { request } = JSON.parse(String(line)) as DecisionRecord
      const wrapped = 'slot' in request ? await this.wrappedAt(place.segment, request.slot) : null
      return { line: line as Buffer, wrapped }
    } catch {
      // No record starts here.
      return null
    }
  }

  async erase({ segment }: Place, slot: number): Promise<void> {
    const file = await open(this.path(segment, 'keys'), constants.O_RDWR)
    try {
      await writeAt(file, Buffer.alloc(WRAPPED), slot * WRAPPED)
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  async *segments(): AsyncGenerator<Segment> {
    for (const segment of await this.numbers()) {
      const bytes = await readFile(this.path(segment, 'log'))
      const keys = (await orNull(readFile(this.path(segment, 'keys')))) ?? Buffer.alloc(0)
      const wrapped = (slot: number) => {
        const found = keys.subarray(slot * WRAPPED, (slot + 1) * WRAPPED)
        return found.length === WRAPPED ? found : null
      }
      yield { segment, bytes, wrapped }
    }
  }

  private async headerOf(segment: number): Promise<{ hash: string; time: string }> {
    const line = String(await this.lineAt({ log: '', segment, at: 0 }))
    return { hash: sha256(`${line}\n`), time: (JSON.parse(line) as Header).time }
  }

  async firstFrom(day: string): Promise<Head['first'] | null> {
    const numbers = await this.numbers()
    let first: Head['first'] | null = null
    for (const segment of numbers.slice(1)) {
      const { hash, time } = await this.headerOf(segment)
      // All that stands before was written before that.
      if (time.slice(0, 10) > day) break
      first = { segment, hash }
    }
    return first
  }

  async dropBefore(segment: number): Promise<void> {
    for (const number of await this.numbers()) if (number < segment) await this.remove(number)
  }

  async close(): Promise<void> {
    await this.release()
    await this.unlock?.()
    this.unlock = null
  }
}
