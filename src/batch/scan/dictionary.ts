/** What a scanner looks up: the facts of each subject, by the bytes of their names and values. */
import type { Tellable, TellableFacts } from '../fact-checks.ts'
import { Words } from './byte-map.ts'

/** A fact, with the texts that it or its members may have. */
export interface Scannable extends Tellable {
  /** the same as `texts` and `members` */
  words: Words<string> | null
  list: Words<string> | null
}

/** A member whose name and value are known together. */
interface Told {
  index: number
  value: unknown
}

export interface Subject {
  facts: Words<Scannable>
  members: Words<Told>
  /** the line that told of it last: once a line is enough */
  line: number
}

const wordsOf = (texts: readonly string[] | null) =>
  texts && new Words(texts.map(text => [text, text] as const))

/** How programs write a member, with or without a space; only behind the first quotation mark. */
const spellings = (name: string, value: unknown) =>
  ['', ' '].map(space => `${name}":${space}${JSON.stringify(value)}`)

function subjectOf(facts: readonly (readonly [string, Tellable])[]): Subject {
  const members = facts.flatMap(([name, { index, isTruth, texts }]) =>
    (isTruth ? [true, false] : (texts ?? [])).flatMap(value =>
      spellings(name, value).map(spelling => [spelling, { index, value }] as const)
    )
  )
  const scannable = facts.map(
    ([name, fact]) => [name, { ...fact, words: wordsOf(fact.texts), list: wordsOf(fact.members) }] as const
  )
  return { facts: new Words(scannable), members: new Words(members), line: 0 }
}

/** By the name of each. */
export const subjectsOf = (tellable: TellableFacts): Words<Subject> =>
  new Words([...tellable].map(([name, facts]) => [name, subjectOf([...facts])] as const))
