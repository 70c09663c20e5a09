/**
 * The limit of a batch: reads NDJSON, parses every line, writes it again; where ANSWERS are given, on one thread, it
 * writes those in turn, and the last line with the digest of all, as the batch has to.
 * Packed before it is run: `copy.js IN OUT THREADS [ANSWERS]`
 */
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import { copied } from './parse.ts'

const CHUNK = 256 * 1024
/** Blocks that wait for each worker. */
const AHEAD = 2

const [input, output, threads, answersFile] = process.argv.slice(2) as [string, string, string, string?]

/** A file in blocks of whole lines. */
async function* blocks(): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array()
  for await (const chunk of createReadStream(input, { highWaterMark: CHUNK })) {
    const end = (chunk as Buffer).lastIndexOf(10) + 1
    const block = new Uint8Array(rest.length + end)
    block.set(rest)
    block.set((chunk as Buffer).subarray(0, end), rest.length)
    yield block
    rest = (chunk as Buffer).subarray(end)
  }
}

const file = await open(output, 'w')
const hash = answersFile === undefined ? null : createHash('sha256')
function write(bytes: Uint8Array) {
  hash?.update(bytes)
  return file.writeFile(bytes)
}
if (threads === '1') {
  const answers = answersFile ? readFileSync(answersFile, 'utf8').trimEnd().split('\n') : undefined
  for await (const block of blocks()) {
    await write(copied(block, answers))
  }
} else {
  const pool = new Piscina({
    filename: fileURLToPath(new URL('./parse.js', import.meta.url)),
    minThreads: Number(threads),
    maxThreads: Number(threads)
  })
  const pending: Promise<Uint8Array>[] = []
  for await (const block of blocks()) {
    pending.push(pool.run(block, { transferList: [block.buffer as ArrayBuffer] }) as Promise<Uint8Array>)
    if (pending.length > Number(threads) * AHEAD) await write((await pending.shift()) as Uint8Array)
  }
  for (const block of pending) await write(await block)
  await pool.destroy()
}
if (hash) await file.writeFile(`${JSON.stringify({ end: { digest: `sha256:${hash.digest('hex')}` } })}\n`)
await file.close()
