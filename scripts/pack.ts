/** What runs, in one folder: code packed, the files it reads beside it, the rule set checked. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { needSound } from '../src/plan.ts'
import { GENERATED } from '../src/policy/files.ts'
import { defaultSources, type LoadedSet, readLibrary, soundMark } from '../src/policy/library.ts'
import { bundle, bundleOne } from './bundle.ts'
import { installedFor, packagesIn } from './installed.ts'

/** What `asset()` is asked for. */
const ASSETS = [
  'rules',
  'hearing/model.json',
  'hearing/syllables.json',
  'hotline/page',
  'records/postgres/migrations',
  'batch/page',
  'catalogue/page',
  'routes/docs/page'
]

/**
 * Packs the service and the batch command. The digests of the rules and of their texts, written once they are
 * checked, tell the service that it need not check them again at every start. Beside the code stand a package.json and a lock file of the
 * packages that are not packed: `npm ci` there, and the folder runs wherever it lies.
 * @param folder made anew; below the project the packages that are not packed are found there
 * @param doors more modules to be imported from there, below src/ and without their ending
 * @throws PolicyError when the rules have faults
 */
export async function pack(folder: string, doors: readonly string[] = []): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  // What finds files by the place it lies at, `assets`, must lie there, whoever needs it.
  const outside = await bundle(
    ['server', 'cli/batch', 'cli/batch/worker', 'cli/clients', 'cli/decisions', 'assets', ...doors],
    folder
  )
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
  const installed = installedFor(packagesIn(outside), read('package.json'), read('package-lock.json'))
  const write = (name: string, content: object) =>
    writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`)
  write('package.json', installed.manifest)
  write('package-lock.json', installed.lock)
  // Cases, calls and releases are for those who change rules, not for the service.
  const filter = (source: string) => !['cases', 'calls', 'releases'].includes(basename(source))
  for (const asset of ASSETS) cpSync(`src/${asset}`, `${folder}/${asset}`, { recursive: true, filter })
  cpSync('docs', `${folder}/docs`, { recursive: true, filter: source => !source.endsWith('decisions') })
  const library = readLibrary()
  needSound(library)
  for (const [index, source] of defaultSources().entries()) {
    const generated = join(folder, 'rules', basename(source), GENERATED)
    mkdirSync(generated, { recursive: true })
    const { digest, source: text } = library.sets[index] as LoadedSet
    writeFileSync(join(generated, 'sound.txt'), soundMark(digest, text))
  }
  const rules = library.sets.map(({ files, digest }) => ({ files, digest }))
  // As a text in the program, which is read quicker than as an object in it.
  const text = JSON.stringify(JSON.stringify(rules))
  const program = `import { crashOn, speakOn, stopOn } from './src/cli/batch/ending.ts'
    import { decide } from './src/cli/decide.ts'
    const { argv, stdin, stdout, stderr } = process
    speakOn(stdout, stderr)
    crashOn(process, stderr)
    const rules = JSON.parse(${text})
    process.exitCode = await decide(rules, argv.slice(2), { stdin, stdout }, stderr, stopOn(process))`
  await bundleOne(program, join(folder, 'decide.mjs'))
}
