/**
 * The service as it is run: packed by esbuild as `npm run build` does it, typed by its source. Under tsx each
 * function of the source would be wrapped to keep its name, which is no cost of the service.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundle } from '../scripts/bundle.ts'
import { pack } from '../scripts/pack.ts'

export const root = fileURLToPath(new URL('..', import.meta.url))

const FOLDER = 'bench/.built'

/** Packs what is measured: the service itself, once more with doors into it, and programs it is held against. */
export async function ensureBuilt(): Promise<void> {
  await pack('dist')
  await pack(FOLDER, doors)
  await bundle(SCRIPTS, `${FOLDER}/bench`, 'bench')
}

/** Programs of the bench that are started dozens of times, where tsx would take longer than what is measured. */
const SCRIPTS = ['batch/copy', 'batch/parse']

/** Where such a program is, packed. */
export const scriptOf = (script: string): string => `${root}${FOLDER}/bench/${script}.js`

/** Installs what the service is held against, if it is not there: it has a lock of its own. */
export function ensurePeers(): void {
  if (existsSync(`${root}bench/node_modules`)) return
  const { status } = spawnSync('npm', ['ci', '--prefix', 'bench'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('npm ci --prefix bench failed')
}

/** Modules of the service, below src/ and without their ending. */
const doors: string[] = []

function door<Module>(path: string): () => Promise<Module> {
  doors.push(path)
  return () => import(`${root}${FOLDER}/${path}.js`)
}

/** Doors to what is measured by itself. */
export const built = {
  app: door<typeof import('../src/app.ts')>('app'),
  program: door<typeof import('../src/engine/program.ts')>('engine/program'),
  plan: door<typeof import('../src/plan.ts')>('plan'),
  files: door<typeof import('../src/policy/files.ts')>('policy/files'),
  corpus: door<typeof import('../src/hearing/corpus.ts')>('hearing/corpus'),
  syllables: door<typeof import('../src/hearing/syllables.ts')>('hearing/syllables'),
  training: door<typeof import('../src/hearing/training.ts')>('hearing/training'),
  classifier: door<typeof import('../src/hearing/classifier.ts')>('hearing/classifier'),
  link: door<typeof import('../src/policy/link.ts')>('policy/link'),
  digest: door<typeof import('../src/policy/digest.ts')>('policy/digest'),
  trace: door<typeof import('../src/engine/trace.ts')>('engine/trace'),
  asked: door<typeof import('../src/policy/asked.ts')>('policy/asked'),
  answerBytes: door<typeof import('../src/decisions/bytes/response.ts')>('decisions/bytes/response'),
  validation: door<typeof import('../src/validation.ts')>('validation'),
  commonSchemas: door<typeof import('../src/schemas/common.ts')>('schemas/common'),
  factsSchemas: door<typeof import('../src/schemas/facts.ts')>('schemas/facts'),
  situationsSchemas: door<typeof import('../src/schemas/situations.ts')>('schemas/situations'),
  eligibilitySchemas: door<typeof import('../src/schemas/eligibility.ts')>('schemas/eligibility')
}
