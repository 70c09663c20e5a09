/**
 * Questions of many answers that an interview begins with: which of these situations are you in? One answer tells
 * many facts: what a situation that was not chosen denies, and what one that was chosen says. Everything else stays
 * unknown, and is asked.
 */
import type { Assessment, Program } from '../../engine/program.ts'
import { UNKNOWN } from '../../policy/kleene.ts'
import type { Measure, Policy } from '../../policy/model.ts'
import type { Situation, SituationList, Told } from '../../policy/situations.ts'
import { comparedIn } from '../../policy/uses.ts'
import type { Facts } from '../../policy/vocabulary.ts'

/** A list as it is put to one applicant. */
export interface Offer {
  list: SituationList
  situations: readonly Situation[]
}

/** A list with fewer situations than that is no shorter than the questions themselves. */
const FEWEST = 4

/** By situation, the measures whose conditions compare a fact that not to choose it denies. */
const touched = new WeakMap<Situation, readonly Measure[]>()

function touchedBy(situation: Situation, policy: Policy): readonly Measure[] {
  const before = touched.get(situation)
  if (before) return before
  const denied = new Set(situation.notChosen.map(({ fact }) => fact))
  const made = policy.forms.filter(
    ({ conditions, leaves }) => conditions && comparedIn(policy, leaves).some(fact => denied.has(fact))
  )
  touched.set(situation, made)
  return made
}

/**
 * The list to put to an applicant before any single question; null where single questions do as well: few measures
 * are open, they are about one subject, or what the list would tell is known.
 * @param open the measures asked about that are undetermined
 * @param asked ids of lists that were put before
 */
export function situationsToAsk(
  { policy }: Pick<Program, 'policy'>,
  { values }: Pick<Assessment, 'values'>,
  open: ReadonlySet<Measure>,
  asked: readonly string[] = []
): Offer | null {
  if (open.size < FEWEST) return null
  for (const list of policy.situations) {
    const { id, onlyFor } = list
    if (asked.includes(id) || (onlyFor && !onlyFor.values.includes(values[onlyFor.fact]))) continue
    const clauses = new Set<string>()
    const situations = list.situations.filter(situation => {
      if (situation.notChosen.some(({ fact }) => values[fact] !== undefined)) return false
      const waiting = touchedBy(situation, policy).filter(measure => open.has(measure))
      for (const { clause } of waiting) clauses.add(clause.id)
      return waiting.length > 0
    })
    if (situations.length >= FEWEST && clauses.size >= FEWEST) return { list, situations }
  }
  return null
}

/** The measures that are undetermined, of those asked about. */
export const openOf = (program: Program, assessment: Assessment, measures: readonly Measure[]) =>
  new Set(measures.filter(one => one.conditions && program.decide(one, assessment) === UNKNOWN))

/**
 * What an answer to a list says. A fact is denied where nothing that was chosen is about it; where two that were chosen
 * say different things of it (two loans of two kinds), it stays unknown, and is asked.
 * @param chosen ids of situations
 * @returns values by fact index
 */
export function toldBy({ situations }: Pick<Offer, 'situations'>, chosen: ReadonlySet<string>) {
  const told = new Map<number, unknown>()
  const picked = situations.filter(({ id }) => chosen.has(id))
  const about = new Set(picked.flatMap(one => [...one.notChosen, ...one.chosen].map(({ fact }) => fact)))
  for (const { notChosen } of situations) {
    for (const { fact, value } of notChosen) if (!about.has(fact)) told.set(fact, value)
  }
  const unclear = new Set<number>()
  for (const { fact, value } of picked.flatMap(one => one.chosen)) {
    if (told.has(fact) && told.get(fact) !== value) unclear.add(fact)
    told.set(fact, value)
  }
  for (const fact of unclear) told.delete(fact)
  return told
}

/** Facts as requests have them, in the order of the vocabulary. */
function nested({ subjects, facts }: Policy, told: readonly Told[]): Facts {
  const values = new Map(told.map(({ fact, value }) => [fact, value]))
  const known = facts.filter(({ index }) => values.has(index))
  return Object.fromEntries(
    Object.keys(subjects).flatMap(subject => {
      const own = known.filter(fact => fact.subject === subject)
      return own.length > 0
        ? [[subject, Object.fromEntries(own.map(({ key, index }) => [key, values.get(index)]))]]
        : []
    })
  )
}

/** A situation as answers show it. */
export const situationView = (policy: Policy, { id, topic, label, why, chosen, notChosen }: Situation) => ({
  id,
  topic,
  label,
  why,
  whenChosen: nested(policy, chosen),
  whenNotChosen: nested(policy, notChosen)
})

/** A list as answers show it. */
export const offerView = (policy: Policy, { list, situations }: Offer) => ({
  list: list.id,
  question: list.question,
  situations: situations.map(one => situationView(policy, one))
})
