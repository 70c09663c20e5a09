/**
 * `npm run clients:check [-- NAME …]`: generates clients from the contract, compiles them, and asks the examples of the
 * README by them. Exit code 1 where one could not be made, has names that nobody would choose, or answers something else.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { root } from '../bench/built.ts'
import { CONTRACT, emptyFolder, GENERATORS, type Generator, textsIn } from './generators.ts'
import { Failed, isThere } from './run.ts'
import type { Running } from './service.ts'

/** What is said of one tool. */
export interface Finding {
  name: string
  passed: boolean
  /** why it could not be tried; null where it was */
  skipped: string | null
  figures: string
}

/**
 * Names that generators make up where the contract has none: of inline objects, second copies, members of unions, answers by
 * their status, values that are no words.
 */
export const UGLY = [
  /Inline/i,
  /_\d+$/,
  /\d{3}Response/,
  /(?:Any|One|All)Of\d*$/,
  /Type\d+$/,
  /Items?$/,
  /Anonymous|Unnamed|Nameless/i,
  /^Model\d/,
  /^VALUE_\d+$/
]

const ownNames = (): ReadonlySet<string> => {
  const { components } = JSON.parse(readFileSync(CONTRACT, 'utf8')) as { components: { schemas: object } }
  return new Set(Object.keys(components.schemas))
}

/** Names of the generated types that are ugly, but for those that the contract itself chose. */
export function uglyNames(texts: readonly string[], declared: RegExp, own = ownNames()): string[] {
  const names = texts.flatMap(text =>
    [...text.matchAll(declared)].map(match => match[1] ?? (match[2] as string))
  )
  const isMadeUp = (name: string) => !own.has(name) && UGLY.some(ugly => ugly.test(name))
  return [...new Set(names.filter(isMadeUp))]
}

interface Example {
  path: string
  body: unknown
  answer: object
}

/** The curl examples of the README that are answered; a typed client cannot even say what is refused. */
export function examplesOf(page: string): Example[] {
  const blocks = page.matchAll(/localhost:3000(\S+)[^\n]*-d '(.*?)'\n```\s+```json\n(.*?)```/gs)
  return [...blocks]
    .map(([, path = '', body = '', answer = '']) => ({
      path,
      body: JSON.parse(body) as unknown,
      answer: JSON.parse(answer) as object
    }))
    .filter(({ answer }) => !('status' in answer))
}

/** Whether all of one value is in another. */
export function isWithin(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return isDeepStrictEqual(part, whole)
  if (typeof whole !== 'object' || whole === null) return false
  return Object.entries(part).every(([name, one]) => isWithin(one, (whole as Record<string, unknown>)[name]))
}

async function check(generator: Generator, origin: string, examples: readonly Example[]): Promise<Finding> {
  const { name, needs, names, ending, ask } = generator
  for (const command of needs) {
    if (await isThere(command)) continue
    return { name, passed: true, skipped: `${command} is not on this machine`, figures: '' }
  }
  const done: string[] = []
  try {
    const folder = emptyFolder(name.replaceAll(' ', '-'))
    await generator.generate(folder, origin)
    const ugly = uglyNames(textsIn(`${folder}/generated`, ending), names)
    if (ugly.length > 0) throw new Failed(`ugly names: ${ugly.slice(0, 10).join(', ')} (${ugly.length})`)
    done.push('generated')
    await generator.compile(folder)
    done.push('compiled')
    if (ask) {
      const file = `${folder}/examples.json`
      writeFileSync(file, JSON.stringify(examples))
      const { answers } = JSON.parse(await ask(folder, origin, file)) as { answers: unknown[] }
      const wrong = examples.filter(({ answer }, index) => !isWithin(answer, answers[index]))
      if (wrong.length > 0)
        throw new Failed(`answers something else: ${wrong.map(({ path }) => path).join(', ')}`)
      done.push(`ran ${examples.length} examples of the README`)
    } else done.push('nothing to run: interfaces of a server')
    return { name, passed: true, skipped: null, figures: done.join(', ') }
  } catch (error) {
    return { name, passed: false, skipped: null, figures: [...done, String(error)].join(', ') }
  }
}

/** Checks generators one after the other. @param names of those to check; all where none is named */
export async function* clients({ origin }: Running, names: readonly string[]): AsyncGenerator<Finding> {
  const examples = examplesOf(readFileSync(`${root}README.md`, 'utf8'))
  for (const generator of GENERATORS) {
    if (names.length > 0 && !names.includes(generator.name)) continue
    yield await check(generator, origin, examples)
  }
}
