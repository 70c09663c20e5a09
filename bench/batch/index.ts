/** Many applicants at once: `npm run batch` against reading, parsing and writing alone, and json-rules-engine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { partial } from '../applicants.ts'
import { root } from '../built.ts'
import type { Line } from '../line.ts'
import { ratios, spreadOf } from '../rounds.ts'
import type { Row } from '../table.ts'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

interface Contender {
  /** arguments of node */
  args(input: string, output: string): string[]
  /** applicants in a run: enough to take longer than the start of a process */
  applicants: number
}

const ours =
  (threads: number): Contender['args'] =>
  (input, output) => [
    `${root}dist/cli/batch.js`,
    input,
    output,
    '--as-of',
    '2022-07-01',
    '--threads',
    String(threads)
  ]
const script =
  (file: string, ...more: string[]): Contender['args'] =>
  (input, output) => ['--import', 'tsx', here(file), input, output, ...more]

/** By name; those on one thread first. */
const contendersFor = (answers: string): Record<string, Contender> => ({
  'ours on 1 thread': { args: ours(1), applicants: 100_000 },
  'the copy on 1 thread': { args: script('./copy.ts', '1'), applicants: 200_000 },
  'writing prepared answers on 1 thread': {
    args: script('./copy.ts', '1', answers),
    applicants: 150_000
  },
  'json-rules-engine': { args: script('./library.ts'), applicants: 1_500 },
  'ours on 2 threads': { args: ours(2), applicants: 100_000 },
  'writing prepared answers on 2 threads': {
    args: script('./copy.ts', '2', answers),
    applicants: 150_000
  }
})

interface Used {
  /** seconds by the clock */
  clock: number
  /** seconds of processor, of all threads */
  processor: number
}

const ROUNDS = 3

/** Loaded before a program: when it ends, it tells what processor it used. */
const TELL =
  "data:text/javascript,import{writeSync}from'node:fs';import{isMainThread}from'node:worker_threads';" +
  "if(isMainThread)process.once('exit',()=>writeSync(3,JSON.stringify(process.cpuUsage())))"

async function run(args: string[]): Promise<Used> {
  const start = performance.now()
  const child = spawn(process.execPath, ['--import', TELL, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe']
  })
  const [errors, used, [code]] = await Promise.all([
    text(child.stdio[2] as Readable),
    text(child.stdio[3] as Readable),
    once(child, 'close')
  ])
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}\n${errors}`)
  const { user, system } = JSON.parse(used) as NodeJS.CpuUsage
  return { clock: (performance.now() - start) / 1000, processor: (user + system) / 1e6 }
}

function writeApplicants(file: string, count: number): void {
  const different = partial(Math.min(count, 5000)).map(
    (facts, id) => `${JSON.stringify({ id: `${id}`, facts })}\n`
  )
  const whole = different.join('')
  writeFileSync(file, count > different.length ? whole.repeat(count / different.length) : whole)
}

/** Of each contender, for each round. */
interface Speeds {
  /** applicants a second of processor */
  processor: number[]
  /** applicants a second by the clock, from the start of the process to its end */
  clock: number[]
}

/**
 * How fast each contender is. By the processor, what a tenth of the applicants takes is start and warm-up, and
 * left out.
 */
async function speedsOf(contenders: Readonly<Record<string, Contender>>, folder: string, rounds: number) {
  const input = (applicants: number) => join(folder, `${applicants}.ndjson`)
  const output = join(folder, 'out.ndjson')
  const once = async ({ args }: Contender, applicants: number) => {
    const used = await run(args(input(applicants), output))
    rmSync(output)
    return used
  }
  const starts = new Map<string, number[]>()
  const runs = new Map<string, Used[]>()
  for (const [name, { applicants }] of Object.entries(contenders)) {
    writeApplicants(input(applicants), applicants)
    writeApplicants(input(applicants / 10), applicants / 10)
    starts.set(name, [])
    runs.set(name, [])
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, contender] of Object.entries(contenders)) {
      starts.get(name)?.push((await once(contender, contender.applicants / 10)).processor)
      runs.get(name)?.push(await once(contender, contender.applicants))
    }
  }
  const speeds = ([name, { applicants }]: [string, Contender]): [string, Speeds] => {
    const start = spreadOf(starts.get(name) as number[]).median
    const used = runs.get(name) as Used[]
    return [
      name,
      {
        processor: used.map(({ processor }) => (applicants * 0.9) / (processor - start)),
        clock: used.map(({ clock }) => applicants / clock)
      }
    ]
  }
  return new Map(Object.entries(contenders).map(speeds))
}

/** Work is compared by processor; what threads gain, by the clock. */
const PAIRS: [over: string, under: string, by: keyof Speeds, goal: Row['goal']][] = [
  ['ours on 1 thread', 'the copy on 1 thread', 'processor', { atLeast: 0.85 }],
  ['ours on 1 thread', 'writing prepared answers on 1 thread', 'processor', { atLeast: 0.85 }],
  ['ours on 1 thread', 'json-rules-engine', 'processor', { atLeast: 25 }],
  ['ours on 2 threads', 'writing prepared answers on 2 threads', 'processor', { atLeast: 0.85 }],
  ['ours on 2 threads', 'ours on 1 thread', 'clock', null]
]

/** The answers of the service to some applicants, to be written by the copy. */
async function prepareAnswers(folder: string): Promise<string> {
  const [input, output] = ['some', 'answers'].map(name => join(folder, `${name}.ndjson`)) as [string, string]
  writeApplicants(input, 1000)
  await run(ours(1)(input, output))
  // The last line ends the file and answers nobody.
  writeFileSync(output, readFileSync(output, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n'))
  return output
}

export const batch: Line = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-batch-'))
  try {
    const found = await speedsOf(contendersFor(await prepareAnswers(folder)), folder, ROUNDS)
    return PAIRS.map(([over, under, by, goal]) => {
      const of = (name: string) => (found.get(name) as Speeds)[by]
      const rate = (name: string) => Math.round(spreadOf(of(name)).median).toLocaleString('en')
      return {
        line: 'batch',
        what: `applicants a second of ${by}, ${over} / ${under}`,
        ratio: ratios(of(over), of(under)),
        goal,
        scale: `${rate(over)} / ${rate(under)} /s`
      }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
