/** Sends a request and waits for the answer, with a bound on how long that may take. */
import { Agent, request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Sent } from './requests.ts'

export interface Received {
  status: number
  headers: NodeJS.Dict<string | string[]>
  body: Buffer
  milliseconds: number
}

/** An answer that takes longer than this is a hang; on a machine that is busy with other things some take ten. */
export const HANG_SECONDS = 60

const agent = new Agent({ keepAlive: true, maxSockets: 8 })

const unpackers: Record<string, (bytes: Buffer) => Buffer> = { gzip: gunzipSync, br: brotliDecompressSync }

/** @throws Error when no answer came in time, or the connection was cut */
export function send(url: string, { method, path, headers, body }: Sent): Promise<Received> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}${path}`,
      { method, headers: { ...headers, ...(body && { 'content-length': String(body.length) }) }, agent },
      response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const bytes = Buffer.concat(chunks)
          const unpack = unpackers[String(response.headers['content-encoding'])]
          resolve({
            status: response.statusCode as number,
            headers: response.headers,
            body: unpack && bytes.length > 0 ? unpack(bytes) : bytes,
            milliseconds: performance.now() - began
          })
        })
      }
    )
    sent.setTimeout(HANG_SECONDS * 1000, () => sent.destroy(new Error(`no answer within ${HANG_SECONDS} s`)))
    sent.on('error', reject)
    sent.end(body)
  })
}
