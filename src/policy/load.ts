/** Loading a rule set: guard it, then link every reference, once. */
import { createHash } from 'node:crypto'
import { type RawCalendar, WorkingDays } from '../calculators/working-days.ts'
import { basisOf } from './basis.ts'
import type { DerivationContext } from './derivations/derivation.ts'
import { derivations } from './derivations/index.ts'
import { PolicyError } from './fault.ts'
import type { RuleFiles } from './files.ts'
import type {
  RawBasis,
  RawCondition,
  RawFigure,
  RawMeasure,
  RawOperand,
  RawParameter,
  RawPolicy,
  Scalar
} from './format.ts'
import { faultsOf } from './guards/index.ts'
import type {
  Basis,
  Clause,
  DerivableFact,
  Fact,
  Figure,
  Leaf,
  Measure,
  Node,
  OperandRef,
  Parameter,
  Policy,
  PolicyRule
} from './model.ts'
import { comparison } from './operators.ts'
import { industriesOf, type RuleSet, sorted } from './rule-set.ts'
import { linkSituations } from './situations.ts'
import { type RawSituations, SITUATIONS_FILE } from './situations-format.ts'
import { allUnits, unitsOf, unitsText, unitToAsk } from './units.ts'
import { countedValues } from './vocabulary.ts'
import { showValue } from './words.ts'

/** The same text for the same JSON, whatever the order of keys in the file. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, item) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item
  )

/** The digest of a rule set: the same for the same JSON. */
export const digestOf = (files: RuleFiles): string =>
  `sha256:${createHash('sha256').update(canonical(files)).digest('hex')}`

const standardBasis = ({
  source,
  certainty
}: {
  source: string
  certainty: 'verified' | 'unverified'
}): RawBasis => ({
  source,
  certainty
})

function linkFacts(set: RuleSet): Fact[] {
  const entries = Object.entries(set.facts.facts)
  const ids = entries.map(([id]) => id)
  const facts = entries.map(([id, raw], index): Fact => {
    const [subject = '', key = ''] = id.split('.')
    const { derive: _derive, assumeWhenMissing, ...rest } = raw
    const assumption = assumeWhenMissing && {
      value: assumeWhenMissing.value,
      note: assumeWhenMissing.note,
      said: assumeWhenMissing.said,
      basis: basisOf(assumeWhenMissing.basis, null),
      unlessGiven: (assumeWhenMissing.unlessGiven ?? []).map(one => ids.indexOf(one))
    }
    return {
      ...rest,
      id,
      index,
      subject,
      key,
      derivedFrom: [],
      derivation: null,
      assumption: assumption ?? null,
      answeredBy: raw.answeredBy ?? 'applicant'
    }
  })
  const byId = new Map(facts.map(fact => [fact.id, fact]))
  const context: Omit<DerivationContext, 'target'> = {
    index: id => (byId.get(id) as Fact).index,
    members: index => countedValues(facts[index] as Fact),
    file: name => set.files[name],
    industries: industriesOf(set.files),
    show: (index, value) => {
      const fact = facts[index] as Fact
      return `${fact.label}：${showValue(fact, value)}`
    }
  }
  entries.forEach(([, raw], index) => {
    const { derive } = raw
    const make = derive && derivations[derive.kind]
    if (!make) return
    const fact = facts[index] as Fact
    const rule = make(derive as never, { ...context, target: index })
    // A derivation by a standard rests on the standard's own source.
    const { basis, standard } = derive as { basis?: RawBasis; standard?: string }
    const source = set.files[standard ?? ''] as Parameters<typeof standardBasis>[0]
    fact.derivation = {
      rule,
      basis: basisOf(basis ?? standardBasis(source), null)
    }
    fact.derivedFrom = rule.inputs.map(input => (facts[input] as Fact).id)
  })
  return facts
}

/** What the rule files say follows, and what follows from it the other way round. */
function rulesOf(facts: readonly Fact[]): PolicyRule[] {
  return facts.flatMap(({ index, derivation }) => {
    if (!derivation) return []
    const { rule, basis } = derivation
    const forward: PolicyRule = { fact: index, rule, basis, turnedFrom: null }
    const reverses = (rule.reverses ?? []).map(reverse => ({ ...reverse, basis, turnedFrom: forward }))
    return [forward, ...reverses]
  })
}

/** Links the trees of one rule set: named conditions unfolded, parameters put in, equal leaves shared. */
class Linker {
  readonly leaves: Leaf[] = []
  private readonly known = new Map<string, number>()
  private readonly set: RuleSet
  private readonly facts: ReadonlyMap<string, Fact>

  constructor(set: RuleSet, facts: readonly Fact[]) {
    this.set = set
    this.facts = new Map(facts.map(fact => [fact.id, fact]))
  }

  index(fact: string): number {
    return (this.facts.get(fact) as Fact).index
  }

  /** Which days are worked on, by a file of the rule set. */
  calendar(file: string): WorkingDays {
    return new WorkingDays(this.set.files[file] as RawCalendar)
  }

  /** @param clause id of the clause whose words a plain basis quotes */
  node(tree: RawCondition, measure: RawMeasure, clause: string | null, used: Set<number>): Node {
    const name = tree.name ?? null
    const basis = tree.basis === undefined ? null : basisOf(tree.basis, clause)
    if ('condition' in tree) {
      const shared = this.set.policy.conditions[tree.condition] as RawCondition
      const node = this.node(shared, measure, null, used)
      return { ...node, name: name ?? node.name, basis: basis ?? node.basis }
    }
    if ('fact' in tree) {
      const assumption = tree.assumeWhenUnknown && {
        note: tree.assumeWhenUnknown.note,
        said: tree.assumeWhenUnknown.said,
        basis: basis as Basis
      }
      const leaf = this.leaf(tree.fact, tree.operator, tree.value, measure, assumption ?? null)
      used.add(leaf)
      return { kind: 'leaf', leaf, name, basis }
    }
    const [kind, children] =
      'all' in tree
        ? (['all', tree.all] as const)
        : 'any' in tree
          ? (['any', tree.any] as const)
          : (['not', [tree.not]] as const)
    return { kind, name, basis, children: children.map(child => this.node(child, measure, clause, used)) }
  }

  private leaf(
    fact: string,
    operator: string,
    raw: Scalar | Scalar[] | { fact: string },
    measure: RawMeasure,
    assumption: Leaf['assumption']
  ): number {
    let value: unknown = raw
    let other: number | null = null
    if (typeof raw === 'object' && !Array.isArray(raw)) {
      if (raw.fact === 'measure.id') value = measure.id
      else if (raw.fact.startsWith('parameters.')) {
        value = (measure.parameters as Record<string, RawParameter>)[raw.fact.slice('parameters.'.length)]
          ?.value
      } else {
        value = undefined
        other = this.index(raw.fact)
      }
    }
    const key = JSON.stringify([fact, operator, value ?? null, other, assumption])
    const before = this.known.get(key)
    if (before !== undefined) return before
    const index = this.leaves.length
    this.leaves.push({
      fact: this.index(fact),
      operator,
      value,
      other,
      test: comparison(operator),
      assumption
    })
    this.known.set(key, index)
    return index
  }
}

function linkParameters(measure: RawMeasure, clause: string): Parameter[] {
  return Object.entries(measure.parameters ?? {}).map(([id, raw]) => ({
    ...raw,
    id,
    value: raw.value as Parameter['value'],
    basis: basisOf(raw.basis, clause)
  }))
}

function linkFigure(
  raw: RawFigure,
  linker: Linker,
  measure: RawMeasure,
  clause: string,
  used: Set<number>,
  parameters: readonly Parameter[]
): Figure {
  const operand = (reference: RawOperand): OperandRef => {
    if ('parameter' in reference) {
      return { parameter: parameters.find(({ id }) => id === reference.parameter) as Parameter }
    }
    if ('calendar' in reference) return { calendar: linker.calendar(reference.calendar) }
    return 'fact' in reference ? { fact: linker.index(reference.fact) } : reference
  }
  return {
    ...raw,
    headline: raw.headline ?? false,
    optional: raw.optional ?? false,
    inputs: Object.fromEntries(
      Object.entries(raw.inputs).map(([name, given]) => [
        name,
        (Array.isArray(given) ? given : [given]).map(operand)
      ])
    ),
    when: raw.when ? linker.node(raw.when, measure, clause, used) : null,
    basis: basisOf(raw.basis, clause)
  }
}

/** The figures of a measure with those that another reading works out otherwise. */
export const otherFigures = (
  figures: readonly RawFigure[],
  otherwise: NonNullable<RawMeasure['interpretations'][number]['otherwise']>
): RawFigure[] => figures.map(figure => ({ ...figure, ...otherwise[figure.id] }))

function linkMeasure(
  raw: RawMeasure,
  clause: Clause,
  linker: Linker,
  { horizon }: Pick<RawPolicy, 'horizon'>
): Measure {
  const used = new Set<number>()
  const units = unitsOf(raw.responsible, clause.responsible, clause.id)
  const toAsk = unitToAsk(units, clause.responsible)
  const parameters = linkParameters(raw, clause.id)
  const figuresOf = (figures: readonly RawFigure[]) =>
    figures.map(figure => linkFigure(figure, linker, raw, clause.id, used, parameters))
  // Every field by name: objects that are all made alike are the quicker to read.
  return {
    id: raw.id,
    index: -1,
    clause,
    kind: raw.kind,
    title: raw.title,
    summary: raw.summary,
    forWhom: raw.forWhom,
    audience: raw.audience,
    delivery: raw.delivery && { mode: raw.delivery.mode, basis: basisOf(raw.delivery.basis, clause.id) },
    window: raw.window && {
      kind: raw.window.kind,
      what: raw.window.what ?? null,
      from: raw.window.from,
      to: raw.window.to,
      basis: basisOf(raw.window.basis, clause.id),
      note: raw.window.note ?? null
    },
    responsible: allUnits(units, clause.responsible),
    units,
    unitText: unitsText(units, clause.responsible, clause.completeness === 'complete'),
    toAsk,
    horizon: horizon ? { to: horizon.to, notice: horizon.notice.replace('{unit}', toAsk) } : null,
    conditions: raw.conditions ? linker.node(raw.conditions, raw, clause.id, used) : null,
    parameters,
    figures: figuresOf(raw.figures ?? []),
    interpretations: raw.interpretations.map(entry => ({
      ...entry,
      basis: basisOf(entry.basis, clause.id),
      when: entry.when ? linker.node(entry.when, raw, clause.id, used) : null,
      otherwise: entry.otherwise ? figuresOf(otherFigures(raw.figures ?? [], entry.otherwise)) : null
    })),
    related: raw.related,
    exclusive: raw.exclusive,
    silent: raw.silent,
    hotline: raw.hotline,
    phrases: raw.phrases,
    leaves: [...used]
  }
}

/**
 * Builds a policy from the files of a rule set.
 * @throws PolicyError with every fault when the files are not sound
 */
export function loadPolicy(files: RuleFiles): Policy {
  const faults = faultsOf(files)
  if (faults.length > 0) throw new PolicyError(faults)
  return linkPolicy(files)
}

/**
 * Builds a policy from files known to be sound: for the service after its build, and for tools that try
 * thousands of changes to a rule set.
 */
export function linkPolicy(files: RuleFiles, digest = digestOf(files)): Policy {
  const set = sorted(files)
  const facts = linkFacts(set)
  const linker = new Linker(set, facts)
  const clauses = Object.values(set.clauses)
    .sort((a, b) => (a.numbers[0] as number) - (b.numbers[0] as number))
    .map(raw => {
      const clause: Clause = { ...raw, id: raw.clause, responsible: raw.responsible ?? [], measures: [] }
      clause.measures.push(...raw.measures.map(measure => linkMeasure(measure, clause, linker, set.policy)))
      return clause
    })
  const measures = clauses.flatMap(clause => clause.measures)
  measures.forEach((measure, index) => {
    measure.index = index
  })
  const byId = <T extends { id: string }>(items: readonly T[]) => new Map(items.map(item => [item.id, item]))
  const [factById, measureById, clauseById] = [byId(facts), byId(measures), byId(clauses)]
  const {
    conditions: _conditions,
    audience: _audience,
    clauses: _promised,
    closing,
    horizon,
    lang = 'zh',
    inForce = null,
    versionBy = null,
    ...head
  } = set.policy
  return {
    ...head,
    lang,
    inForce,
    versionBy,
    closing: closing ? { ...closing, basis: basisOf(closing.basis, null) } : null,
    horizon: horizon
      ? {
          to: horizon.to,
          notice: horizon.notice.replace('{unit}', closing?.interpreter ?? head.issuer),
          basis: basisOf(horizon.basis, null)
        }
      : null,
    digest,
    subjects: set.facts.subjects,
    facts,
    derivable: facts.filter((fact): fact is DerivableFact => fact.derivation !== null),
    rules: rulesOf(facts),
    leaves: linker.leaves,
    clauses,
    measures,
    situations: linkSituations(files[SITUATIONS_FILE] as RawSituations | undefined, facts),
    industries: industriesOf(files),
    fact: id => factById.get(id),
    measure: id => measureById.get(id),
    clause: id => clauseById.get(id)
  }
}
