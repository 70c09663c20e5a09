/** What runs, in one folder: code packed, the files it reads beside it, the rule set checked. */
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { defaultRules, readRuleFiles } from '../src/policy/files.ts'
import { loadPolicy } from '../src/policy/load.ts'
import { bundle } from './bundle.ts'

/** What `asset()` is asked for. */
const ASSETS = [
  'rules/pinggu-2022-9',
  'rules/witnesses.json',
  'rules/coverage.json',
  'hearing/model.json',
  'hearing/syllables.json',
  'hotline/page',
  'batch/page'
]

/**
 * Packs the service and the batch command. The digest of the rules, written once they are checked, tells the
 * service that it need not check them again at every start.
 * @param folder made anew; below the project, where the packages are that are not packed
 * @param doors more modules to be imported from there, below src/ and without their ending
 * @throws PolicyError when the rules have faults
 */
export async function pack(folder: string, doors: readonly string[] = []): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  // What finds files by the place it lies at, `assets`, must lie there, whoever needs it.
  await bundle(['server', 'cli/batch', 'cli/batch/worker', 'assets', ...doors], folder)
  for (const asset of ASSETS) cpSync(`src/${asset}`, `${folder}/${asset}`, { recursive: true })
  writeFileSync(`${folder}/rules/sound.txt`, loadPolicy(readRuleFiles(defaultRules)).digest)
}
