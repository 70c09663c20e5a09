/** `npm run batch` for its tests: files in a folder of their own, the command in this process or in one of its own. */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { main } from '../src/cli/batch/index.ts'
import { plan } from './helper.ts'

const folder = t.testdir({})
export const file = (name: string) => `${folder}/${name}`
export const text = (name: string) => readFileSync(file(name), 'utf8')
export const put = (name: string, content: string | Buffer) => writeFileSync(file(name), content)

/** A signal that stops a run behind so many blocks. */
export const stopAfter = (blocks: number) =>
  ({
    get aborted() {
      return blocks-- <= 0
    }
  }) as AbortSignal

/** Runs the command in this process. */
export async function batch(args: string[], signal = new AbortController().signal) {
  const said = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => ({ write: (part: string) => (said[name] += part) })
  const code = await main(args, stream('out'), stream('err'), signal)
  return { code, ...said }
}

/** Through tsx, as `npm run batch` does it. */
export const child = (...args: string[]) =>
  spawn(process.execPath, ['--import', 'tsx', 'src/cli/batch.ts', ...args], { stdio: 'ignore', env: {} })

const sets = Object.values(plan.witnesses).flatMap(({ eligible, undetermined }) => [eligible, undetermined])
/** Lines of applicants who are each eligible for something, or nearly so. */
export const applicants = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({ id: `企业${index}`, facts: sets[index % sets.length] ?? {} })
  ).join('\n')
