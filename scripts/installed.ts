/** What has to be installed beside packed code: the packages that it still asks for, in the versions of the lock file. */
import { isBuiltin } from 'node:module'

interface Manifest {
  name: string
  version: string
  engines: object
  dependencies: Record<string, string>
  overrides: Record<string, unknown>
}

interface Locked {
  version: string
  dev?: boolean
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

export interface Lock {
  lockfileVersion: number
  packages: Record<string, Locked>
}

const IN = 'node_modules/'

/** The package that an import is from: `@a/b/c` is from `@a/b`. */
const packageOf = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/')

/** The packages that packed code asks for. @param imports what its files import from outside, as it stands there */
export const packagesIn = (imports: readonly string[]): string[] =>
  [...new Set(imports.filter(path => !isBuiltin(path)).map(packageOf))].sort()

/** Where a package is that another asks for: beside it, or further up. */
function placeOf(name: string, from: string, { packages }: Lock): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf(IN) - 1))) {
    const place = `${at}${at === '' ? '' : '/'}${IN}${name}`
    if (packages[place]) return place
    if (at === '') return undefined
  }
}

/** Every package that some need, by its place, with those that these need. */
function needed(names: readonly string[], lock: Lock): Record<string, Locked> {
  const found = new Map<string, Locked>()
  const take = (name: string, from: string) => {
    const place = placeOf(name, from, lock)
    // What is optional may be locked for another system only.
    if (place === undefined || found.has(place)) return
    const one = lock.packages[place] as Locked
    found.set(place, one)
    for (const other of Object.keys({ ...one.dependencies, ...one.optionalDependencies })) take(other, place)
  }
  for (const name of names) take(name, '')
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * package.json and package-lock.json of packed code, for `npm ci` in its folder.
 * @param names of the packages it asks for
 * @param manifest package.json of the project
 * @param lock package-lock.json of the project
 */
export function installedFor(names: readonly string[], manifest: Manifest, lock: Lock) {
  const { name, version, engines, dependencies, overrides } = manifest
  const packages = needed(names, lock)
  const isThere = ([name, wanted]: [string, unknown]) =>
    typeof wanted === 'string' && Object.keys(packages).some(place => place.endsWith(`${IN}${name}`))
  const root = {
    name,
    version,
    dependencies: Object.fromEntries(names.map(one => [one, dependencies[one] as string])),
    engines
  }
  return {
    manifest: {
      ...root,
      private: true,
      type: 'module',
      overrides: Object.fromEntries(Object.entries(overrides).filter(isThere))
    },
    lock: {
      name,
      version,
      lockfileVersion: lock.lockfileVersion,
      requires: true,
      packages: { '': root, ...packages }
    }
  }
}
