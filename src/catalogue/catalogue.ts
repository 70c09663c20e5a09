/** The catalogue: every measure, clause and fact of a policy as callers read them before they ask. */

import type { Formula } from '../calculators/formula.ts'
import { formulas } from '../calculators/index.ts'
import { quantity } from '../calculators/quantity.ts'
import { nationalRuleView } from '../decisions/national-rules.ts'
import { parameterText } from '../decisions/operand.ts'
import { inForceOn, stampOf } from '../policy/asked.ts'
import type { ClauseCoverage } from '../policy/coverage.ts'
import type { Witnesses } from '../policy/files.ts'
import type {
  Clause,
  Document,
  Fact,
  Figure,
  Measure,
  Node,
  OperandRef,
  Policy,
  Versions
} from '../policy/model.ts'
import { factsUnder, usesOf } from '../policy/uses.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { windowView } from '../policy/window.ts'
import type { MeasureDetail } from '../schemas/catalogue.ts'
import type { Texts } from '../texts/index.ts'
import { exampleOf } from './examples.ts'

export const summaryOf = (measure: Measure, asOf: string) => ({
  id: measure.id,
  policy: measure.document.id,
  lang: measure.document.lang,
  title: measure.title,
  summary: measure.summary,
  forWhom: measure.forWhom,
  kind: measure.kind,
  clause: measure.clause.id,
  section: measure.clause.section,
  audience: [...measure.audience],
  window: windowView(measure, asOf),
  responsible: [...measure.responsible],
  lead: measure.units.lead,
  unitText: measure.unitText
})

/** The version of a rule set that is shown on a day: the one in force, else the newest. */
export const shownOn = (set: Versions, day: string): Document =>
  inForceOn(set, day) ?? (set.documents.at(-1) as Document)

/** A measure as the version that is shown on a day has it; as the newest has it where that one has none. */
export function measureOn(policy: Policy, measure: Measure, day: string): Measure {
  const set = policy.sets.find(({ id }) => id === measure.document.id) as Versions
  return shownOn(set, day).measures.find(({ id }) => id === measure.id) ?? measure
}

/** A condition tree in words. */
function conditionView(node: Node, policy: Policy, texts: Texts): { name: string; conditions: unknown[] } {
  const children = node.kind === 'leaf' ? [] : node.children
  const views = children.map(child => conditionView(child, policy, texts))
  const idOf = (index: number) => (policy.facts[index] as Fact).id
  const { longOr, longAnd } = texts.conditions
  const joined = views.map(({ name }) => name).join(node.kind === 'any' ? longOr : longAnd)
  return {
    name: node.name ?? joined,
    kind: node.kind,
    basis: node.basis,
    facts: node.kind === 'leaf' ? factsUnder(policy, node).map(idOf) : [],
    conditions: views
  } as { name: string; conditions: unknown[] }
}

/** The facts a measure uses, each with what it is first used for. */
export const measureFacts = (measure: Measure, policy: Policy) =>
  [...usesOf(policy, measure)].map(([index, use]) => {
    const { id, label, question, derivedFrom } = measure.document.facts[index] as Fact
    return { fact: id, label, question, derivedFrom: [...derivedFrom], for: use }
  })

/** A formula in words, written by the formula itself: 减免租金 = 减免月数（3个月） × 月租金 */
function formulaWords(figure: Figure, measure: Measure): string {
  const { facts, texts } = measure.document
  const word = (operand: OperandRef): string => {
    if ('fact' in operand) return (facts[operand.fact] as Fact).label
    if ('figure' in operand) return measure.figures.find(({ id }) => id === operand.figure)?.label as string
    if ('calendar' in operand) return ''
    return texts.amounts.inBrackets(operand.parameter.label, parameterText(operand.parameter, texts))
  }
  const inputs = Object.entries(figure.inputs).map(([name, operands]) => [
    name,
    operands.map(operand => ({ text: word(operand), quantity: quantity.zero, factor: quantity.zero }))
  ])
  const { expression } = (formulas[figure.formula] as Formula).apply(
    Object.fromEntries(inputs),
    texts.formulas
  )
  return `${figure.label} = ${expression}`
}

function serviceItem(measure: Measure, policy: Policy) {
  const { number, texts } = measure.document
  return texts.serviceItem({
    number,
    clause: measure.clause.id,
    title: measure.title,
    lead: measure.units.lead,
    forWhom: measure.forWhom,
    conditions: measure.conditions && conditionView(measure.conditions, policy, texts).name
  })
}

/** What was found for a measure, each asked so that its version counts. */
function examplesOf({ id, document }: Measure, policy: Policy, witnesses: Witnesses) {
  const found = witnesses[id]
  const { examples } = document.texts
  if (!found) return []
  const { eligible, ineligible = [], undetermined } = found
  const asked = (facts: Facts) => exampleOf(policy, document, facts)
  return [
    ...(eligible ? [{ outcome: 'eligible' as const, about: examples.eligible, ...asked(eligible) }] : []),
    ...ineligible.map(({ condition, facts }) => ({
      outcome: 'ineligible' as const,
      about: examples.ineligible(condition),
      ...asked(facts)
    })),
    ...(undetermined
      ? [{ outcome: 'undetermined' as const, about: examples.undetermined, ...asked(undetermined) }]
      : [])
  ]
}

/**
 * Everything a caller needs to know of a measure before asking.
 * @param witnesses of the version that the measure is of
 */
export function detailOf(
  measure: Measure,
  policy: Policy,
  asOf: string,
  witnesses: Witnesses
): MeasureDetail {
  return {
    ...summaryOf(measure, asOf),
    policy: stampOf(measure.document),
    asOf,
    subsection: measure.clause.subsection,
    completeness: measure.clause.completeness,
    units: {
      lead: measure.units.lead,
      supporting: [...measure.units.supporting],
      namedByClause: [...measure.clause.responsible],
      basis: measure.units.basis
    },
    delivery: measure.delivery,
    conditions: measure.conditions ? conditionView(measure.conditions, policy, measure.document.texts) : null,
    facts: measureFacts(measure, policy),
    parameters: measure.parameters.map(parameter => ({
      ...parameter,
      text: parameterText(parameter, measure.document.texts)
    })),
    formulas: measure.figures.map(figure => ({
      id: figure.id,
      label: figure.label,
      unit: figure.unit,
      formula: figure.formula,
      words: formulaWords(figure, measure),
      basis: figure.basis
    })),
    related: [...measure.related],
    exclusive: [...measure.exclusive],
    notLoaded: [...measure.notLoaded],
    interpretations: measure.interpretations.map(({ when, otherwise: _otherwise, ...entry }) => ({
      ...entry,
      bearing: when ? ('may-matter' as const) : ('decides' as const)
    })),
    nationalRules: measure.nationalRules.map(rule => nationalRuleView(rule, 'beside')),
    notStated: [...measure.silent],
    phrases: [...measure.phrases],
    examples: examplesOf(measure, policy, witnesses),
    serviceItem: serviceItem(measure, policy)
  }
}

/** A clause by its id, or by one of the numbers that it stands for: 51 is one of 50-52, which lost theirs. */
export const clauseIn = ({ clauses }: Document, asked: string): Clause | undefined =>
  clauses.find(({ id }) => id === asked) ??
  clauses.find(({ numbers }) => numbers.some(number => String(number) === asked))

export const clauseView = (clause: Clause) => ({
  clause: clause.id,
  numbers: [...clause.numbers],
  section: clause.section,
  subsection: clause.subsection,
  completeness: clause.completeness,
  lost: clause.lost,
  summary: clause.summary,
  responsible: [...clause.responsible],
  measures: clause.measures.map(({ id, title, kind }) => ({ id, title, kind }))
})

/** Which words of a clause the rules rest on; null where its text was not at hand. */
export const coverageView = (coverage: ClauseCoverage | undefined) =>
  coverage ? { characters: coverage.characters, covered: coverage.covered, spans: [...coverage.spans] } : null

/** The coverage ledger: every clause, what became of it, what the copy lost. */
export function clauseList(document: Document) {
  const counts = { complete: 0, partial: 0, missing: 0 }
  for (const { completeness, numbers } of document.clauses) counts[completeness] += numbers.length
  const { title, number, issuer, dated, published, closing } = document
  return {
    policy: stampOf(document),
    plan: { title, number, issuer, dated, published },
    closing,
    total: document.clauses.reduce((sum, { numbers }) => sum + numbers.length, 0),
    counts,
    items: document.clauses.map(clauseView)
  }
}

/**
 * The vocabulary: every fact with its schema, question and the measures that use it.
 * @param facts those of the policy, in whichever words
 */
export function factList(
  policy: Policy,
  schemaOf: (fact: Fact) => Record<string, unknown>,
  facts: readonly Fact[] = policy.facts
) {
  const users = new Map<string, string[]>()
  for (const measure of policy.measures) {
    for (const { fact } of measureFacts(measure, policy)) {
      users.set(fact, [...(users.get(fact) ?? []), measure.id])
    }
  }
  return facts.map(fact => ({
    id: fact.id,
    subject: fact.subject,
    name: fact.key,
    label: fact.label,
    english: fact.english,
    question: fact.question,
    description: fact.description,
    type: fact.schema.type,
    unit: fact.unit ?? null,
    schema: schemaOf(fact),
    labels: fact.labels ?? null,
    example: fact.example,
    derivedFrom: [...fact.derivedFrom],
    assumedWhenMissing: fact.assumption !== null,
    answeredBy: fact.answeredBy,
    measures: users.get(fact.id) ?? [],
    policies: [...fact.policies]
  }))
}
