/**
 * The service as it is run: what `npm run build` made, typed by its source. Under tsx each function of the
 * source would be wrapped to keep its name, which is no cost of the service.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const MARK = `${root}dist/rules/sound.txt`

function changedSince(then: number): boolean {
  return readdirSync(`${root}src`, { recursive: true }).some(
    name => statSync(`${root}src/${name}`).mtimeMs > then
  )
}

function run(command: string, args: string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
}

/** Builds the service if its source has changed since; without checking types, which says nothing of speed. */
export function ensureBuilt(): void {
  if (existsSync(MARK) && !changedSince(statSync(MARK).mtimeMs)) return
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck'])
  run(process.execPath, ['scripts/finish-build.mjs'])
}

/** Installs what the service is held against, if it is not there: it has a lock of its own. */
export function ensurePeers(): void {
  if (!existsSync(`${root}bench/node_modules`)) run('npm', ['ci', '--prefix', 'bench'])
}

const load = async (file: string): Promise<unknown> =>
  import(new URL(`../dist/${file}.js`, import.meta.url).href)

/** Doors to what was built. */
export const built = {
  program: async () => (await load('rules/compile')) as typeof import('../src/rules/compile.ts'),
  plan: async () => (await load('plan')) as typeof import('../src/plan.ts'),
  files: async () => (await load('rules/files')) as typeof import('../src/rules/files.ts'),
  corpus: async () => (await load('hearing/corpus')) as typeof import('../src/hearing/corpus.ts'),
  syllables: async () => (await load('hearing/syllables')) as typeof import('../src/hearing/syllables.ts'),
  training: async () => (await load('hearing/training')) as typeof import('../src/hearing/training.ts'),
  classifier: async () => (await load('hearing/classifier')) as typeof import('../src/hearing/classifier.ts'),
  load: async () => (await load('rules/load')) as typeof import('../src/rules/load.ts'),
  explain: async () => (await load('rules/explain')) as typeof import('../src/rules/explain.ts'),
  eligibility: async () => (await load('rules/eligibility')) as typeof import('../src/rules/eligibility.ts'),
  answerBytes: async () =>
    (await load('rules/answer-bytes')) as typeof import('../src/rules/answer-bytes.ts'),
  validation: async () => (await load('validation')) as typeof import('../src/validation.ts'),
  commonSchemas: async () => (await load('schemas/common')) as typeof import('../src/schemas/common.ts'),
  factsSchemas: async () => (await load('schemas/facts')) as typeof import('../src/schemas/facts.ts'),
  eligibilitySchemas: async () =>
    (await load('schemas/eligibility')) as typeof import('../src/schemas/eligibility.ts')
}
