/** Blocks decided by one thread or several, their answers in the order of the blocks. */
import { extname } from 'node:path'
import { Piscina } from 'piscina'
import { asset } from '../../assets.ts'
import type { Tally } from '../../batch/decider.ts'
import type { Program } from '../../engine/program.ts'
import { Output } from '../../output.ts'
import { type Done, decidingOf, ROOM, type Spec } from './deciding.ts'
import type { Batch, Position } from './sources.ts'

/** Blocks that wait for each worker, so that none waits for the file. */
const AHEAD = 2

/**
 * Megabytes of a worker's heap, far more than it needs at once. Told of no limit, an engine waits for a heap to
 * become several times as large before it clears up: a hundred megabytes more for two workers.
 */
const HEAP = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 256 }

/** Blocks decided, of which the answers may still be needed: one is handed out, and one before it being written. */
const IN_HAND = 2

export interface Answers {
  /** valid until the block after the next is asked for */
  bytes: Uint8Array
  tally: Tally
}

export interface Decided extends Answers {
  /** where to go on behind this block */
  next: Position
}

/** The worker: .ts as written, .js as built. */
const WORKER = asset(`cli/batch/worker${extname(import.meta.url)}`)

/** Things made once and used again and again, in turn. */
function inTurn<Thing>(count: number, make: () => Thing): () => Thing {
  const things = Array.from({ length: count }, make)
  let used = 0
  return () => things[used++ % count] as Thing
}

async function* inOrder(
  batches: AsyncIterable<Batch>,
  decide: (batch: Batch) => Promise<Answers>,
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
    const nextOutput = inTurn(IN_HAND, () => new Output(ROOM))
    const decided = async (batch: Batch) => {
      const output = nextOutput()
      output.clear()
      return { tally: decide(batch, output), bytes: output.written }
    }
    yield* inOrder(batches, decided, 0)
    return
  }
  const pool = new Piscina({
    filename: WORKER,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: HEAP,
    workerData: spec
  })
  const ahead = threads * AHEAD
  // Answers come back in shared memory, used again and again: memory that is handed over has to be cleared up in the
  // thread it goes to, which for so much of it took a third of all the time.
  const nextRoom = inTurn(ahead + 1 + IN_HAND, () => new Uint8Array(new SharedArrayBuffer(ROOM)))
  try {
    const decide = async ({ bytes: block, first }: Batch) => {
      const room = nextRoom()
      // Memory of its own, which the worker can be given.
      const own = new Uint8Array(block)
      const done: Done = await pool.run({ bytes: own, first, room }, { transferList: [own.buffer] })
      const { bytes, length, tally } = done
      return { bytes: bytes ?? room.subarray(0, length), tally }
    }
    yield* inOrder(batches, decide, ahead)
  } finally {
    await pool.destroy()
  }
}
