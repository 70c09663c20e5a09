/**
 * A rule set as one file: everything that decides, what it shares put in, so that it says the same wherever it is
 * read, whatever the shared folder there holds. Cases and calls stay behind: they are for those who change rules.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Type } from 'typebox'
import { type Read, readJson } from '../strict-json.ts'
import type { Coverage } from './coverage.ts'
import { digestOf } from './digest.ts'
import { PolicyError } from './fault.ts'
import type { RuleFiles, Witnesses } from './files.ts'
import { inForm } from './form.ts'

/** Names what such a file holds, and how: another number, another form. */
export const FORMAT = 'policy-rules/1'

const byName = (description: string) => Type.Record(Type.String(), Type.Unknown(), { description })

export const PackSchema = Type.Object(
  {
    format: Type.Literal(FORMAT, { description: 'What the file is, and in which form' }),
    digest: Type.String({ description: 'Of `files`: the one that answers carry' }),
    files: byName('The rule files by name, in the form that they have in a folder, what they share put in'),
    changelog: Type.String({ description: 'CHANGELOG.md as it is; empty where there is none' }),
    generated: Type.Object(
      {
        witnesses: byName('Examples to try, by measure id'),
        coverage: byName('Which words of each clause the rules rest on, by clause id')
      },
      { additionalProperties: false, description: 'What is worked out from the rule files' }
    )
  },
  { additionalProperties: false }
)

/** What a packed rule set holds. */
export interface Packed {
  files: RuleFiles
  changelog: string
  generated: { witnesses: Witnesses; coverage: Coverage }
}

/** Whether a rule set is one file, or a folder of files. @param source its path */
export const isPacked = (source: string): boolean => source.endsWith('.json')

/**
 * One rule set as the text of a file: the same bytes for the same rule files. Parts keep the order in which they are
 * written, for that is the order in which answers have them.
 */
export const packText = ({ files, changelog, generated: { witnesses, coverage } }: Packed): string =>
  `${JSON.stringify({
    format: FORMAT,
    digest: digestOf(files),
    files: Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))),
    changelog,
    generated: { witnesses, coverage }
  })}\n`

const REMEDY = 'pack the rule set again: npm run rules -- pack'

/** The JSON of a file. @throws PolicyError where it is none, or names something twice */
function jsonOf(file: string, text: string): unknown {
  let read: Read
  try {
    read = readJson(text)
  } catch (error) {
    throw new PolicyError([{ file, pointer: '', message: (error as Error).message, remedy: REMEDY }])
  }
  if (read.faults.length > 0)
    throw new PolicyError(read.faults.map(one => ({ file, ...one, remedy: REMEDY })))
  return read.value
}

/**
 * Reads a packed rule set.
 * @throws PolicyError where it is not JSON, of another format, or not what its digest says; the error of the system
 *   where it cannot be read
 */
export function readPack(path: string): Packed {
  const file = basename(path)
  const refuse = (pointer: string, message: string) =>
    new PolicyError([{ file, pointer, message, remedy: REMEDY }])
  const value = jsonOf(file, readFileSync(path, 'utf8'))
  const { format } = Object(value) as { format?: unknown }
  if (format !== FORMAT) {
    throw refuse('/format', `it is ${JSON.stringify(format)}, and only "${FORMAT}" is known here`)
  }
  const packed = inForm({ [file]: value }, file, PackSchema, REMEDY)
  const digest = digestOf(packed.files)
  if (digest !== packed.digest) {
    throw refuse('/digest', `it is ${packed.digest}, but that of the files is ${digest}`)
  }
  return packed as Packed
}
