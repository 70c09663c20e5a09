/** Digests of rule sets, and of their texts. */
import { createHash } from 'node:crypto'
import type { RuleFiles } from './files.ts'
import type { Source } from './source.ts'

/** The same text for the same JSON, whatever the order of keys in the file. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, item) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item
  )

/** The digest of a rule set, with what it shares: the same for the same JSON. */
export const digestOf = (files: RuleFiles): string =>
  `sha256:${createHash('sha256').update(canonical(files)).digest('hex')}`

/** The digest of the text that rules are made from: apart, since it decides nothing. */
export const digestOfText = (source: Source): string =>
  createHash('sha256').update(JSON.stringify(source)).digest('hex')

/** The digest of several rule sets: that of one is its own. */
export const digestOfAll = ([first = '', ...rest]: readonly string[]): string =>
  rest.length === 0
    ? first
    : `sha256:${createHash('sha256')
        .update([first, ...rest].join('\n'))
        .digest('hex')}`
