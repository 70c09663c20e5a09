/** What runs, in one folder: code packed, the files it reads beside it, the rule set checked. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { needSound } from '../src/plan.ts'
import { GENERATED } from '../src/policy/files.ts'
import { defaultSources, type LoadedSet, readLibrary } from '../src/policy/library.ts'
import { bundle, bundleOne } from './bundle.ts'

/** What `asset()` is asked for. */
const ASSETS = [
  'rules',
  'hearing/model.json',
  'hearing/syllables.json',
  'hotline/page',
  'records/postgres/migrations',
  'batch/page'
]

/**
 * Packs the service and the batch command. The digests of the rules, written once they are checked, tell the
 * service that it need not check them again at every start.
 * @param folder made anew; below the project, where the packages are that are not packed
 * @param doors more modules to be imported from there, below src/ and without their ending
 * @throws PolicyError when the rules have faults
 */
export async function pack(folder: string, doors: readonly string[] = []): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  // What finds files by the place it lies at, `assets`, must lie there, whoever needs it.
  await bundle(
    ['server', 'cli/batch', 'cli/batch/worker', 'cli/clients', 'cli/decisions', 'assets', ...doors],
    folder
  )
  // Cases, calls and releases are for those who change rules, not for the service.
  const filter = (source: string) => !['cases', 'calls', 'releases'].includes(basename(source))
  for (const asset of ASSETS) cpSync(`src/${asset}`, `${folder}/${asset}`, { recursive: true, filter })
  const library = readLibrary()
  needSound(library)
  for (const [index, source] of defaultSources().entries()) {
    const generated = join(folder, 'rules', basename(source), GENERATED)
    mkdirSync(generated, { recursive: true })
    writeFileSync(join(generated, 'sound.txt'), (library.sets[index] as LoadedSet).digest)
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
