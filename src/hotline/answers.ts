/** The answer to a caller's question: what it is about, what was heard in it, and a card for each measure. Pure. */

import { conflictsOf, wordingOf } from '../decisions/conflicts.ts'
import { derivedFacts } from '../decisions/eligibility.ts'
import { offerView, openOf, situationsToAsk } from '../decisions/interview/situations.ts'
import { assumptionsOf } from '../engine/assumed.ts'
import type { Program } from '../engine/program.ts'
import { versionFor } from '../engine/versions.ts'
import type { Heard, Hearing, Possible } from '../hearing/heard.ts'
import { isDoubtful } from '../hearing/search.ts'
import { askedOf, formOn, restsOn, versionsBehind } from '../policy/asked.ts'
import type { Clause, Document, Fact, Measure, Policy } from '../policy/model.ts'
import { notLoadedOf } from '../policy/other-documents.ts'
import { admits, type PossibleValues, possibleOf, showPossible } from '../policy/possible.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { showValue } from '../policy/words.ts'
import type { AnswersRequest, AnswersResponse } from '../schemas/answers.ts'
import { cardOf } from './card.ts'
import { saidElsewhere } from './elsewhere.ts'
import { type Lines, type Unstated, unstatedIn } from './lines.ts'

const MATCHES = 3

/** What was heard of facts that were neither given nor declined, and that agrees with what the request says of them. */
function heardOf(
  policy: Policy,
  { facts: given = {}, possible: told = {}, declined = [] }: AnswersRequest,
  heard: readonly Heard[]
) {
  const used = heard.filter(({ fact }) => {
    const { subject, key } = policy.fact(fact) as Fact
    return given[subject]?.[key] === undefined && !declined.includes(fact)
  })
  return {
    values: used.flatMap(one => {
      if (!('value' in one)) return []
      const own = told[one.fact]
      return own === undefined || admits(possibleOf(own), one.value) ? [one] : []
    }),
    rough: used.flatMap(one => ('possible' in one && told[one.fact] === undefined ? [one] : []))
  }
}

/** Facts as requests have them, with the values heard added. */
function joined(policy: Policy, given: Facts, values: readonly (Heard & { value: unknown })[]): Facts {
  const facts: Record<string, Record<string, unknown>> = structuredClone(given) as never
  for (const { fact, value } of values) {
    const { subject, key } = policy.fact(fact) as Fact
    facts[subject] = { ...facts[subject], [key]: value }
  }
  return facts
}

/**
 * What is known once the ear has heard some facts roughly: each counts like one that the request says is possible,
 * but for those that would contradict the others.
 */
function withRough(
  program: Program,
  facts: Facts,
  { possible, assumptions }: AnswersRequest,
  rough: readonly (Heard & { possible: Possible })[]
) {
  const used = new Set<string>()
  let assessment = program.assess(facts, assumptions, possible)
  let known = possible
  for (const { fact, possible: values } of rough) {
    const more = { ...known, [fact]: values }
    const next = program.assess(facts, assumptions, more)
    if (conflictsOf(next).length > conflictsOf(assessment).length) continue
    used.add(fact)
    known = more
    assessment = next
  }
  return { assessment, used }
}

/** What is possible of a fact, as answers list it. */
function possibleView(fact: Fact, told: PossibleValues) {
  const bounds = 'length' in told ? { values: [...told] } : told
  return { fact: fact.id, label: fact.label, ...bounds, text: showPossible(fact, possibleOf(told)) }
}

/** A measure in the form in which it counts on the day, or that the request pins. */
function formOf(policy: Policy, id: string, asOf: string, versions: AnswersRequest['versions']): Measure {
  const measure = policy.measure(id) as Measure
  return formOn(policy, measure, asOf, versions?.[measure.document.id])
}

/** The versions an answer rests on: those of its cards, or of all that would have been looked in. */
function documentsFor(policy: Policy, request: AnswersRequest, asOf: string, measures: readonly Measure[]) {
  const { policies, versions } = request
  return measures.length > 0
    ? [...new Set(measures.flatMap(versionsBehind))]
    : askedOf(policy, asOf, { policies, versions }).documents
}

/** What a caller is asked who was hardly understood: whether it is one of the two best. */
function askedBack(measures: readonly Measure[], { unsure }: Unstated): string {
  const [{ document }, ...rest] = measures as [Measure]
  const titles = [measures[0], ...rest.slice(0, 1)].map(one => (one as Measure).title)
  return unsure.replace('{titles}', document.texts.card.titles(titles))
}

/** What is said in place of cards, or before them; null where the cards say it all. */
function messageFor(
  question: string,
  named: Clause | undefined,
  measures: readonly Measure[],
  isDoubt: boolean,
  lines: Lines,
  about: Document | undefined
): string | null {
  const unstated = unstatedIn(lines, about)
  if (named?.completeness === 'missing') {
    return named.document.texts.card.lostClause(unstated.lostClause, named.responsible)
  }
  const elsewhere = named ? null : saidElsewhere(question, isDoubt ? undefined : measures[0], lines)
  if (elsewhere !== null) return elsewhere
  if (isDoubt) return askedBack(measures, unstated)
  return measures.length > 0 ? null : unstated.notCovered
}

/**
 * Answers POST /answers.
 * @param request checked against its schema before
 * @param asOf YYYY-MM-DD
 */
export function answers(
  program: Program,
  hearing: Hearing,
  lines: Lines,
  request: AnswersRequest,
  asOf: string
): AnswersResponse {
  const { policy } = program
  const { question, facts: given = {}, limit = MATCHES, situationsAsked } = request
  const declined = new Set(request.declined)
  // Two at least: one who is asked back chooses between them.
  const ranked = hearing.search(question, Math.max(limit, 2), request.policies)
  const isDoubt = isDoubtful(ranked, question)
  const found = isDoubt ? [] : ranked.slice(0, limit)
  const forms = ranked.map(({ measure }) => formOf(policy, measure, asOf, request.versions))
  const asked = isDoubt ? [] : forms.slice(0, limit)
  const { values, rough } = heardOf(policy, request, hearing.understand(question, asked))
  const facts = joined(policy, given, values)
  const { assessment, used } = withRough(program, facts, request, rough)
  const measures = asked.map(one => versionFor(program, assessment, one))
  const heard = new Set([...values.map(({ fact }) => fact), ...used])
  const matches = found.map(({ score, topic }, index) => {
    const measure = measures[index] as Measure
    return {
      measure: measure.id,
      policy: measure.document.id,
      lang: measure.document.lang,
      score,
      topic,
      card: cardOf(program, assessment, measure, asOf, lines, declined, heard)
    }
  })
  // Never about one subject: a caller who asks about rent is asked about rent.
  const offer = situationsToAsk(program, assessment, openOf(program, assessment, measures), situationsAsked)
  const documents = documentsFor(policy, request, asOf, measures)
  const named = hearing.clauseNamed(question, request.policies)
  const about = named?.document ?? forms[0]?.document ?? (request.policies ? documents[0] : undefined)
  /** as the first rule set words it that uses it */
  const worded = (id: string) => {
    const fact = policy.fact(id) as Fact
    return wordingOf(policy, fact, documents).facts[fact.index] as Fact
  }
  return {
    ...restsOn(policy, documents),
    asOf,
    matches,
    message: messageFor(question, named, forms, isDoubt, lines, about),
    understood: values.map(({ fact: id, value, words }) => {
      const fact = worded(id)
      return { fact: id, label: fact.label, value, text: showValue(fact, value), words, heard: true }
    }),
    possible: [
      ...Object.entries(request.possible ?? {})
        .filter(([id]) => assessment.given[(policy.fact(id) as Fact).index] === undefined)
        .map(([id, told]) => ({ ...possibleView(worded(id), told), heard: false, used: true })),
      ...rough.map(({ fact, possible, words }) => ({
        ...possibleView(worded(fact), possible),
        words,
        heard: true,
        used: used.has(fact)
      }))
    ],
    facts,
    assumptions: assumptionsOf(assessment, measures),
    derived: derivedFacts(assessment, measures),
    conflicts: conflictsOf(assessment, documents),
    notLoaded: notLoadedOf(measures),
    // What matters to the best match is asked first.
    nextQuestion: matches.map(({ card }) => card.nextQuestion).find(question => question !== null) ?? null,
    situationsQuestion: offer && offerView(policy, offer)
  }
}
