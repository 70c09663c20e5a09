/** Packed bodies (Content-Encoding): unpacked within bounds, so that a small one does not become a large one. */
import { pipeline, type Readable } from 'node:stream'
import * as zlib from 'node:zlib'

/** What bodies may be packed with. */
const PACKINGS = {
  gzip: [zlib.gunzipSync, zlib.createGunzip],
  deflate: [zlib.inflateSync, zlib.createInflate],
  br: [zlib.brotliDecompressSync, zlib.createBrotliDecompress]
} as const
export type Packing = keyof typeof PACKINGS

/** As Accept-Encoding tells it of requests. */
export const packings = Object.keys(PACKINGS).join(', ')

/** Lines pack to a tenth or a thirtieth; what packs better than this is made to fill the machine. */
const BEST_RATIO = 200
/** Bytes from which on the ratio counts: the first lines may be all alike. */
const UNCOUNTED = 16 * 1024 * 1024

/** Thrown for a body that becomes too large when it is unpacked. */
export class TooLarge extends Error {}
/** Thrown for a body that is not packed as it says. */
export class NotPacked extends Error {}

/**
 * How a body is packed.
 * @param header Content-Encoding
 * @returns null for a body that is not packed, undefined for a way that is not known
 */
export function packingOf(header: string | undefined): Packing | null | undefined {
  if (header === undefined) return null
  const name = header.trim().toLowerCase().replace(/^x-/, '')
  if (name === '' || name === 'identity') return null
  return Object.hasOwn(PACKINGS, name) ? (name as Packing) : undefined
}

/** Unpacks a whole body. @param limit bytes that it may have, unpacked */
export function unpack(bytes: Buffer, packing: Packing, limit: number): Buffer {
  try {
    return PACKINGS[packing][0](bytes, { maxOutputLength: limit })
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? new TooLarge() : new NotPacked()
  }
}

/** Unpacks a body as it comes. */
export async function* unpacked(body: Readable, packing: Packing): AsyncGenerator<Buffer> {
  const unpacking = PACKINGS[packing][1]()
  // Whoever reads hears of errors. They leave the body as it is: the refusal goes out on its connection.
  pipeline(body.iterator({ destroyOnReturn: false }), unpacking, () => undefined)
  let length = 0
  try {
    for await (const chunk of unpacking as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > UNCOUNTED && length > BEST_RATIO * unpacking.bytesWritten) throw new TooLarge()
      yield chunk
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw /^(Z_|ERR__)/.test(code) ? new NotPacked() : error
  }
}
