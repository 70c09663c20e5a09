/** Who may ask: the commands that write clients.json. A key is shown once, when it is made. */
import { RECORDS, SCOPES, UNRECORDED } from '../../clients/format.ts'
import { hashOf, newKey } from '../../clients/key.ts'
import { type Command, FINE, type Io, parse, Usage } from '../frame/command.ts'
import { mainOf } from '../frame/main.ts'
import { type Entry, readFile, writeFile } from './file.ts'

const FILE = { file: { type: 'string', default: 'clients.json' } } as const

/** The one argument of a command: the id of a client. */
function idIn(positionals: readonly string[]): string {
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0) throw new Usage('one client is named, by its id')
  return id
}

function entryIn(entries: readonly Entry[], id: string): Entry {
  const entry = entries.find(one => one.id === id)
  if (!entry) throw new Usage(`there is no client ${id}`)
  return entry
}

/** A list with commas, or nothing. */
const listIn = (text: string | undefined) => text?.split(',').map(one => one.trim())

function show(io: Io, key: string): void {
  io.err('The key, shown this once; only its hash is kept:\n')
  io.out(`${key}\n`)
}

const add: Command = {
  name: 'add',
  summary: 'lets one more client ask, and prints its key',
  help: `Usage: npm run clients -- add ID --name NAME [options]

  --scopes LIST       of ${SCOPES.join(', ')}; default read,decide
  --per-minute N      cost units, a tenth of a millisecond each; default 6000
  --per-day N         default 1000000
  --valid-until DAY   the last day, YYYY-MM-DD
  --networks LIST     addresses or networks such as 10.1.0.0/16 that it calls from
  --signing           requests may be signed
  --record WHAT       ${RECORDS.join(', ')}; default none
  --unrecorded WHAT   what it wants when its decision cannot be recorded: ${UNRECORDED.join(', ')}; default refuse
  --file FILE         default: clients.json
`,
  async run(args, io) {
    const { values, positionals } = parse(args, {
      ...FILE,
      name: { type: 'string' },
      scopes: { type: 'string', default: 'read,decide' },
      'per-minute': { type: 'string', default: '6000' },
      'per-day': { type: 'string', default: '1000000' },
      'valid-until': { type: 'string' },
      networks: { type: 'string' },
      signing: { type: 'boolean', default: false },
      record: { type: 'string', default: 'none' },
      unrecorded: { type: 'string', default: 'refuse' }
    })
    const id = idIn(positionals)
    const entries = readFile(values.file)
    if (entries.some(one => one.id === id)) throw new Usage(`there is a client ${id} already`)
    const key = newKey(id)
    const networks = listIn(values.networks)
    writeFile(values.file, [
      ...entries,
      {
        id,
        name: values.name ?? '',
        keys: [hashOf(key)],
        scopes: listIn(values.scopes) as Entry['scopes'],
        quota: { perMinute: Number(values['per-minute']), perDay: Number(values['per-day']) },
        ...(values['valid-until'] !== undefined && { validUntil: values['valid-until'] }),
        ...(networks && { networks }),
        ...(values.signing && { signing: true }),
        record: values.record as Entry['record'],
        unrecorded: values.unrecorded as Entry['unrecorded']
      }
    ])
    show(io, key)
    return FINE
  }
}

const rotate: Command = {
  name: 'rotate',
  summary: 'gives a client a new key beside the one it has',
  help: `Usage: npm run clients -- rotate ID [--file FILE]

The last key stays good until the next rotation, or until "revoke ID --old".
`,
  async run(args, io) {
    const { values, positionals } = parse(args, FILE)
    const entries = readFile(values.file)
    const entry = entryIn(entries, idIn(positionals))
    const key = newKey(entry.id)
    entry.keys = [...entry.keys.slice(-1), hashOf(key)]
    writeFile(values.file, entries)
    show(io, key)
    return FINE
  }
}

const revoke: Command = {
  name: 'revoke',
  summary: 'takes a client out, or its old key',
  help: `Usage: npm run clients -- revoke ID [--old] [--file FILE]

  --old   only the older of its two keys
`,
  async run(args, io) {
    const { values, positionals } = parse(args, { ...FILE, old: { type: 'boolean', default: false } })
    const entries = readFile(values.file)
    const entry = entryIn(entries, idIn(positionals))
    if (values.old) {
      if (entry.keys.length === 1) throw new Usage(`${entry.id} has no old key`)
      entry.keys = entry.keys.slice(-1)
    }
    writeFile(values.file, values.old ? entries : entries.filter(one => one !== entry))
    io.out(values.old ? `${entry.id}: the old key is gone\n` : `${entry.id} is gone\n`)
    return FINE
  }
}

const list: Command = {
  name: 'list',
  summary: 'shows who may ask',
  help: 'Usage: npm run clients -- list [--json] [--file FILE]\n',
  async run(args, io) {
    const { values } = parse(args, { ...FILE, json: { type: 'boolean', default: false } })
    const entries = readFile(values.file)
    if (values.json) io.out(`${JSON.stringify(entries, null, 2)}\n`)
    for (const { id, name, scopes, keys, quota, validUntil = 'for good', record } of values.json
      ? []
      : entries) {
      const kept = `${keys.length} key${keys.length > 1 ? 's' : ''}, ${validUntil}, record ${record}`
      io.out(`${id}\t${name}\t${scopes.join(',')}\t${quota.perMinute}/min ${quota.perDay}/day\t${kept}\n`)
    }
    return FINE
  }
}

export const main = mainOf(
  'clients',
  [add, rotate, revoke, list],
  'A running service takes up the change within a second or two, or on SIGHUP.'
)
