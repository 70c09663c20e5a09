/**
 * deploy/spark/decide.py in Spark's local cluster with two workers, one of which is killed in mid-run: the same rows and
 * counts as one process that does it all.
 */
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { root } from '../bench/built.ts'
import { readPlan } from '../src/plan.ts'
import type { Finding } from './clients.ts'
import { needPackages, PYTHON } from './python.ts'
import { Failed, isThere, run, WORK } from './run.ts'

const PYSPARK = 'pyspark==4.3.0'
const APPLICANTS = 20_000
const FOLDER = `${WORK}/spark`
const [INPUT, ONE, OUTPUT] = ['in.ndjson', 'one.ndjson', 'out.parquet'].map(name => `${FOLDER}/${name}`) as [
  string,
  string,
  string
]
const AS_OF = ['--as-of', '2022-07-01']
/** What Spark calls a process of a worker that decides. */
const EXECUTOR = 'CoarseGrainedExecutorBackend'
const NAME = 'deploy/spark, two workers, one killed'

/** Applicants who are eligible for something, or nearly so; now and then a line that cannot be read. */
function writeInput(): void {
  const sets = Object.values(readPlan().witnesses).flatMap(({ eligible, undetermined }) => [
    eligible,
    undetermined
  ])
  const lines = Array.from({ length: APPLICANTS }, (_, index) =>
    index % 5000 === 4999
      ? '{"id":"x","facts":{"enterprise":{"size":"huge"}}}'
      : JSON.stringify({ id: `企业${index}`, facts: sets[index % sets.length] ?? {} })
  )
  writeFileSync(INPUT, `${lines.join('\n')}\n`)
}

/** Runs a program from file to file. @returns its exit code and the seconds it took */
function piped(args: string[], input: string, output: string) {
  const [from, to] = [openSync(input, 'r'), openSync(output, 'w')]
  const begun = performance.now()
  return new Promise<{ code: number | null; seconds: number }>(resolve => {
    const child = spawn(process.execPath, args, { stdio: [from, to, 'ignore'] })
    child.on('close', code => {
      closeSync(from)
      closeSync(to)
      resolve({ code, seconds: (performance.now() - begun) / 1000 })
    })
  })
}

/** What the kernel says of a process: its parent and its command. */
function processOf(pid: string): { parent: string; command: string } | null {
  try {
    const [, parent = ''] = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }
  } catch {
    return null // it has ended meanwhile
  }
}

/** The executors below a process. */
function executorsBelow(ancestor: number): number[] {
  const known = new Map(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(pid => [pid, processOf(pid)])
  )
  const isBelow = (pid: string): boolean => {
    const parent = known.get(pid)?.parent
    return parent !== undefined && (parent === String(ancestor) || isBelow(parent))
  }
  return [...known]
    .filter(([pid, one]) => one?.command.includes(EXECUTOR) && one.command.includes('java') && isBelow(pid))
    .map(([pid]) => Number(pid))
}

/** Parts of the output that are done, so far. */
const partsDone = (): number => {
  try {
    return readdirSync(OUTPUT, { recursive: true, encoding: 'utf8' }).filter(path =>
      /part-[^/]*\.parquet$/.test(path)
    ).length
  } catch {
    return 0
  }
}

interface Ran {
  counts: Record<string, number>
  seconds: number
  killedAfter: number
}

/** Runs the job, and kills a worker once some parts are done. */
async function cluster(): Promise<Ran> {
  const home = (
    await run(PYTHON, ['-c', 'import pyspark, os; print(os.path.dirname(pyspark.__file__))'])
  ).trim()
  const conf = {
    'spark.sql.files.maxPartitionBytes': '256k',
    'spark.sql.files.openCostInBytes': '0',
    'spark.ui.enabled': 'false',
    'spark.log.level': 'WARN'
  }
  const env = {
    ...process.env,
    SPARK_HOME: home,
    SPARK_SCALA_VERSION: '2.13',
    SPARK_LOCAL_IP: '127.0.0.1',
    PYSPARK_PYTHON: PYTHON
  }
  const begun = performance.now()
  const job = spawn(
    `${WORK}/venv/bin/spark-submit`,
    [
      ...['--master', 'local-cluster[2,1,1024]', '--files', `${root}dist/decide.mjs`],
      ...Object.entries(conf).flatMap(([name, value]) => ['--conf', `${name}=${value}`]),
      ...[`${root}deploy/spark/decide.py`, INPUT, OUTPUT, ...AS_OF]
    ],
    { cwd: FOLDER, env, timeout: 400_000, stdio: ['ignore', 'pipe', 'pipe'] }
  )
  let [said, complained, code, killedAfter] = ['', '', undefined as number | null | undefined, 0]
  job.stdout.on('data', piece => (said += piece))
  job.stderr.on('data', piece => (complained += piece))
  const ended = new Promise<void>((resolve, reject) => {
    job.on('error', reject)
    job.on('close', status => {
      code = status
      resolve()
    })
  })
  while (code === undefined && killedAfter === 0) {
    await Promise.race([ended, setTimeout(100)])
    const [victim] = partsDone() > 0 ? executorsBelow(job.pid as number) : []
    if (victim === undefined) continue
    killedAfter = partsDone()
    process.kill(victim, 'SIGKILL')
  }
  await ended
  if (code !== 0)
    throw new Failed(`spark-submit ended with ${code}:\n${complained.split('\n').slice(-30).join('\n')}`)
  if (killedAfter === 0) throw new Failed('it ended before a worker could be killed')
  const counts = JSON.parse(said.trim().split('\n').at(-1) as string) as Ran['counts']
  return { counts, seconds: (performance.now() - begun) / 1000, killedAfter }
}

async function check(): Promise<string> {
  await needPackages(PYSPARK)
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  writeInput()
  const one = await piped([`${root}dist/decide.mjs`, ...AS_OF], INPUT, ONE)
  const { end } = JSON.parse(readFileSync(ONE, 'utf8').trim().split('\n').at(-1) as string) as {
    end: Record<string, number> & { outcomes: Record<string, number> }
  }
  const { counts, seconds, killedAfter } = await cluster()
  const { lines, answers, errors, outcomes } = end
  if (!isDeepStrictEqual(counts, { lines, answers, errors, ...outcomes }))
    throw new Failed(`counts: ${JSON.stringify(counts)}, of one process ${JSON.stringify(end)}`)
  const held = await run(PYTHON, [
    `${root}interop/programs/spark_digest.py`,
    `${root}deploy/spark`,
    ...[ONE, OUTPUT]
  ])
  const digests = JSON.parse(held.trim().split('\n').at(-1) as string) as Record<'one' | 'spark', string[]>
  if (!isDeepStrictEqual(digests.one, digests.spark)) throw new Failed(`rows: ${held}`)
  return (
    `${APPLICANTS} applicants, ${digests.one[0]} rows and their digest as of one process; a worker killed after ` +
    `${killedAfter} parts; ${seconds.toFixed(1)} s, one process ${one.seconds.toFixed(1)} s`
  )
}

/** One finding: whether Spark comes to what one process comes to. */
export async function* spark(): AsyncGenerator<Finding> {
  for (const command of ['java', 'python3']) {
    if (await isThere(command)) continue
    yield { name: NAME, passed: true, skipped: `${command} is not on this machine`, figures: '' }
    return
  }
  try {
    yield { name: NAME, passed: true, skipped: null, figures: await check() }
  } catch (error) {
    yield { name: NAME, passed: false, skipped: null, figures: String(error) }
  }
}
