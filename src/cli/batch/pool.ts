/** Blocks decided by one thread or several, their answers in the order of the blocks. */
import { extname } from 'node:path'
import { Piscina } from 'piscina'
import { asset } from '../../assets.ts'
import type { Program } from '../../rules/compile.ts'
import { type Done, decidingOf, type Spec } from './deciding.ts'
import type { Batch, Position } from './sources.ts'

/** Blocks that wait for each worker, so that none waits for the file. */
const AHEAD = 2

/**
 * Megabytes of a worker's heap, far more than it needs at once. Told of no limit, an engine waits for a heap to
 * become several times as large before it clears up: a hundred megabytes more for two workers.
 */
const HEAP = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 256 }

export interface Decided extends Done {
  /** where to go on behind this block */
  next: Position
}

/** The worker: .ts as written, .js as built. */
const WORKER = asset(`cli/batch/worker${extname(import.meta.url)}`)

async function* inOrder(
  batches: AsyncIterable<Batch>,
  decide: (batch: Batch) => Promise<Done>,
  ahead: number
): AsyncGenerator<Decided> {
  const pending: Promise<Decided>[] = []
  for await (const batch of batches) {
    const decided = decide(batch).then(done => ({ ...done, next: batch.next }))
    // One that fails is heard of when its turn comes.
    decided.catch(() => {})
    pending.push(decided)
    if (pending.length > ahead) yield (await pending.shift()) as Decided
  }
  for (const decided of pending) yield await decided
}

/**
 * Decides every block.
 * @param threads 1 decides in this thread
 */
export async function* decideAll(
  batches: AsyncIterable<Batch>,
  program: Program,
  spec: Spec,
  threads: number
): AsyncGenerator<Decided> {
  if (threads === 1) {
    const decide = decidingOf(program, spec)
    yield* inOrder(batches, async batch => decide(batch), 0)
    return
  }
  const pool = new Piscina({
    filename: WORKER,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: HEAP,
    workerData: spec
  })
  try {
    const decide = ({ bytes, first }: Batch) => {
      // Memory of its own, which the worker can be given.
      const own = new Uint8Array(bytes)
      return pool.run({ bytes: own, first }, { transferList: [own.buffer] }) as Promise<Done>
    }
    yield* inOrder(batches, decide, threads * AHEAD)
  } finally {
    await pool.destroy()
  }
}
