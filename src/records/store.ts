/** The store of records that a setting names, and copying one into the other. */
import { FileSink } from './files.ts'
import type { PostgresSink } from './postgres/sink.ts'
import type { DecisionRecord, Header } from './record.ts'
import type { Entry, Sink } from './sink.ts'

/** @param place a folder, or postgres://… */
export async function sinkAt(place: string): Promise<Sink> {
  if (!/^postgres(ql)?:/.test(place)) return new FileSink(place)
  // Only where it is needed: it takes a tenth of a start.
  const { PostgresSink } = await import('./postgres/sink.ts')
  return new PostgresSink(place)
}

/** Entries that are taken in one go. */
const GROUP = 1000

/**
 * Copies a log into a database, as it is; what is there already stays, so it may be done again at any time.
 * @returns how many records there are
 */
export async function ship(from: Sink, to: PostgresSink): Promise<number> {
  await to.prepare()
  // First: what is written meanwhile comes with the next time.
  const heads = await from.heads()
  let records = 0
  let log = ''
  for await (const { segment, bytes, wrapped } of from.segments()) {
    let at = 0
    let slot = 0
    let group: Entry[] = []
    for (const text of bytes.toString().split('\n').slice(0, -1)) {
      const line = Buffer.from(`${text}\n`)
      if (at === 0) log = (JSON.parse(text) as Header).log
      const record = at === 0 ? null : (JSON.parse(text) as DecisionRecord)
      group.push({ log, segment, at, line, record, slot, wrapped: record && wrapped(slot) })
      at += line.length
      if (record) {
        slot++
        records++
      }
      if (group.length === GROUP) {
        await to.take(group)
        group = []
      }
    }
    await to.take(group)
  }
  await to.takeHeads(log, heads)
  return records
}
