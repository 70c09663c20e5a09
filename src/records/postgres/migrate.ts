/** The schema of the database, in numbered steps: each is done once, in its turn, by whoever comes first. */
import { readdirSync, readFileSync } from 'node:fs'
import type { ClientBase } from 'pg'
import { asset } from '../../assets.ts'

const FOLDER = asset('records/postgres/migrations')
/** Of all who migrate at once, one does. */
const LOCK = 720900

export async function migrate(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK])
  try {
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, done timestamptz NOT NULL)'
    )
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations')
    const done = new Set(rows.map(({ name }) => name))
    for (const name of readdirSync(FOLDER).sort()) {
      if (done.has(name)) continue
      await client.query('BEGIN')
      await client.query(readFileSync(`${FOLDER}/${name}`, 'utf8'))
      await client.query('INSERT INTO migrations VALUES ($1, now())', [name])
      await client.query('COMMIT')
    }
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK])
  }
}
