/** docs/format.md: the reference of the rule files, from the schemas that they are held to. */
import type { TSchema } from 'typebox'
import { files, type Named, parts } from './schemas.ts'
import { WORDS } from './words.ts'

/** What of JSON Schema the schemas use. */
interface Schema {
  type?: string
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly Schema[]
  properties?: Readonly<Record<string, Schema>>
  patternProperties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  items?: Schema | readonly Schema[]
  format?: string
  pattern?: string
  minimum?: number
  minItems?: number
  minProperties?: number
  $ref?: string
}

type Words = typeof WORDS

/** A table of properties, and what it is called. */
interface Section {
  title: string
  schema: Schema
}

const HEAD = `# Format of the rule files

Generated from the schemas by \`npm run rules -- regenerate --only format\`; nobody edits it. What the parts are for, and how
they work together, is in [src/rules/README.md](../src/rules/README.md). No other property is allowed.
`

/** How any name is written as a pattern. */
const ANY = '^.*$'

/** Schemas that stand in several places, by their text: a copy of one is the same. */
const known = new Map(parts.map(({ title, schema }) => [textOf(schema), title]))

function textOf(schema: TSchema | Schema): string {
  return JSON.stringify(schema)
}

const anchorOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')
const linkTo = (title: string) => `[${title}](#${anchorOf(title)})`
const code = (value: unknown) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
/** A bar would end the cell of a table, also within code. */
const cell = (text: string) => text.replaceAll('|', '\\|')

/** Writes the tables of one schema after the other; what stands within one and has no name comes after it. */
class Reference {
  private readonly waiting: Section[] = []
  private readonly words: Words
  readonly lacking: string[] = []

  constructor(words: Words) {
    this.words = words
  }

  private objectText(schema: Schema, title: string): string {
    if (!schema.properties) {
      const [[pattern, values]] = Object.entries(schema.patternProperties as object) as [[string, Schema]]
      const names = pattern === ANY ? '' : ` that fit ${code(pattern)}`
      return `object: names${names}, each with ${this.typeText(values, title)}`
    }
    this.waiting.push({ title, schema })
    return linkTo(title)
  }

  private listText({ items, minItems }: Schema, title: string): string {
    if (Array.isArray(items)) {
      return `list of ${(items as Schema[]).map(one => this.typeText(one, title)).join(' and ')}`
    }
    return `list of ${this.typeText(items as Schema, title)}${minItems ? `, at least ${minItems}` : ''}`
  }

  /** What a value may be. @param title of the place, for an object that has no name of its own */
  private typeText(schema: Schema, title: string): string {
    const named = known.get(textOf(schema))
    if (named) return linkTo(named)
    if (schema.$ref) return linkTo('Condition')
    if (schema.const !== undefined) return code(schema.const)
    const { anyOf, enum: values, type, format, pattern, minimum } = schema
    if (values) return values.map(code).join(' or ')
    if (anyOf) return this.choiceText(anyOf, title)
    if (type === 'object') return this.objectText(schema, title)
    if (type === 'array') return this.listText(schema, title)
    const bounds = [format, pattern && `fits ${code(pattern)}`, minimum !== undefined && `from ${minimum}`]
    const more = bounds.filter(Boolean).join(', ')
    return `${type === 'string' ? 'text' : (type ?? 'any value')}${more ? ` (${more})` : ''}`
  }

  private choiceText(choices: readonly Schema[], title: string): string {
    const objects = choices.filter(({ properties }) => properties).length
    let seen = 0
    return choices
      .map(one => this.typeText(one, one.properties && objects > 1 ? `${title} ${++seen}` : title))
      .join(' or ')
  }

  private table({ title, schema }: Section): string {
    const { properties = {}, required = [] } = schema
    // An object of several forms is called by a number behind its name: its properties mean the same in each.
    const base = title.replace(/ \d+$/, '')
    const rows = Object.entries(properties).map(([name, one]) => {
      const words = this.words[base]?.[name]
      if (words === undefined) this.lacking.push(`${base}.${name}`)
      const type = cell(this.typeText(one, `${base}.${name}`))
      return `| \`${name}\` | ${type} | ${required.includes(name) ? 'yes' : ''} | ${cell(words ?? '')} |`
    })
    return ['| property | value | needed | what it says |', '| --- | --- | --- | --- |', ...rows].join('\n')
  }

  /** @param level of the heading */
  private *section(section: Section, level: string): Generator<string> {
    const { title, schema } = section
    const about = this.words[title]?.['']
    yield [`${level} ${title}`, about].filter(Boolean).join('\n\n')
    if (schema.properties) yield this.table(section)
    else
      yield `${this.choiceText(schema.anyOf as readonly Schema[], title)}.`.replace(/^./, one =>
        one.toUpperCase()
      )
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) yield* this.section(next, '###')
  }

  *of(named: readonly Named[]): Generator<string> {
    for (const { title, schema } of named) yield* this.section({ title, schema: schema as Schema }, '##')
  }
}

/**
 * The reference as Markdown.
 * @param words what is said of each property
 * @throws Error naming each property that has no words
 */
export function formatReference(words: Words = WORDS): string {
  const reference = new Reference(words)
  const sections = [...reference.of(files), ...reference.of(parts)]
  if (reference.lacking.length > 0) {
    throw new Error(`no words in regenerate/format/words.ts for ${reference.lacking.join(', ')}`)
  }
  return `${[HEAD.trimEnd(), ...sections].join('\n\n')}\n`
}
