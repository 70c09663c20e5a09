/** clients.json: who may ask, what for, and how much. */
import { BlockList, isIP } from 'node:net'
import { type Static, Type } from 'typebox'
import { strictAjv } from '../ajv.ts'
import { oneOf, strictObject } from '../schemas/common.ts'

/** What a client may be let to do; every operation needs one of them. */
export const SCOPES = ['read', 'decide', 'batch', 'record', 'mcp'] as const
export type Scope = (typeof SCOPES)[number]

/** What is kept of a client's decisions. */
export const RECORDS = ['none', 'hashed', 'full'] as const
export type Recording = (typeof RECORDS)[number]

/** What a client wants when its decision cannot be recorded: no answer, or one that says so. */
export const UNRECORDED = ['refuse', 'answer'] as const

export const ClientSchema = strictObject({
  id: Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$' }),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  /** SHA-256 of each key, in hex; two while a key is being replaced */
  keys: Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), {
    minItems: 1,
    maxItems: 2,
    uniqueItems: true
  }),
  scopes: Type.Array(oneOf(SCOPES), { uniqueItems: true }),
  /** cost units: one is a tenth of a millisecond of a core */
  quota: strictObject({
    perMinute: Type.Integer({ minimum: 1 }),
    perDay: Type.Integer({ minimum: 1 })
  }),
  /** the last day, YYYY-MM-DD, on which the keys are taken */
  validUntil: Type.Optional(Type.String({ format: 'date' })),
  /** addresses, or networks such as 10.1.0.0/16, that the client calls from; anywhere when left out */
  networks: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  /** whether requests may be signed; the hash of the key is then a secret too */
  signing: Type.Optional(Type.Boolean()),
  record: oneOf(RECORDS),
  unrecorded: oneOf(UNRECORDED)
})
export type Client = Static<typeof ClientSchema>

const FileSchema = strictObject({ clients: Type.Array(ClientSchema) })
const fits = strictAjv().compile<Static<typeof FileSchema>>(FileSchema)

/** @returns undefined where the text is neither an address nor a network */
function addTo(list: BlockList, network: string): true | undefined {
  const [address = '', bits, ...more] = network.split('/')
  const version = isIP(address)
  const widest = version === 6 ? 128 : 32
  if (!version || more.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined
  if (Number(bits) > widest) return undefined
  list.addSubnet(address, bits === undefined ? widest : Number(bits), version === 6 ? 'ipv6' : 'ipv4')
  return true
}

/** A client that calls may be checked against. */
export interface KnownClient extends Client {
  digests: readonly Buffer[]
  /** null for anywhere */
  allowed: BlockList | null
}

function known(client: Client, faults: string[]): KnownClient {
  const allowed = client.networks ? new BlockList() : null
  for (const network of client.networks ?? []) {
    if (allowed && !addTo(allowed, network)) faults.push(`${client.id}: "${network}" is no network`)
  }
  return { ...client, allowed, digests: client.keys.map(hex => Buffer.from(hex, 'hex')) }
}

/**
 * Reads the text of clients.json.
 * @throws Error in one line, naming every fault
 */
export function readClients(text: string): Map<string, KnownClient> {
  const file: unknown = JSON.parse(text)
  if (!fits(file)) {
    const faults = fits.errors?.map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
    throw new Error(faults?.join('; '))
  }
  const faults: string[] = []
  const clients = new Map<string, KnownClient>()
  const keys = new Set<string>()
  for (const client of file.clients) {
    if (clients.has(client.id)) faults.push(`${client.id} is there twice`)
    for (const key of client.keys) {
      if (keys.has(key)) faults.push(`${client.id} has a key of another client`)
      keys.add(key)
    }
    clients.set(client.id, known(client, faults))
  }
  if (faults.length > 0) throw new Error(faults.join('; '))
  return clients
}

/**
 * Refuses clients whose decisions are to be recorded where nothing is: nobody would hear of it.
 * @param isRecorded whether there is a place for records
 */
export const needRecords = (isRecorded: boolean) => (clients: Iterable<Client>) => {
  for (const { id, record } of clients) {
    if (!isRecorded && record !== 'none')
      throw new Error(`${id} has record: ${record}, and RECORDS is not set`)
  }
}
