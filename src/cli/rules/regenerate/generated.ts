/** The files that are worked out from the rule files: what each must hold, and which are stale. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { asset } from '../../../assets.ts'
import { Program } from '../../../engine/program.ts'
import { corpusOf } from '../../../hearing/corpus.ts'
import { readSounds } from '../../../hearing/syllables.ts'
import { later } from '../../../later.ts'
import { needSound } from '../../../plan.ts'
import type { Coverage } from '../../../policy/coverage.ts'
import { digestOf } from '../../../policy/digest.ts'
import { type Fault, PolicyError } from '../../../policy/fault.ts'
import { type RuleFiles, readRuleFiles, readSource } from '../../../policy/files.ts'
import { defaultSources, type Library, newestOf, readLibrary } from '../../../policy/library.ts'
import { linkPolicies, linkPolicy } from '../../../policy/link.ts'
import { sorted } from '../../../policy/rule-set.ts'
import type { Source } from '../../../policy/source.ts'
import { coverageFile, coverageOf, restsOf } from '../check/coverage.ts'
import { generatedFolder } from '../rooms.ts'
import { findAll, witnessFile } from '../witness/report.ts'
import { modelFile } from './model-file.ts'

interface Generated {
  name: string
  path: string
  /** what the file must hold, given what it holds: a part that cannot be worked out here may stay */
  text(before: string | null): Promise<string>
  /** whether it is as it must be, where that is cheaper to tell than to work it out */
  isFresh?(before: string): boolean
}

/** Coverage of the clauses whose quotations are as they were, where the text of the plan is not at hand. */
function keptCoverage(files: RuleFiles, before: string | null): Coverage {
  const rests = restsOf(sorted(files))
  const coverage = before === null ? {} : (JSON.parse(before) as Coverage)
  return Object.fromEntries(
    Object.entries(coverage).filter(([id, { rests: then }]) => rests.get(id) === then)
  )
}

function witnessesOf(files: RuleFiles): string {
  const program = new Program(linkPolicy(files))
  const decidable = program.policy.measures.filter(({ conditions }) => conditions)
  return witnessFile(findAll(program, decidable, () => undefined))
}

/** What is worked out from any rule set, and lies in its folder. */
const ofTheSet = (files: RuleFiles, folder: string, source: Source | null): Generated[] => [
  {
    name: 'witnesses',
    path: join(generatedFolder(folder), 'witnesses.json'),
    text: async () => witnessesOf(files)
  },
  {
    name: 'coverage',
    path: join(generatedFolder(folder), 'coverage.json'),
    text: async before =>
      coverageFile((source && coverageOf(sorted(files), source)?.clauses) ?? keptCoverage(files, before))
  }
]

/** The text that something makes of all rule sets. */
const madeOf = (library: () => Library, make: (library: Library) => string | Promise<string>) => async () =>
  make(library())

/** What is worked out from all rule sets that the service serves; in an order in which each finds what it needs. */
const ofTheService = (library: () => Library): Generated[] => [
  {
    name: 'syllables',
    path: asset('hearing/syllables.json'),
    text: async () => (await import('./syllable-table.ts')).syllableTable()
  },
  {
    name: 'model',
    path: asset('hearing/model.json'),
    isFresh: before =>
      (JSON.parse(before) as { trainedOn: string }).trainedOn ===
      corpusOf(library().policy, newestOf(library()), readSounds()).digest,
    text: madeOf(library, modelFile)
  },
  {
    name: 'contract',
    path: asset('../openapi/openapi.json'),
    text: madeOf(library, async all => (await import('./contract.ts')).contract(all))
  },
  {
    name: 'format',
    path: asset('../docs/format.md'),
    text: async () => (await import('./format/index.ts')).formatReference()
  }
]

const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : null)

async function isStale({ path, text, isFresh }: Generated): Promise<boolean> {
  const before = read(path)
  if (before === null) return true
  return isFresh ? !isFresh(before) : (await text(before)) !== before
}

/** The names of the files, for `--only`. */
export const GENERATED = ['witnesses', 'coverage', 'syllables', 'model', 'contract', 'format'] as const

/** What nothing reads at run time. */
const LEFT_OUT: readonly string[] = ['contract', 'format']

/** What `regenerate` and `check` are asked about. */
export interface Asked {
  files: RuleFiles
  folder: string
  source: Source | null
  /** one of GENERATED; undefined for all */
  only?: string | undefined
}

const isServed = (folder: string) => defaultSources().includes(resolve(folder))

/** All rule sets that are served, one of them with other files than lie in its folder. */
function servedWith(files: RuleFiles, folder: string): Library {
  const library = readLibrary()
  needSound(library)
  const own = resolve(folder)
  const sets = library.sets.map((set, index) =>
    defaultSources()[index] === own ? { ...set, files, digest: digestOf(files) } : set
  )
  return { ...library, policy: linkPolicies(sets), sets }
}

const generatedBy = ({ files, folder, source, only }: Asked): Generated[] =>
  [
    ...ofTheSet(files, folder, source),
    ...(isServed(folder) ? ofTheService(later(() => servedWith(files, folder))) : [])
  ].filter(({ name }) => only === undefined || name === only)

const shown = (path: string) => relative(process.cwd(), path)

/** Writes what is stale. @returns the paths of what was written */
export async function regenerateAll(asked: Asked): Promise<string[]> {
  const written: string[] = []
  for (const one of generatedBy(asked)) {
    if (!(await isStale(one))) continue
    mkdirSync(dirname(one.path), { recursive: true })
    writeFileSync(one.path, await one.text(read(one.path)))
    written.push(shown(one.path))
  }
  return written
}

/** A file that is not as the rule files make it. Beside another rule set than the served one, files may be missing. */
export async function staleFaults(asked: Asked): Promise<Fault[]> {
  const served = isServed(asked.folder)
  const faults: Fault[] = []
  for (const one of generatedBy(asked)) {
    // An image is built without these.
    const needed = served && (!LEFT_OUT.includes(one.name) || existsSync(dirname(one.path)))
    if ((needed || existsSync(one.path)) && (await isStale(one))) {
      faults.push({
        file: shown(one.path),
        pointer: '',
        message: 'is not what the rule files make of it',
        remedy: `npm run rules -- regenerate${one.name === 'coverage' && asked.source === null ? ' --source FILE (the text of the plan)' : ''}`
      })
    }
  }
  return faults
}

/** @param folders of rule sets @throws PolicyError naming each file that is stale */
export async function needFresh(folders: readonly string[] = defaultSources()): Promise<void> {
  const faults: Fault[] = []
  for (const folder of folders) {
    faults.push(...(await staleFaults({ files: readRuleFiles(folder), folder, source: readSource(folder) })))
  }
  if (faults.length > 0) throw new PolicyError(faults)
}
