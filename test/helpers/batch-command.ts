/** `npm run batch` for its tests: files in a folder of their own, the command in this process or in one of its own. */
import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { main } from '../../src/cli/batch/index.ts'
import { Program } from '../../src/engine/program.ts'
import { plan } from './service.ts'

export const program = new Program(plan.policy)

const folder = t.testdir({})
export const file = (name: string) => `${folder}/${name}`
export const text = (name: string) => readFileSync(file(name), 'utf8')
export const put = (name: string, content: string | Buffer) => writeFileSync(file(name), content)

/** What a run that was stopped has left. */
export const stateOf = (output: string) => JSON.parse(text(`${output}.unfinished`))
export const DAY = ['--as-of', '2022-07-01']

/** A signal that stops a run behind so many blocks. */
export const stopAfter = (blocks: number) =>
  ({
    get aborted() {
      return blocks-- <= 0
    }
  }) as AbortSignal

/** Runs the command in this process. @param decides the rules to go by */
export async function batch(args: string[], signal = new AbortController().signal, decides = program) {
  const said = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => ({ write: (part: string) => (said[name] += part) })
  const code = await main(args, () => decides, stream('out'), stream('err'), signal)
  return { code, ...said }
}

const sets = Object.values(plan.witnesses).flatMap(({ eligible, undetermined }) => [eligible, undetermined])
/** Lines of applicants who are each eligible for something, or nearly so. */
export const applicants = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({ id: `企业${index}`, facts: sets[index % sets.length] ?? {} })
  ).join('\n')
