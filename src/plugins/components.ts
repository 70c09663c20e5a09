/**
 * Parts of the contract with a name of their own. A list of values, or an object inside another, stands once under
 * `components` and is referred to, so that generated clients have one type of it, by its name. Only the document is
 * rewritten: what checks requests and writes answers is compiled from the schemas as they are, with no reference to follow.
 *
 * What a schema may say of itself: `x-component`, its name; `x-shown-as`, the component that stands for it in the document.
 */
import type { NamedList } from '../schemas/lists.ts'

type Schema = Record<string, unknown>

interface Document {
  paths: Schema
  components: { schemas: Record<string, Schema> }
}

/** What a schema says to people, which stays where it is said. */
const SAID = ['title', 'description', 'examples', 'example', 'default', 'x-unit', 'x-labels', 'x-question']
/** What is data inside a schema, and no schema. */
const DATA = new Set([
  'examples',
  'example',
  'default',
  'enum',
  'const',
  'required',
  'x-labels',
  'x-in-order'
])
const LOCAL = '#/components/schemas/'

const keyOf = (values: readonly unknown[]) => [...values].map(String).sort().join('\n')
const isSchema = (one: unknown): one is Schema => typeof one === 'object' && one !== null
const picked = (schema: Schema, isWanted: (name: string) => boolean): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => isWanted(name)))
const said = (schema: Schema) => picked(schema, name => SAID.includes(name))
const checked = (schema: Schema) => picked(schema, name => !SAID.includes(name))
const orNull = ($ref: string, isNullable: boolean): Schema =>
  isNullable ? { anyOf: [{ $ref }, { type: 'null' }] } : { $ref }

const PLAIN = /^[A-Za-z][\w.-]*$/

/** What values are called in programs where they are no names themselves: generators make up `VALUE_0` or `_1`. */
const calledInPrograms = (name: string, values: readonly string[]): Schema =>
  values.every(value => PLAIN.test(value))
    ? {}
    : {
        'x-enum-varnames': values.map(value => {
          const word = value.replace(/[^\p{L}\d]+/gu, '_')
          return /^\d/.test(word) ? `${name.replace(/Id$/, '').toUpperCase()}_${word}` : word
        })
      }

class Components {
  private readonly schemas: Record<string, Schema>
  private readonly lists: ReadonlyMap<string, NamedList>

  constructor(schemas: Record<string, Schema>, lists: readonly NamedList[]) {
    this.schemas = schemas
    // Of two names for the same values the first counts.
    this.lists = new Map([...lists].reverse().map(list => [keyOf(list.values), list]))
  }

  /** @throws Error when the name is that of something else */
  private refTo(name: string, schema: Schema): string {
    const before = this.schemas[name]
    if (before && JSON.stringify(checked(before)) !== JSON.stringify(checked(schema)))
      throw new Error(`two parts of the contract are called ${name}`)
    this.schemas[name] ??= schema
    return LOCAL + name
  }

  private list(schema: Schema): Schema {
    const values = schema.enum as (string | null)[]
    const some = values.filter(value => value !== null)
    const known = this.lists.get(keyOf(some))
    const name = (schema['x-component'] as string | undefined) ?? known?.name
    if (name === undefined) return schema
    const description = known?.description ?? schema.description
    const $ref = this.refTo(name, {
      type: 'string',
      enum: known?.values ?? some,
      ...calledInPrograms(name, some as string[]),
      description
    })
    return { ...said(schema), ...orNull($ref, some.length < values.length) }
  }

  private part({ 'x-component': name, ...schema }: Schema): Schema {
    const types = [schema.type].flat()
    const alone = types.includes('null') ? { ...schema, type: 'object' } : schema
    return {
      ...picked(said(schema), word => word === 'description'),
      ...orNull(this.refTo(name as string, alone), types.includes('null'))
    }
  }

  /** What stands at a place inside a component: generators follow no reference that leads there. */
  private inside($ref: string): Schema {
    const [, , , ...path] = $ref.split('/')
    const found = path.reduce((part: Schema, key) => part[key] as Schema, this.schemas)
    return picked(checked(found), name => !name.startsWith('x-'))
  }

  /** A schema as the document has it. */
  shown(schema: Schema): Schema {
    if (schema['x-shown-as']) return { ...said(schema), $ref: `${LOCAL}${schema['x-shown-as']}` }
    if (String(schema.$ref).includes('/properties/')) return this.shown(this.inside(String(schema.$ref)))
    const { allOf, ...rest } = schema
    if (Array.isArray(allOf)) return this.shown(Object.assign(rest, ...(allOf as Schema[])))
    this.walk(schema)
    if (Array.isArray(schema.enum)) return this.list(schema)
    return schema['x-component'] ? this.part(schema) : schema
  }

  /** Puts the parts of a node as they are shown. */
  walk(node: Schema): void {
    for (const [key, one] of Object.entries(node)) {
      if (DATA.has(key) || !isSchema(one)) continue
      if (key === 'properties')
        for (const [name, property] of Object.entries(one)) one[name] = this.shown(property as Schema)
      else if (Array.isArray(one)) node[key] = one.map(part => (isSchema(part) ? this.shown(part) : part))
      // What a parameter is called is said beside its schema.
      else
        node[key] = this.shown(key === 'schema' && one.enum ? { description: node.description, ...one } : one)
    }
  }
}

/** Names what has a name. @param lists in the order in which they are looked for */
export function nameComponents({ paths, components }: Document, lists: readonly NamedList[]): void {
  const named = new Components(components.schemas, lists)
  for (const schema of Object.values(components.schemas)) named.walk(schema)
  named.walk(paths)
}
