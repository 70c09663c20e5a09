/** A process that takes down decisions as fast as it can, and says the id of each when it is on record. To be killed. */
import { Keys } from '../src/records/keys.ts'
import { Ledger } from '../src/records/ledger.ts'
import { sinkAt } from '../src/records/store.ts'

/** Decisions at once. */
const CALLERS = 8

const [place = ''] = process.argv.slice(2)
const ledger = new Ledger(await sinkAt(place), {
  keys: Keys.read(process.env.RECORDS_KEY ?? ''),
  engine: '1.0.0'
})
await ledger.open()
const body = Buffer.from('{"results":[]}')
const caller = async () => {
  for (;;) {
    const { id, written } = ledger.append(() => ({
      client: null,
      route: 'POST /eligibility',
      policies: [],
      asOf: '2022-07-01',
      outcomes: {},
      amounts: {},
      request: '{"facts":{}}',
      keep: 'full',
      body
    }))
    await written
    // To a pipe, at once: what was said is with the parent when this process is gone.
    process.stdout.write(`${id}\n`)
  }
}
await Promise.all(Array.from({ length: CALLERS }, caller))
