/** Many applicants at once: `npm run batch` against reading, parsing and writing alone, and json-rules-engine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { tellableFacts } from '../../src/batch/fact-checks.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'
import { complete, partial } from '../applicants.ts'
import { built, root, scriptOf } from '../built.ts'
import type { Line } from '../line.ts'
import { ratios, spreadOf } from '../rounds.ts'
import type { Row } from '../table.ts'

/** Of whom the applicants of a run are. */
type Whom = 'partly known' | 'all known'

interface Contender {
  /** arguments of node */
  args(input: string, output: string): string[]
  whom: Whom
  /** applicants in a run: enough to take longer than the start of a process */
  applicants: number
  rounds: number
}

/** Most where ours and the limit are close. */
const [ROUNDS, CLOSE] = [3, 7]

const ours =
  (threads: number, ...more: string[]): Contender['args'] =>
  (input, output) => [
    `${root}dist/cli/batch.js`,
    input,
    output,
    '--as-of',
    '2022-07-01',
    '--threads',
    String(threads),
    ...more
  ]
const ONLY = ['--only', 'eligible']
const copy =
  (...more: string[]): Contender['args'] =>
  (input, output) => [scriptOf('batch/copy'), input, output, ...more]
const library: Contender['args'] = (input, output) => [
  '--import',
  'tsx',
  fileURLToPath(new URL('./library.ts', import.meta.url)),
  input,
  output
]

/** Lines of 0.4 KB, and of 5 KB: of which about as many bytes are read in a run. */
const MANY: Record<Whom, number> = { 'partly known': 100_000, 'all known': 25_000 }

const contender = (whom: Whom, args: Contender['args'], factor = 1, rounds = ROUNDS): Contender => ({
  args,
  whom,
  applicants: MANY[whom] * factor,
  rounds
})

/** By name; those on one thread first. @param answers files of answers to be written, by whom and how */
const contendersFor = (
  answers: Record<'partly known' | 'only eligible', string>
): Record<string, Contender> => ({
  // Where next to nothing is done, or ours and the limit are close: three times as many, or warming up would count.
  'ours on 1 thread': contender('partly known', ours(1), 3, CLOSE),
  'the copy on 1 thread': contender('partly known', copy('1'), 3, CLOSE),
  'writing prepared answers on 1 thread': contender('partly known', copy('1', answers['partly known'])),
  'json-rules-engine': contender('partly known', library, 0.01),
  'ours, all known': contender('all known', ours(1)),
  'the copy, all known': contender('all known', copy('1')),
  'ours, only eligible': contender('partly known', ours(1, ...ONLY), 3),
  'writing prepared answers, only eligible': contender(
    'partly known',
    copy('1', answers['only eligible']),
    3
  ),
  // As many for each thread as there are for one: each has to warm up.
  'ours on 2 threads': contender('partly known', ours(2), 2),
  'the copy on 2 threads': contender('partly known', copy('2'), 2),
  'ours on 2 threads, all known': contender('all known', ours(2), 2),
  'the copy on 2 threads, all known': contender('all known', copy('2'), 2)
})

interface Used {
  /** seconds by the clock */
  clock: number
  /** seconds of processor, of all threads */
  processor: number
}

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

/** Different lines; more than fit into the caches of a processor. */
const DIFFERENT: Record<Whom, number> = { 'partly known': 5000, 'all known': 500 }

async function writeApplicants(file: string, whom: Whom, count: number): Promise<void> {
  const different = Math.min(count, DIFFERENT[whom])
  const told = whom === 'partly known' ? partial(different) : await sound(different)
  const lines = told.map((facts, id) => `${JSON.stringify({ id: `${id}`, facts })}\n`)
  writeFileSync(file, lines.join('').repeat(Math.ceil(count / different)))
}

/** Applicants of whom all is known that a request may tell: some values that rules tell apart are none. */
async function sound(count: number): Promise<Facts[]> {
  const policy = (await built.plan()).readPolicy()
  const tellable = tellableFacts(policy)
  return complete(policy, count).map(facts =>
    Object.fromEntries(
      Object.entries(facts).map(([subject, values]) => [
        subject,
        Object.fromEntries(
          Object.entries(values).filter(([key, value]) => tellable.get(subject)?.get(key)?.fits(value))
        )
      ])
    )
  )
}

/** Applicants a second, for each round. */
type Speeds = Record<keyof Used, number[]>

/** How fast each contender is. What a tenth of the applicants takes is start and warm-up, and left out. */
async function speedsOf(contenders: Readonly<Record<string, Contender>>, folder: string) {
  const input = (whom: Whom, applicants: number) => join(folder, `${whom}-${applicants}.ndjson`)
  const output = join(folder, 'out.ndjson')
  const once = async ({ args, whom }: Contender, applicants: number) => {
    const used = await run(args(input(whom, applicants), output))
    rmSync(output)
    return used
  }
  const starts = new Map<string, Used[]>()
  const runs = new Map<string, Used[]>()
  for (const [name, { whom, applicants }] of Object.entries(contenders)) {
    for (const count of [applicants, applicants / 10]) {
      if (!existsSync(input(whom, count))) await writeApplicants(input(whom, count), whom, count)
    }
    starts.set(name, [])
    runs.set(name, [])
  }
  for (let round = 0; round < CLOSE; round++) {
    for (const [name, contender] of Object.entries(contenders)) {
      if (round >= contender.rounds) continue
      starts.get(name)?.push(await once(contender, contender.applicants / 10))
      runs.get(name)?.push(await once(contender, contender.applicants))
    }
  }
  const speeds = ([name, { applicants }]: [string, Contender]): [string, Speeds] => {
    const by = (what: keyof Used) => {
      const of = (used: Used[] | undefined) => (used as Used[]).map(one => one[what])
      const start = spreadOf(of(starts.get(name))).median
      return of(runs.get(name)).map(taken => (applicants * 0.9) / (taken - start))
    }
    return [name, { processor: by('processor'), clock: by('clock') }]
  }
  return new Map(Object.entries(contenders).map(speeds))
}

/** Work is compared by processor; what threads gain, by the clock. */
const PAIRS: [over: string, under: string, by: keyof Speeds, goal: Row['goal']][] = [
  ['ours on 1 thread', 'the copy on 1 thread', 'processor', { atLeast: 0.85 }],
  ['ours on 1 thread', 'writing prepared answers on 1 thread', 'processor', { atLeast: 0.85 }],
  ['ours on 1 thread', 'json-rules-engine', 'processor', { atLeast: 25 }],
  ['ours, all known', 'the copy, all known', 'processor', { atLeast: 0.85 }],
  ['ours, only eligible', 'writing prepared answers, only eligible', 'processor', { atLeast: 0.85 }],
  ['ours on 2 threads', 'the copy on 2 threads', 'processor', { atLeast: 0.85 }],
  ['ours on 2 threads, all known', 'the copy on 2 threads, all known', 'processor', { atLeast: 0.85 }],
  ['ours on 2 threads', 'ours on 1 thread', 'clock', null]
]

/** The answers of the service to some applicants partly known, to be written by the copy. */
async function prepareAnswers(folder: string, name: string, ...more: string[]): Promise<string> {
  const [input, output] = ['some', name].map(one => join(folder, `${one}.ndjson`)) as [string, string]
  await writeApplicants(input, 'partly known', 500)
  await run(ours(1, ...more)(input, output))
  // The last line ends the file and answers nobody.
  writeFileSync(output, readFileSync(output, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n'))
  return output
}

export const batch: Line = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-batch-'))
  try {
    const answers = {
      'partly known': await prepareAnswers(folder, 'partly'),
      'only eligible': await prepareAnswers(folder, 'only', ...ONLY)
    }
    const found = await speedsOf(contendersFor(answers), folder)
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
