/** A run of the batch over files: reads, decides, writes, remembers how far it came. */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, realpath, rm, stat, truncate } from 'node:fs/promises'
import { placesIn } from '../../batch/csv/details.ts'
import { addTo, newTally, type Tally } from '../../batch/decider.ts'
import { endLine } from '../../batch/ndjson.ts'
import { HELD } from '../../batch/xlsx/workbook.ts'
import type { Program } from '../../engine/program.ts'
import { Usage } from '../frame/command.ts'
import { leadOf, type Spec } from './deciding.ts'
import { lock } from './lock.ts'
import { decideAll } from './pool.ts'
import type { Progress } from './progress.ts'
import type { Settings } from './settings.ts'
import { writeWorkbook } from './sheets.ts'
import { shownIn } from './shown.ts'
import { type Source, sourceOf } from './source.ts'
import { fingerprintOf, readState, removeState, type State, writeState } from './state.ts'

/** Milliseconds of work that a stop may cost. */
const SAVE_EVERY = 1000

export interface Outcome {
  tally: Tally
  /** of the answers, hex; null when the run was stopped before the end */
  digest: string | null
}

/** @throws Usage when there is nothing to read, or when the output would be written over it */
async function checkedInput({ input, output }: Settings) {
  const found = await stat(input)
  if (!found.isFile()) throw new Usage(`${input} 不是文件`)
  // Whatever the two are called: by another path, or by a link.
  const same = await stat(output).catch(() => undefined)
  if (same?.ino === found.ino && same.dev === found.dev) throw new Usage('IN 和 OUT 要是两个文件')
  return found
}

/** What an earlier run left. @throws Usage when it cannot be gone on with */
async function resumable({ output, resume, options }: Settings, fingerprint: (asOf: string) => string) {
  const left = await readState(output)
  if (!left || (left.failed && !resume)) return undefined
  if (!resume) {
    throw new Usage(`${output} 上次没有做完：加上 --resume 接着做；要从头再来，请删除 ${output}.unfinished`)
  }
  if (left.fingerprint !== fingerprint(options.asOf ?? left.asOf)) {
    throw new Usage(`${output} 不能接着做：输入、选项或规则变了；要从头再来，请删除 ${output}.unfinished`)
  }
  return left
}

/** The digest of what an earlier run has written, to be gone on with. @throws Usage when that is not there any more */
async function digestOf(output: string, { written, digest }: State): Promise<Hash> {
  const hash = createHash('sha256')
  // Cutting it to length would make it longer.
  if ((await stat(output)).size >= written) {
    await truncate(output, written)
    for await (const chunk of createReadStream(output)) hash.update(chunk as Buffer)
    if (hash.copy().digest('hex') === digest) return hash
  }
  throw new Usage(`${output} 不能接着做：已写好的部分缺了或者被改过；要从头再来，请删除 ${output}.unfinished`)
}

/** Answers on their way into the output, and how far they are known to be there. */
class Writing {
  private readonly output: string
  private readonly file: FileHandle
  private readonly hash: Hash
  private readonly state: State
  private pending: Promise<void> = Promise.resolve()
  private saved: { at: number; state: State } | undefined

  constructor(output: string, file: FileHandle, hash: Hash, state: State) {
    this.output = output
    this.file = file
    this.hash = hash
    this.state = state
  }

  write(bytes: Uint8Array): void {
    this.hash.update(bytes)
    this.state.written += bytes.length
    this.pending = this.file.writeFile(bytes)
    // Heard of when it is waited for.
    this.pending.catch(() => {})
  }

  written(): Promise<void> {
    return this.pending
  }

  /** Only when all is written. */
  async save(): Promise<void> {
    this.state.digest = this.hash.copy().digest('hex')
    await this.file.datasync()
    await writeState(this.output, this.state)
    this.saved = { at: performance.now(), state: structuredClone(this.state) }
  }

  /** Saves where that was long ago. */
  async saveSometimes(): Promise<void> {
    // Not before the first block is written: what workers need to start would count as work.
    const { at, state } = this.saved as NonNullable<typeof this.saved>
    if (this.state.written > state.written && performance.now() - at > SAVE_EVERY) await this.save()
  }

  /** @param last what comes behind the digest */
  async finish(last: (digest: string) => string): Promise<string> {
    const digest = this.hash.digest('hex')
    await this.file.writeFile(last(digest))
    await this.file.datasync()
    return digest
  }

  /** Leaves nothing that is in the way of the next run: what was answered is kept for --resume alone. */
  async fail(): Promise<void> {
    const state = this.saved?.state
    if (state && state.tally.lines > 0) {
      await writeState(this.output, { ...state, failed: true })
    } else {
      await removeState(this.output)
      await rm(this.output)
    }
  }
}

/**
 * Decides a file.
 * @param today the day for applicants that name none
 * @param signal stops between two blocks; what was answered until then is kept for --resume
 * @param say tells what of the input or the answers is left out, a line each
 * @throws Usage when the input cannot be read, or the earlier run cannot be resumed
 */
export async function run(
  program: Program,
  given: Settings,
  today: string,
  progress: Progress,
  signal: AbortSignal,
  say: (text: string) => void
): Promise<Outcome> {
  const { size, mtimeMs } = await checkedInput(given)
  // By whatever name: two runs must not write one file.
  const output = await realpath(given.output).catch(() => given.output)
  // A workbook is made of a table in text, when that is done.
  const settings = { ...given, output: given.to === 'xlsx' ? `${output}.csv` : output }
  const source = await sourceOf(settings, program, say)
  if (source.beside.length > 0) {
    const out = settings.to !== 'ndjson' ? '，原样带到答案里' : '，答案里也不带（OUT 是表格才带）'
    say(`不是事实的列，不参与判断${out}：${source.beside.join('、')}`)
  }
  const letGo = await lock(settings.output)
  try {
    const done = await write(program, settings, source, { size, mtimeMs }, today, progress, signal, say)
    if (given.to === 'xlsx' && done.digest !== null) {
      const { explain } = given.options
      const places = placesIn(source.beside.length, explain === 'summary')
      if (!(await writeWorkbook(settings.output, output, places))) {
        say(`超过 ${HELD} 行，工作簿里没有颜色、筛选和汇总；用 --measures 或 --only 可以少写一些`)
      }
      await rm(settings.output)
    }
    return done
  } finally {
    await letGo()
  }
}

async function write(
  program: Program,
  settings: Settings,
  { size, table, beside, start, batches }: Source,
  input: { size: number; mtimeMs: number },
  today: string,
  progress: Progress,
  signal: AbortSignal,
  say: (text: string) => void
): Promise<Outcome> {
  const { output, to, options, threads, shard } = settings
  // More, when the file has grown since.
  const partOf = (offset: number) => Math.min(offset / size, 1)
  const shown = await shownIn(program, settings, { table, start, batches }, today, signal, say)
  // Nothing is written yet: whoever goes on begins anew.
  if (shown === null) return { tally: newTally(), digest: null }
  const parts = { beside, shown }
  const specOn = (asOf: string): Spec => ({
    table,
    to: to === 'ndjson' ? to : 'csv',
    options: { ...options, asOf },
    parts,
    shard
  })
  const fingerprint = (asOf: string) => fingerprintOf(program.policy.digest, specOn(asOf), input)
  const left = await resumable(settings, fingerprint)
  const asOf = options.asOf ?? left?.asOf ?? today
  const spec = specOn(asOf)
  const state: State = left
    ? { ...left, failed: false }
    : {
        fingerprint: fingerprint(asOf),
        asOf,
        position: start,
        written: 0,
        digest: '',
        tally: newTally(),
        failed: false
      }
  const hash = left ? await digestOf(output, left) : createHash('sha256')
  const file = await open(output, left ? 'a' : 'w')
  const writing = new Writing(output, file, hash, state)
  let digest: string | null = null
  try {
    await writing.save()
    progress.begin(partOf(state.position.offset), state.tally.lines)
    if (state.written === 0) writing.write(Buffer.from(leadOf(program, spec)))
    for await (const { bytes, tally, next } of decideAll(batches(state.position), program, spec, threads)) {
      await writing.written()
      if (signal.aborted) break
      await writing.saveSometimes()
      writing.write(bytes)
      addTo(state.tally, tally)
      state.position = next
      progress.show(partOf(next.offset), state.tally.lines)
    }
    await writing.written()
    if (signal.aborted) await writing.save()
    else
      digest = await writing.finish(sum =>
        to === 'ndjson' ? endLine(program.policy, specOn(state.asOf).options, state.tally, sum) : ''
      )
  } catch (error) {
    await writing.fail().catch(() => {})
    throw error
  } finally {
    await file.close()
    progress.end()
  }
  if (digest !== null) await removeState(output)
  return { tally: state.tally, digest }
}
