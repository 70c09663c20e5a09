/** The answer card of one measure for one caller: what to say, what must be said, what to ask, whom to pass to. */
import { type Amount, amountOf } from '../decisions/amount.ts'
import { type AnsweredAmount, answeredAmount } from '../decisions/answered.ts'
import { interpretationsFor, resultFor } from '../decisions/eligibility.ts'
import { type NextQuestion, nextQuestions } from '../decisions/interview/questions.ts'
import { nationalRuleView } from '../decisions/national-rules.ts'
import { saidBy, versionsView } from '../decisions/versions.ts'
import { assumedIn } from '../engine/assumed.ts'
import type { Assessment, Program } from '../engine/program.ts'
import type { Basis, Fact, Measure, Node } from '../policy/model.ts'
import { isClosingApplied } from '../policy/other-documents.ts'
import { showPossible } from '../policy/possible.ts'
import { sentences } from '../policy/spoken-length.ts'
import { comparedIn, countedIn } from '../policy/uses.ts'
import { noticeOf, windowInWords, windowSaid, windowView } from '../policy/window.ts'
import type { Card } from '../schemas/answers.ts'
import type { Texts } from '../texts/index.ts'
import type { Lines } from './lines.ts'
import { type Script, scriptOf } from './script.ts'
import { type Decided, saidFirst, saidNext } from './speech.ts'

type Reasoned = { text: string }[]

/** Quotations on a card: enough to answer "where does it say so?", short enough to read. */
const QUOTED = 3

/** The plan's words that a tree rests on, in the order of the tree. */
function planBasis(node: Node): Basis[] {
  const own = node.basis?.certainty === 'plan' && node.basis.clause !== null ? [node.basis] : []
  if (own.length > 0 || node.kind === 'leaf') return own
  return node.children.flatMap(planBasis)
}

/** A clause without a quotation, for a measure that has nothing to decide. */
const clauseOnly = ({ clause, document }: Measure): Basis => ({
  clause: clause.id,
  part: null,
  quote: null,
  source: null,
  certainty: 'plan',
  text: document.texts.basis.clause(clause.id)
})

function basisOfCard(measure: Measure): Basis[] {
  const found = measure.conditions ? planBasis(measure.conditions) : []
  const distinct = [...new Map(found.map(basis => [basis.text, basis])).values()]
  return distinct.length > 0 ? distinct.slice(0, QUOTED) : [clauseOnly(measure)]
}

/** Units that a caller with this matter may be passed to: the lead and who supports it, else whom the clause names first. */
const reachable = ({ units: { lead, supporting }, responsible }: Measure): readonly string[] =>
  lead === null ? responsible.slice(0, 1) : [lead, ...supporting]

/** Lines of those units, the lead unit's first: not of every unit that the clause names for its other matters. */
const transfersOf = (measure: Measure, { lines }: Lines) =>
  reachable(measure).flatMap(unit =>
    lines
      .filter(({ units }) => units.includes(unit))
      .map(({ line, name, source, certainty }) => ({ line, name, unit, source, certainty }))
  )

/** The facts that a measure decides by and, where there is one, that its amount is made of; ids. */
function usedBy(assessment: Assessment, measure: Measure, hasAmount: boolean) {
  const { given, applied, policy } = assessment
  const { facts } = policy
  const found = new Set<string>()
  const use = (index: number) => {
    const { id, derivation } = facts[index] as Fact
    if (found.has(id)) return
    found.add(id)
    // What was given itself was not worked out from anything.
    if (given[index] !== undefined) return
    derivation?.rule.inputs.forEach(use)
    for (const { fact, rule } of applied) if (fact === index) rule.inputs.forEach(use)
  }
  comparedIn(policy, measure.leaves).forEach(use)
  if (hasAmount) countedIn(measure.figures).forEach(use)
  return found
}

/** What to ask next: first what settles the measure, then what its amount lacks. */
function questionFor(
  program: Program,
  assessment: Assessment,
  measure: Measure,
  outcome: Card['outcome'],
  amount: Amount | null,
  declined: ReadonlySet<string>
): NextQuestion | null {
  const [first] = nextQuestions(program, assessment, [measure], declined)
  if (first) return first
  if (outcome !== 'eligible' || amount?.status !== 'undetermined') return null
  const lacking = amount.missingFacts.find(id => !declined.has(id))
  if (lacking === undefined) return null
  const { index } = program.policy.fact(lacking) as Fact
  const { id, label, question, derivedFrom } = measure.document.facts[index] as Fact
  return { fact: id, label, question, settles: [], matters: [measure.id], alternatives: [...derivedFrom] }
}

/** An amount that rests on what was heard only roughly says so: 如果人数2人至3人，20,000.00元至30,000.00元. */
const underRough = ({ text, conditional }: AnsweredAmount, rough: readonly string[], texts: Texts): string =>
  conditional || rough.length === 0 ? text : texts.card.ifRough(rough, text)

/** What is read out of a card. @param asOf YYYY-MM-DD */
function script(decided: Decided, asOf: string): Script {
  const { assessment, measure, result } = decided
  const isSaid = windowSaid(measure, asOf).length > (noticeOf(measure, asOf) === null ? 0 : 1)
  const rule = measure.document.closing
  const closing = rule && measure.conditions && isClosingApplied(measure.conditions) ? [rule.summary] : []
  // What an eligible answer was said to rest on need not be said again.
  const isGranted =
    result?.outcome === 'eligible' &&
    assumedIn(assessment, [measure]).some(({ view }) => view.basis.part === 'closing')
  const { texts } = measure.document
  const parts = {
    first: saidFirst(decided, asOf),
    points: saidNext(decided, asOf),
    own: sentences(measure.hotline.say, texts),
    window: measure.window && !isSaid ? texts.card.window(windowInWords(measure)) : null,
    limits: measure.hotline.mustSay,
    closing: isGranted ? null : (closing[0] ?? null),
    rest: [...closing, ...(measure.units.lead === null ? [measure.unitText] : []), ...measure.silent]
  }
  return scriptOf(parts, texts)
}

/**
 * Composes a card. Nothing is promised beyond the outcome: what is not settled is said to be open.
 * @param asOf YYYY-MM-DD
 * @param declined ids of facts not to ask again
 * @param heard ids of facts that were heard, exactly or roughly, and not given
 */
export function cardOf(
  program: Program,
  assessment: Assessment,
  measure: Measure,
  asOf: string,
  lines: Lines,
  declined: ReadonlySet<string>,
  heard: ReadonlySet<string> = new Set()
): Card {
  const { texts } = measure.document
  const window = windowView(measure, asOf)
  const decided = measure.conditions ? resultFor(program, assessment, measure, asOf, 'summary') : null
  const says = measure.choice && decided ? saidBy(program, assessment, measure.choice) : []
  const amount =
    decided && decided.outcome !== 'ineligible' && measure.figures.length > 0
      ? answeredAmount(program, assessment, measure, decided.outcome)
      : null
  const amountBy = (version: Measure) => amountOf(assessment, program.compiled(version)).text
  const outcome = decided?.outcome ?? null
  const restsOnHeard = [...usedBy(assessment, measure, amount !== null)].filter(id => heard.has(id))
  const rough = restsOnHeard.flatMap(id => {
    const { index } = program.policy.fact(id) as Fact
    const fact = measure.document.facts[index] as Fact
    const possible = assessment.told.get(index)
    return possible ? [texts.card.roughFact(fact.label, showPossible(fact, possible))] : []
  })
  const question = questionFor(program, assessment, measure, outcome, amount, declined)
  const { say, mustSay, ifAsked } = script(
    { program, assessment, measure, result: decided, amount, asks: question },
    asOf
  )
  return {
    title: measure.title,
    clause: measure.clause.id,
    kind: measure.kind,
    say,
    mustSay,
    ifAsked,
    outcome,
    window,
    amount: amount && {
      status: amount.status,
      text: underRough(amount, rough, texts),
      conditional: amount.conditional,
      readings: amount.readings,
      missingFacts: amount.missingFacts
    },
    reasons: decided ? (decided.reasons as Reasoned).map(({ text }) => text) : [],
    versions: measure.choice ? versionsView(measure.choice, says, amount ? amountBy : undefined) : null,
    conditionalOn: decided ? (decided.conditionalOn as Reasoned).map(({ text }) => text) : [],
    basis: basisOfCard(measure),
    responsible: [...measure.responsible],
    lead: measure.units.lead,
    unitText: measure.unitText,
    transferTo: transfersOf(measure, lines),
    interpretations: interpretationsFor(assessment, program.compiled(measure)),
    nationalRules:
      decided?.nationalRules ?? measure.nationalRules.map(rule => nationalRuleView(rule, 'beside')),
    nextQuestion: question && { ...question, alternatives: [...question.alternatives] },
    related: [...measure.related],
    restsOnHeard
  }
}
