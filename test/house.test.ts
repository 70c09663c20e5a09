/** The laws of the tree: one direction, no circle, rules apart from code, and no words of policy in the engine. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('../src/', import.meta.url))

/** The rooms of src/, ground floor first: a file may import from its own floor and from those below. */
const ROOMS = [
  [
    'assets',
    'bounds',
    'clock',
    'field-error',
    'later',
    'lock',
    'origins',
    'output',
    'packing',
    'strict-json',
    'system-error',
    'texts',
    'version'
  ],
  ['calculators'],
  ['ajv', 'keywords', 'policy'],
  ['field-errors', 'validation'],
  ['engine'],
  ['schemas'],
  ['decisions'],
  ['catalogue'],
  ['hearing'],
  ['hotline'],
  ['batch'],
  ['clients', 'records'],
  ['config', 'plugins'],
  ['routes', 'mcp'],
  ['app'],
  ['plan'],
  ['start-failure', 'server', 'cli']
]

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))

const roomOf = (file: string) => {
  const first = file.includes('/') ? file.slice(0, file.indexOf('/')) : basename(file, '.ts')
  return ROOMS.findIndex(rooms => rooms.includes(first))
}

const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

/** What a file imports from src/. */
const importsOf = (file: string, types: boolean): string[] =>
  [...textOf(file).matchAll(/(import type[^;]*?from|from|import\() ?'(\.[^']*\.ts)'/g)].flatMap(
    ([, how, path]) =>
      types || !how?.startsWith('import type') ? [normalize(join(dirname(file), path as string))] : []
  )

t.test('every file has a room, and imports only from rooms before its own', async t => {
  t.same(
    files.filter(file => roomOf(file) < 0),
    [],
    'a new room is named in ROOMS, at its height'
  )
  const upward = files.flatMap(file =>
    importsOf(file, true)
      .filter(other => roomOf(other) > roomOf(file))
      .map(other => `${file} → ${other}`)
  )
  t.same(upward, [])
})

t.test('no file imports itself by way of others, but for types', async t => {
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    else if (!done.has(file)) {
      for (const other of importsOf(file, false)) walk(other, [...path, file])
      done.add(file)
    }
  }
  for (const file of files) walk(file, [])
  t.same(circles, [])
})

t.test('rules are apart from code', async t => {
  t.same(
    files.filter(file => file.startsWith('rules/')),
    [],
    'rules/ holds rules only'
  )
})

/** Rooms that say nothing themselves: what people read stands in the rule set, or in the table of its language. */
const SILENT = ['calculators/', 'catalogue/', 'decisions/', 'engine/', 'hotline/', 'policy/']

t.test('the core names nothing of a plan, and says nothing in one language', async t => {
  const words = files.flatMap(file =>
    SILENT.some(room => file.startsWith(room)) || file === 'texts/en.ts'
      ? [
          ...textOf(file)
            .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
            .matchAll(/[\p{Script=Han}\u3001-\u303f\uff00-\uff60]+/gu)
        ].map(() => file)
      : []
  )
  // Columns of a knowledge base, and labels by which a changelog is read: the form of files, as keys of JSON are.
  t.same([...new Set(words)].sort(), ['hotline/knowledge-base.ts', 'policy/changelog.ts'])
})
