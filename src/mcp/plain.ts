/**
 * Schemas of arguments as an assistant reads them: without references, keywords of this service, and long lists. What a
 * fact may be is said when it is asked for, not two hundred times before; what is sent is checked in full all the same.
 */
type Schema = Record<string, unknown>

/** Members of a list that may stand in a tool; longer ones are found out by asking. */
const LISTED = 12

/** What a schema of the service is called that is too long to be told beforehand, and how to fill it in. */
const REFERRED: Readonly<Record<string, Schema>> = {
  'Facts#': {
    type: 'object',
    additionalProperties: { type: 'object' },
    description:
      '已知的事实，按主体分组；不知道的不要填。有哪些事实、怎么填，见 next_question。 Known facts by subject; leave out ' +
      'what is not known. next_question says which facts there are and what each may be.',
    examples: [{ enterprise: { size: 'small' } }]
  },
  'Possible#': {
    type: 'object',
    description:
      '只知道大概的事实，按“主体.事实”：列出可能的值，或写 {"min", "max"}。 Facts known only roughly, by id: values or ends.',
    examples: [{ 'enterprise.size': ['small', 'micro'] }]
  },
  'FactId#': { type: 'string' }
}

const KEPT: ReadonlySet<string> = new Set([
  'type',
  'description',
  'enum',
  'items',
  'required',
  'additionalProperties',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'format'
])

/** @returns a JSON Schema that stands alone */
export function plain(schema: Schema): Schema {
  const referred = REFERRED[String(schema.$ref)]
  if (referred) return { ...referred }
  const kept = Object.entries(schema).filter(
    ([name, value]) => KEPT.has(name) && !(name === 'enum' && (value as unknown[]).length > LISTED)
  )
  const made: Schema = Object.fromEntries(kept)
  if (schema.items) made.items = plain(schema.items as Schema)
  if (schema.properties) {
    made.properties = Object.fromEntries(
      Object.entries(schema.properties as Record<string, Schema>).map(([name, one]) => [name, plain(one)])
    )
  }
  return made
}
