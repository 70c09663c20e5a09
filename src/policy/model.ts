/** A rule set in memory: validated, linked, every reference resolved. Built by load.ts, read by everything else. */
import type { WorkingDays } from '../calculators/working-days.ts'
import type { Derivation, Rule } from './derivations/derivation.ts'
import type { AnsweredBy, Audience, Kind, Nature, Precision, RawFact } from './format.ts'
import type { Industries } from './industry.ts'
import type { SituationList } from './situations.ts'
import type { Units } from './units.ts'

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

export interface Fact extends Omit<RawFact, 'derive' | 'assumeWhenMissing' | 'answeredBy'> {
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

export interface Window {
  kind: 'application' | 'event' | 'target' | 'epidemic'
  /** what is counted by the dates, or has to be done by them; null for a period to apply in */
  what: string | null
  from: string | null
  to: string | null
  basis: Basis
  note: string | null
}

export interface Measure {
  id: string
  index: number
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
  exclusive: readonly string[]
  interpretations: readonly Interpretation[]
  silent: readonly string[]
  hotline: { say: string; mustSay: string[]; keywords: string[] }
  phrases: readonly string[]
}

export interface Clause {
  id: string
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

export interface Policy {
  id: string
  version: string
  /** sha256 of the rule files */
  digest: string
  title: string
  number: string
  issuer: string
  dated: string
  published: string
  timeZone: string
  /** null for a document without such a rule, as a regulation is */
  closing: { document: string; summary: string; interpreter: string; basis: Basis } | null
  /** the language that answers are in, BCP 47 */
  lang: string
  /** first and last day on which this version is the law; null where the document does not say */
  inForce: { from: string; to: string | null } | null
  /** id of the fact whose day chooses among versions; null where the day of the question does */
  versionBy: string | null
  horizon: { to: string; notice: string; basis: Basis } | null
  subjects: Readonly<Record<string, { label: string; english: string }>>
  facts: readonly Fact[]
  /** those that the rule files say follow from others */
  derivable: readonly DerivableFact[]
  /** by which facts follow from others, in both directions */
  rules: readonly PolicyRule[]
  leaves: readonly Leaf[]
  clauses: readonly Clause[]
  measures: readonly Measure[]
  /** questions of many answers, in the order they are put */
  situations: readonly SituationList[]
  industries: Industries
  fact(id: string): Fact | undefined
  measure(id: string): Measure | undefined
  clause(id: string): Clause | undefined
}

/** Whether a fact that is not given may be known all the same: from others, or by a default. */
export const mayFollow = ({ derivation, assumption }: Fact): boolean => Boolean(derivation ?? assumption)

/** The facts that a comparison is about, by index. */
export const comparedBy = ({ fact, other }: Leaf): number[] => (other === null ? [fact] : [fact, other])
