/**
 * Records in PostgreSQL. A group is one transaction, with the head behind it, so that there is never anything to mend;
 * what was written already is written over with itself. Each process has a log of its own: it goes on with one that
 * nobody holds, or begins one.
 */
import pg from 'pg'
import type { Head, Heads } from '../head.ts'
import type { Place } from '../id.ts'
import { type Header, sha256 } from '../record.ts'
import type { Entry, Kept, Search, Segment, Sink, Tail } from '../sink.ts'
import { migrate } from './migrate.ts'

/** Milliseconds in which the database must answer; whoever waits for a record waits as long. */
const PATIENCE = 5000

const INSERT = `INSERT INTO decisions
  SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::date[],
    $8::jsonb[], $9::int[], $10::bytea[], $11::bytea[])
  ON CONFLICT DO NOTHING`

const INSERT_SEGMENT = 'INSERT INTO segments VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING'

const INSERT_HEAD = `INSERT INTO heads VALUES ($1, $2, $3)
  ON CONFLICT (log, turn) DO UPDATE SET head = excluded.head`

const SEARCH = `SELECT line, wrapped FROM decisions
  WHERE ($1::text IS NULL OR client = $1) AND ($2::timestamptz IS NULL OR time >= $2)
    AND ($3::timestamptz IS NULL OR time < $3)
    AND ($4::text IS NULL OR CASE WHEN $5::text IS NULL THEN outcomes ? $4
      ELSE outcomes @> jsonb_build_object($4, $5) END)
  ORDER BY time DESC, at DESC LIMIT $6`

/** The parts of the lines that are columns. */
function columnsOf(entries: readonly Entry[]) {
  const records = entries.filter(({ record }) => record !== null)
  const of = <T>(value: (entry: Entry, record: NonNullable<Entry['record']>) => T) =>
    records.map(entry => value(entry, entry.record as NonNullable<Entry['record']>))
  return [
    of(({ log }) => log),
    of(({ segment }) => segment),
    of(({ at }) => at),
    of((_, { time }) => time),
    of((_, { client }) => client),
    of((_, { route }) => route),
    of((_, { asOf }) => asOf),
    of((_, { outcomes }) => JSON.stringify(outcomes)),
    of(({ slot }) => slot),
    of(({ line }) => line),
    of(({ wrapped }) => wrapped)
  ] as const
}

/** What records are written with, once the partitions of their months are there. */
async function insert(client: pg.ClientBase, entries: readonly Entry[], months: Set<string>): Promise<void> {
  for (const { record, log, segment, line } of entries) {
    if (record) continue
    const { time } = JSON.parse(line.toString()) as Header
    await client.query(INSERT_SEGMENT, [log, segment, time, line])
  }
  const columns = columnsOf(entries)
  for (const time of columns[3]) {
    const month = time.slice(0, 7)
    if (!months.has(month)) await client.query('SELECT decisions_month($1)', [`${month}-01`])
    months.add(month)
  }
  if (columns[0].length > 0) await client.query(INSERT, [...columns])
}

export class PostgresSink implements Sink {
  /** One a day. */
  readonly segmentSize = Number.POSITIVE_INFINITY
  private readonly url: string
  private readonly readers: pg.Pool
  private writer: pg.Client | null = null
  private months = new Set<string>()
  private log: string | null = null

  constructor(url: string) {
    this.url = url
    this.readers = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: PATIENCE })
    // A connection that is idle when the database goes is made again when it is needed.
    this.readers.on('error', () => {})
  }

  /** @param log only of this one; of all when left out */
  async heads(log = this.log): Promise<string[]> {
    const { rows } = await this.readers.query<{ head: string }>(
      'SELECT head FROM heads WHERE log = $1 ORDER BY turn',
      [log]
    )
    return rows.map(({ head }) => head)
  }

  async logs(): Promise<string[]> {
    const { rows } = await this.readers.query<{ log: string }>(
      'SELECT DISTINCT log FROM segments ORDER BY log'
    )
    return rows.map(({ log }) => log)
  }

  /** Of which log segments and heads are read. */
  of(log: string): this {
    this.log = log
    return this
  }

  private async hold(client: pg.Client, log: string): Promise<boolean> {
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_try_advisory_lock(720902, hashtext($1)) AS held',
      [log]
    )
    return rows[0]?.held === true
  }

  async open(read: (heads: readonly string[]) => Heads): Promise<Tail | null> {
    await this.writer?.end().catch(() => {})
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE
    })
    // What was lost shows at the next write.
    client.on('error', () => {})
    await client.connect()
    this.writer = client
    this.months = new Set()
    await migrate(client)
    for (const log of await this.logs()) {
      const { head } = read(await this.heads(log))
      if (!head || !(await this.hold(client, log))) continue
      // Read again: whoever held it may have gone on.
      const { head: last } = read(await this.heads(log))
      this.log = log
      return this.tailAt(last as Head)
    }
    this.log = null
    return null
  }

  private async tailAt({ log, serial, segment, end, hash, first }: Head): Promise<Tail> {
    const { rows } = await this.readers.query<{ time: Date; records: string }>(
      `SELECT s.time, (SELECT count(*) FROM decisions d WHERE d.log = s.log AND d.segment = s.segment) AS records
       FROM segments s WHERE log = $1 AND segment = $2`,
      [log, segment]
    )
    const [{ time, records }] = rows as [{ time: Date; records: string }]
    const day = time.toISOString().slice(0, 10)
    return { log, segment, at: end, hash, first, serial, day, records: Number(records) }
  }

  async write(group: readonly Entry[], head: string, serial: number): Promise<void> {
    const client = this.writer as pg.Client
    const [{ log } = { log: this.log }] = group
    try {
      await client.query('BEGIN')
      if (this.log === null) await this.hold(client, log as string)
      await insert(client, group, this.months)
      await client.query(INSERT_HEAD, [log, serial % 2, head])
      await client.query('COMMIT')
      this.log = log
    } catch (error) {
      // Whether it was written is not known where the connection was lost; it is asked when the log is opened again.
      await client.end().catch(() => {})
      throw error
    }
  }

  /** Takes lines of another log in as they are: twice is once. */
  async take(entries: readonly Entry[]): Promise<void> {
    const client = await this.readers.connect()
    try {
      await client.query('BEGIN')
      await insert(client, entries, new Set())
      await client.query('COMMIT')
    } finally {
      client.release(true)
    }
  }

  async takeHeads(log: string, heads: readonly string[]): Promise<void> {
    for (const [turn, head] of heads.entries()) await this.readers.query(INSERT_HEAD, [log, turn, head])
  }

  async prepare(): Promise<void> {
    const client = await this.readers.connect()
    try {
      await migrate(client)
    } finally {
      client.release()
    }
  }

  async read({ log, segment, at }: Place): Promise<Kept | null> {
    const { rows } = await this.readers.query<Kept>(
      'SELECT line, wrapped FROM decisions WHERE log = $1 AND segment = $2 AND at = $3',
      [log, segment, at]
    )
    return rows[0] ?? null
  }

  async search({ client, from, to, measure, outcome, limit }: Search): Promise<Kept[]> {
    const { rows } = await this.readers.query<Kept>(SEARCH, [client, from, to, measure, outcome, limit])
    return rows
  }

  async erase({ log, segment, at }: Place): Promise<void> {
    await this.readers.query(
      `UPDATE decisions SET wrapped = decode(repeat('00', length(wrapped)), 'hex')
       WHERE log = $1 AND segment = $2 AND at = $3`,
      [log, segment, at]
    )
  }

  async *segments(): AsyncGenerator<Segment> {
    const { rows } = await this.readers.query<{ segment: number; line: Buffer }>(
      'SELECT segment, line FROM segments WHERE log = $1 ORDER BY segment',
      [this.log]
    )
    for (const { segment, line } of rows) {
      const { rows: records } = await this.readers.query<Kept & { slot: number }>(
        'SELECT line, wrapped, slot FROM decisions WHERE log = $1 AND segment = $2 ORDER BY at',
        [this.log, segment]
      )
      const keys = new Map(records.map(({ slot, wrapped }) => [slot, wrapped]))
      yield {
        segment,
        bytes: Buffer.concat([line, ...records.map(one => one.line)]),
        wrapped: slot => keys.get(slot)
      }
    }
  }

  async firstFrom(day: string): Promise<Head['first'] | null> {
    const { rows } = await this.readers.query<{ segment: number; line: Buffer; is_first: boolean }>(
      `SELECT segment, line, segment = (SELECT min(segment) FROM segments WHERE log = $1) AS is_first
       FROM segments WHERE log = $1 AND (time AT TIME ZONE 'UTC')::date <= $2 ORDER BY segment DESC LIMIT 1`,
      [this.log, day]
    )
    const [found] = rows
    return found && !found.is_first ? { segment: found.segment, hash: sha256(found.line) } : null
  }

  async dropBefore(segment: number): Promise<void> {
    for (const table of ['decisions', 'segments']) {
      await this.readers.query(`DELETE FROM ${table} WHERE log = $1 AND segment < $2`, [this.log, segment])
    }
  }

  async close(): Promise<void> {
    await this.writer?.end().catch(() => {})
    await this.readers.end()
  }
}
