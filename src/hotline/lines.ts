/** Telephone lines and standing phrases of the hotline: hotline-lines.json of a rule set. */
import { type Static, Type } from 'typebox'
import { voiceOf } from '../policy/basis.ts'
import type { RuleFiles, SetFiles } from '../policy/files.ts'
import { inForm } from '../policy/form.ts'
import { AUDIENCES, type Audience, CertaintySchema, type RawPolicy } from '../policy/format.ts'
import type { Document } from '../policy/model.ts'
import type { Texts } from '../texts/index.ts'

const strict = { additionalProperties: false } as const
const text = () => Type.String({ minLength: 1 })

export const LinesFileSchema = Type.Object(
  {
    lines: Type.Array(
      Type.Object(
        {
          line: text(),
          name: text(),
          units: Type.Array(text(), { minItems: 1 }),
          source: text(),
          certainty: CertaintySchema
        },
        strict
      )
    ),
    unstated: Type.Object({ notCovered: text(), lostClause: text(), unsure: text() }, strict),
    elsewhere: Type.Array(
      Type.Object(
        {
          about: text(),
          pattern: text(),
          unless: Type.Optional(text()),
          notFor: Type.Optional(Type.Array(Type.Unsafe<Audience>({ enum: AUDIENCES }), { minItems: 1 })),
          say: text()
        },
        strict
      )
    )
  },
  strict
)
type LinesFile = Static<typeof LinesFileSchema>

/** What a question is about when it is not about this plan, and what is said then. */
export interface Elsewhere {
  /** the rule set that it is beside */
  policy: string
  /** district, year, level of government, person */
  about: string
  pattern: RegExp
  /** what takes it back: 平谷 in the same question */
  unless: RegExp | null
  /** said only of a measure that none of these can hold; null where it is said whatever the measure */
  notFor: readonly Audience[] | null
  /** with places: {words} that the pattern calls so, {title} of the measure, {who} it is for */
  say: string
}
/** What is said where the rules do not say it. */
export type Unstated = LinesFile['unstated']
export type Lines = Pick<LinesFile, 'lines'> & {
  /** by language: as the first rule set says it that is in it */
  unstated: ReadonlyMap<Texts, Unstated>
  elsewhere: readonly Elsewhere[]
}

/** The same in a language; in that of the first rule set where none says it in that one, or none is meant. */
export const unstatedIn = ({ unstated }: Lines, document: Pick<Document, 'texts'> | undefined): Unstated =>
  (document && unstated.get(document.texts)) ?? ([...unstated.values()][0] as Unstated)

const FILE = 'hotline-lines.json'

/** The lines of one rule set. @throws PolicyError when the file is not in its form */
function linesOf(policy: string, files: RuleFiles): Lines {
  const { elsewhere, unstated, ...rest } = inForm(files, FILE, LinesFileSchema, 'see src/hotline/lines.ts')
  return {
    ...rest,
    unstated: new Map([[voiceOf(files['policy.json'] as RawPolicy).texts, unstated]]),
    elsewhere: elsewhere.map(({ about, pattern, unless, notFor = null, say }) => ({
      policy,
      about,
      pattern: new RegExp(pattern, 'u'),
      unless: unless === undefined ? null : new RegExp(unless, 'u'),
      notFor,
      say
    }))
  }
}

/**
 * The lines of all rule sets: what is said of a question that none of them answers is said by the first.
 * @param sets by id, each with its files; at least one has such a file
 * @throws PolicyError when a file is not in its form, or there is none
 */
export function readLines(sets: readonly SetFiles[]): Lines {
  const having = sets.filter(({ files }) => files[FILE] !== undefined)
  const [first, ...rest] = (having.length > 0 ? having : sets.slice(0, 1)).map(({ id, files }) =>
    linesOf(id, files)
  )
  const all = [first as Lines, ...rest]
  const lines = new Map(all.flatMap(one => one.lines).map(line => [JSON.stringify(line), line]))
  return {
    lines: [...lines.values()],
    unstated: new Map(all.toReversed().flatMap(({ unstated }) => [...unstated])),
    elsewhere: all.flatMap(({ elsewhere }) => elsewhere)
  }
}
