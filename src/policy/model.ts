/** A rule set in memory: validated, linked, every reference resolved. Built by load.ts, read by everything else. */
import type { WorkingDays } from '../calculators/working-days.ts'
import type { Texts } from '../texts/index.ts'
import type { Derivation, Rule } from './derivations/derivation.ts'
import type { AnsweredBy, Audience, Kind, Nature, Precision, RawFact } from './format.ts'
import type { Industries } from './industry.ts'
import type { SituationList } from './situations.ts'
import type { Units } from './units.ts'
import type { Currency } from './words.ts'

/** Where something comes from. From the plan: clause (or part) and quote. From elsewhere: source and certainty. */
export interface Basis {
  clause: string | null
  part: 'title' | 'closing' | 'subsection' | null
  quote: string | null
  source: string | null
  certainty: 'plan' | 'verified' | 'unverified' | 'reading'
  /** ready to read out: 第4条：“在区注册” */
  text: string
}

export interface Fact extends Omit<RawFact, 'derive' | 'assumeWhenMissing' | 'answeredBy' | 'ofApplicants'> {
  id: string
  index: number
  subject: string
  key: string
  /** a question and, where the fact can be derived, what it can be derived from */
  derivedFrom: readonly string[]
  derivation: { rule: Derivation; basis: Basis } | null
  /** the default, and the indexes of facts with which the subject was raised: given one, nothing is assumed */
  assumption: {
    value: unknown
    note: string
    said: string
    basis: Basis
    unlessGiven: readonly number[]
  } | null
  answeredBy: AnsweredBy
  /** what only some kinds of applicants can have; null where all can */
  onlyOf: OfApplicants | null
  /** ids of the rule sets that use it */
  policies: readonly string[]
  /** the language that it is worded in */
  texts: Texts
}

/** Who alone can have a fact, or some values of it. */
export interface OfApplicants {
  /** id of the fact that says who applies */
  who: string
  kinds: readonly string[]
  /** null for all values */
  values: readonly unknown[] | null
  basis: Basis
}

/** One comparison, shared by every place in the rule set that makes it. */
export interface Leaf {
  fact: number
  operator: string
  /** the constant on the right, undefined when `other` names a fact */
  value: unknown
  /** index of the fact on the right, or null */
  other: number | null
  test: (left: unknown, right: unknown) => boolean
  /** what answers say where the comparison is taken to hold because its fact is not known; null where it never is */
  assumption: { note: string; said: string; basis: Basis } | null
}

interface NodeBase {
  name: string | null
  /** the name, or the names of the parts */
  text: string
  basis: Basis | null
}
export interface LeafNode extends NodeBase {
  kind: 'leaf'
  /** index into Policy.leaves */
  leaf: number
}
export interface GroupNode extends NodeBase {
  kind: 'all' | 'any' | 'not'
  /** one child for `not` */
  children: readonly Node[]
}
export type Node = LeafNode | GroupNode

export interface Parameter {
  id: string
  label: string
  value: number | string | [number, number]
  unit: string
  precision: Precision
  basis: Basis
}

export type OperandRef =
  | { parameter: Parameter }
  | { fact: number }
  | { figure: string }
  | { calendar: WorkingDays }

export interface Figure {
  id: string
  label: string
  unit: string
  formula: string
  inputs: Readonly<Record<string, readonly OperandRef[]>>
  nature: Nature
  headline: boolean
  optional: boolean
  when: Node | null
  basis: Basis
}

export interface Interpretation {
  id: string
  point: string
  taken: string
  other: string
  interpreter: string
  basis: Basis
  when: Node | null
  /** all figures of the measure under the other reading; null where it changes none */
  otherwise: readonly Figure[] | null
}

/** A rule outside the plan, where it bears on a measure. */
export interface NationalRule {
  id: string
  document: string
  article: string | null
  says: string
  certainty: 'verified' | 'unverified' | 'reading'
  from: string | null
  to: string | null
  /** what is said after a no of the clause that it makes a yes; null where it turns none */
  turnsNo: string | null
  /** whom it concerns; null for everybody */
  when: Node | null
}

export interface Window {
  kind: 'application' | 'event' | 'target' | 'epidemic'
  /** what is counted by the dates, or has to be done by them; null for a period to apply in */
  what: string | null
  from: string | null
  to: string | null
  basis: Basis
  note: string | null
}

/** Why a measure is in more than one version, and what stands for it while the version is not known. */
export interface Choice {
  /** index of the fact, a day, that chooses the version */
  fact: number
  /** oldest first */
  candidates: readonly Candidate[]
  /** what stands for the measure where the day is in none of them */
  none: Measure
}

/** One version that may count. */
export interface Candidate {
  document: Document
  /** the measure as that version has it; null where it has none */
  measure: Measure | null
  /** whether the day is one on which the version was in force */
  within: Node
}

/** Another document, which is not loaded, and what it may change of a measure. */
export interface NotLoaded {
  /** its number */
  document: string
  /** to read out */
  text: string
  basis: Basis
}

/** One measure in one version; or, with a choice, what its versions come to while a fact that chooses is not known. */
export interface Measure {
  /** unique over all rule sets but for the versions of one */
  id: string
  /** its place in Policy.forms */
  index: number
  document: Document
  clause: Clause
  kind: Kind
  title: string
  summary: string
  forWhom: string
  audience: readonly Audience[]
  delivery: { mode: string; basis: Basis } | null
  window: Window | null
  /** lead unit first, then those that support it, then the others of the clause; empty where the copy lost them */
  responsible: readonly string[]
  units: Units
  /** who answers for it, to read out */
  unitText: string
  /** the unit to send a caller to */
  toAsk: string
  /** how far the plan as a whole reaches, and what is said after that day of a measure without an end */
  horizon: { to: string; notice: string } | null
  /** null for kind S: nothing to decide */
  conditions: Node | null
  /** every leaf the conditions, figures and interpretations use */
  leaves: readonly number[]
  parameters: readonly Parameter[]
  figures: readonly Figure[]
  related: readonly string[]
  /** ids, also of other rule sets that are loaded */
  exclusive: readonly string[]
  /** documents that it depends on and that are not loaded */
  notLoaded: readonly NotLoaded[]
  interpretations: readonly Interpretation[]
  nationalRules: readonly NationalRule[]
  silent: readonly string[]
  hotline: { say: string; mustSay: string[]; keywords: string[] }
  phrases: readonly string[]
  /** null once it is known which version counts */
  choice: Choice | null
}

export interface Clause {
  /** unique within its document */
  id: string
  document: Document
  numbers: readonly number[]
  section: string
  subsection: string | null
  completeness: 'complete' | 'partial' | 'missing'
  lost: string | null
  summary: string
  /** in the order of the text; empty where the copy lost them */
  responsible: readonly string[]
  measures: Measure[]
}

/** A rule by which a fact follows from others. */
export interface PolicyRule {
  /** index of the fact that follows */
  fact: number
  rule: Rule
  basis: Basis
  /** of a rule that was turned round: the one it came from */
  turnedFrom: PolicyRule | null
}

/** A fact that the rule files say follows from others. */
export type DerivableFact = Fact & { derivation: NonNullable<Fact['derivation']> }

/** One rule set in one version. */
export interface Document {
  id: string
  version: string
  /** sha256 of its rule files, with what they share */
  digest: string
  title: string
  number: string
  issuer: string
  dated: string
  published: string
  timeZone: string
  /** the language of its texts, BCP 47, and what answers say in it */
  lang: string
  texts: Texts
  /** every fact of the policy by index, worded in that language where one of its rule sets words it so */
  facts: readonly Fact[]
  currency: Currency
  /** what it is called in a word: 方案, 条例 */
  called: string
  /** first and last day on which it is in force, null where it is open; null where the document does not say */
  inForce: { from: string | null; to: string | null; basis: Basis } | null
  /** id of the fact whose day chooses among versions; null where the day of the question does */
  versionBy: string | null
  /** the version before it, of those that are loaded */
  predecessor: string | null
  /** null for a document without such a rule, as a regulation is */
  closing: { document: string; summary: string; interpreter: string; basis: Basis } | null
  horizon: { to: string; notice: string; basis: Basis } | null
  /** in the order of the text */
  clauses: readonly Clause[]
  measures: readonly Measure[]
}

/** The versions of one rule set. */
export interface Versions {
  id: string
  /** oldest first, at least one */
  documents: readonly Document[]
  /** index of the fact that chooses; null where the day of the question does */
  versionBy: number | null
  /** by how many versions had come into force, less one: each measure with a choice among them, by id */
  choices: readonly ReadonlyMap<string, Measure>[]
  /** by id: what stands for a measure on a day on which no version has it */
  absent: ReadonlyMap<string, Measure>
}

/** All rule sets that are loaded, as one: one vocabulary, one list of measures. */
export interface Policy {
  /** of all rule sets together */
  digest: string
  timeZone: string
  /** every rule set with its versions, in the order in which they were loaded */
  sets: readonly Versions[]
  /** every version of every rule set, oldest first within a rule set */
  documents: readonly Document[]
  subjects: Readonly<Record<string, { label: string; english: string }>>
  facts: readonly Fact[]
  /** those that the rule files say follow from others */
  derivable: readonly DerivableFact[]
  /** by which facts follow from others, in both directions */
  rules: readonly PolicyRule[]
  leaves: readonly Leaf[]
  /** of the newest version of each rule set */
  clauses: readonly Clause[]
  /** each measure once, as the newest version has it that has it */
  measures: readonly Measure[]
  /** every form in which a measure can be decided: these, then older versions and what stands for several */
  forms: readonly Measure[]
  /** questions of many answers, in the order they are put */
  situations: readonly SituationList[]
  industries: Industries
  fact(id: string): Fact | undefined
  measure(id: string): Measure | undefined
}

/** Whether a fact that is not given may be known all the same: from others, or by a default. */
export const mayFollow = ({ derivation, assumption }: Fact): boolean => Boolean(derivation ?? assumption)

/** The facts that a comparison is about, by index. */
export const comparedBy = ({ fact, other }: Leaf): number[] => (other === null ? [fact] : [fact, other])
