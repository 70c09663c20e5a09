/**
 * The keys of the records, all from secrets of the environment: one that wraps the key of each record, and one that
 * signs where the log ends. Of several secrets the first is used, and all are taken: so they are replaced.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify
} from 'node:crypto'

const SECRET = 32
/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SubjectPublicKeyInfo. */
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex')

export const newSecret = (): string => randomBytes(SECRET).toString('base64')

const bytesOf = (base64: string, what: string): Buffer => {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === SECRET) return bytes
  throw new Error(
    `${what} must be ${SECRET} bytes in base64, or several with commas: npm run decisions -- key`
  )
}

const listOf = (text: string) => text.split(',').map(one => one.trim())

/** Names a key in four bytes, for records and heads to say which of several it was. */
const nameOf = (key: Buffer) => createHash('sha256').update(key).digest().subarray(0, 4)

interface Master {
  name: Buffer
  key: Buffer
}

/** Checks signatures; what whoever audits needs, and no secret. */
export class PublicKeys {
  private readonly keys: KeyObject[]

  constructor(keys: KeyObject[]) {
    this.keys = keys
  }

  /** @param text public keys in base64, with commas */
  static read(text: string): PublicKeys {
    const keyOf = (one: string) => Buffer.concat([PUBLIC, bytesOf(one, 'a public key')])
    return new PublicKeys(
      listOf(text).map(one => createPublicKey({ key: keyOf(one), format: 'der', type: 'spki' }))
    )
  }

  isSigned(text: string, signature: string): boolean {
    return this.keys.some(key => verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64')))
  }
}

export class Keys {
  readonly masters: readonly Master[]
  readonly public: PublicKeys
  private readonly signer: KeyObject

  private constructor(secrets: readonly Buffer[]) {
    const derive = (secret: Buffer, use: string) =>
      Buffer.from(hkdfSync('sha256', secret, '', `pinggu-policy-rules ${use}`, SECRET))
    this.masters = secrets.map(secret => {
      const key = derive(secret, 'records')
      return { name: nameOf(key), key }
    })
    const signers = secrets.map(secret =>
      createPrivateKey({
        key: Buffer.concat([PRIVATE, derive(secret, 'head')]),
        format: 'der',
        type: 'pkcs8'
      })
    )
    this.signer = signers[0] as KeyObject
    this.public = new PublicKeys(signers.map(one => createPublicKey(one)))
  }

  /**
   * @param text RECORDS_KEY
   * @throws Error saying what it must be
   */
  static read(text: string): Keys {
    return new Keys(listOf(text).map(one => bytesOf(one, 'RECORDS_KEY')))
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text), this.signer).toString('base64')
  }

  /** For whoever audits, in base64. */
  get publicKey(): string {
    const spki = createPublicKey(this.signer).export({ format: 'der', type: 'spki' })
    return spki.subarray(PUBLIC.length).toString('base64')
  }
}
