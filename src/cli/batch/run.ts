/** A run of the batch over files: reads, decides, writes, remembers how far it came. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat, truncate } from 'node:fs/promises'
import { readHeader } from '../../batch/csv/columns.ts'
import { addTo, newTally, type Tally } from '../../batch/decider.ts'
import { endLine } from '../../batch/ndjson.ts'
import type { Program } from '../../rules/compile.ts'
import { Usage } from '../rules/command.ts'
import { leadOf, type Spec } from './deciding.ts'
import { decideAll } from './pool.ts'
import type { Progress } from './progress.ts'
import type { Settings } from './settings.ts'
import { csvBatches, encodingOf, headerOf, ndjsonBatches, START } from './sources.ts'
import { fingerprintOf, readState, removeState, type State, writeState } from './state.ts'

/** Milliseconds of work that a stop may cost. */
const SAVE_EVERY = 1000

export interface Outcome {
  tally: Tally
  /** of the answers, hex; null when the run was stopped before the end */
  digest: string | null
}

/** The header of a table. @throws Usage naming every column that is not understood */
async function columnsOf(file: string, encoding: Parameters<typeof headerOf>[1], program: Program) {
  const header = await headerOf(file, encoding)
  const { problems } = readHeader(header, program.policy)
  if (problems.length > 0) throw new Usage(problems.map(text => `${file}: ${text}`).join('\n'))
  return header
}

/** @throws Usage when there is nothing to read, or when the output would be written over it */
async function checkedInput({ input, output }: Settings) {
  const found = await stat(input).catch(error => {
    throw new Usage((error as Error).message)
  })
  if (!found.isFile()) throw new Usage(`${input} is not a file`)
  // Whatever the two are called: by another path, or by a link.
  const same = await stat(output).catch(() => undefined)
  if (same?.ino === found.ino && same.dev === found.dev) throw new Usage('IN and OUT have to be two files')
  return found
}

async function sourceOf({ input, from, options: { explain = 'none' } }: Settings, program: Program) {
  type At = State['position']
  if (from === 'ndjson') return { header: null, batches: (at: At) => ndjsonBatches(input, at, explain) }
  const encoding = await encodingOf(input)
  const header = await columnsOf(input, encoding, program)
  return { header, batches: (at: At) => csvBatches(input, encoding, at, explain) }
}

/** What an earlier run left. @throws Usage when it cannot be gone on with */
async function resumable(settings: Settings, fingerprint: (asOf: string) => string) {
  const left = await readState(settings.output)
  if (!left) return undefined
  if (!settings.resume) {
    throw new Usage(
      `${settings.output} is unfinished: go on with --resume, or delete ${settings.output}.unfinished`
    )
  }
  const { output } = settings
  const refuse = (why: string) =>
    new Usage(`${output} cannot be resumed: ${why}; delete ${output}.unfinished to start over`)
  if (left.fingerprint !== fingerprint(settings.options.asOf ?? left.asOf)) {
    throw refuse('the input, the options or the rules have changed')
  }
  // Cutting it to length would make it longer.
  if ((await stat(output)).size < left.written) throw refuse('some of it is gone')
  return left
}

/**
 * Decides a file.
 * @param today the day for applicants that name none
 * @param signal stops between two blocks; what was answered until then is kept for --resume
 * @throws Usage when the input cannot be read, or the earlier run cannot be resumed
 */
export async function run(
  program: Program,
  settings: Settings,
  today: string,
  progress: Progress,
  signal: AbortSignal
): Promise<Outcome> {
  const { output, to, options, threads } = settings
  const { size, mtimeMs } = await checkedInput(settings)
  // More, when the file has grown since.
  const partOf = (offset: number) => Math.min(offset / size, 1)
  const { header, batches } = await sourceOf(settings, program)
  const specOn = (asOf: string): Spec => ({ header, to, options: { ...options, asOf } })
  const fingerprint = (asOf: string) => fingerprintOf(program.policy.digest, specOn(asOf), { size, mtimeMs })
  const left = await resumable(settings, fingerprint)
  const asOf = options.asOf ?? left?.asOf ?? today
  const spec = specOn(asOf)
  const state: State = left ?? {
    fingerprint: fingerprint(asOf),
    asOf,
    position: START,
    written: 0,
    tally: newTally()
  }
  const hash = createHash('sha256')
  if (left) {
    await truncate(output, left.written)
    for await (const chunk of createReadStream(output)) hash.update(chunk as Buffer)
  }
  let digest = ''
  const file = await open(output, left ? 'a' : 'w')
  let writing: Promise<void> = Promise.resolve()
  const write = (bytes: Uint8Array) => {
    hash.update(bytes)
    state.written += bytes.length
    writing = file.writeFile(bytes)
    // Heard of when it is waited for.
    writing.catch(() => {})
  }
  const save = async () => {
    await file.datasync()
    await writeState(output, state)
  }
  try {
    await writeState(output, state)
    let saved = { at: performance.now(), written: state.written }
    progress.begin(partOf(state.position.offset), state.tally.lines)
    if (state.written === 0) write(Buffer.from(leadOf(program, spec)))
    for await (const { bytes, tally, next } of decideAll(batches(state.position), program, spec, threads)) {
      await writing
      if (signal.aborted) break
      // Not before the first block is written: what workers need to start would count as work.
      if (state.written > saved.written && performance.now() - saved.at > SAVE_EVERY) {
        await save()
        saved = { at: performance.now(), written: state.written }
      }
      write(bytes)
      addTo(state.tally, tally)
      state.position = next
      progress.show(partOf(next.offset), state.tally.lines)
    }
    await writing
    if (signal.aborted) {
      await save()
      return { tally: state.tally, digest: null }
    }
    digest = hash.digest('hex')
    if (to === 'ndjson') await file.writeFile(endLine(program.policy, state.tally, digest))
    await file.datasync()
  } finally {
    await file.close()
    progress.end()
  }
  await removeState(output)
  return { tally: state.tally, digest }
}
