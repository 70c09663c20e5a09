/** Applicants who answer truthfully about everything, drawn at random: the same ones every time. */

import { Prior } from '../../decisions/interview/expected-answers.ts'
import { openOf, toldBy } from '../../decisions/interview/situations.ts'
import type { Program } from '../../engine/program.ts'
import { decidable } from '../../policy/asked.ts'
import type { Fact, Policy } from '../../policy/model.ts'
import type { Situation } from '../../policy/situations.ts'
import { factsUnder } from '../../policy/uses.ts'
import { type Caller, drawn, type Random, randomFrom } from './callers.ts'

const SEED = 20220611
/** Situations that an applicant who is drawn is in at most. */
const MOST = 12

/** Someone who answers truthfully: facts, and the situations that apply. */
export interface Applicant {
  facts: Caller
  situations: ReadonlySet<string>
}

const isApplicants = ({ answeredBy }: Fact) => answeredBy === 'applicant'

/** A caller as far as the caller can answer: what only an authority, a bank or another party knows left out. */
export const answerable = ({ facts }: Policy, caller: Caller, alsoAnswers: readonly string[] = []): Caller =>
  new Map(
    [...caller].filter(([index]) => {
      const fact = facts[index] as Fact
      return isApplicants(fact) || alsoAnswers.includes(fact.answeredBy)
    })
  )

/** Facts that conditions compare, and those they are worked out from, these first. */
function factsAsked(policy: Policy): Fact[] {
  const { measures, facts } = policy
  const trees = measures.flatMap(({ conditions }) => (conditions ? [conditions] : []))
  const compared = new Set(trees.flatMap(tree => factsUnder(policy, tree)))
  const asked = facts.filter(({ index, assumption }) => compared.has(index) && !assumption)
  return [...asked.filter(({ derivation }) => !derivation), ...asked.filter(({ derivation }) => derivation)]
}

/**
 * The situations that applicants find themselves in: what they say is so, or, where they say nothing of their own, what
 * not to choose them denies is not.
 */
export function situationsOf({ situations }: Policy, facts: Caller): Set<string> {
  const isSo = ({ fact, value }: { fact: number; value: unknown }) =>
    JSON.stringify(facts.get(fact)) === JSON.stringify(value)
  const found = new Set<string>()
  for (const list of situations) {
    const said = list.situations.filter(({ chosen }) => chosen.length > 0 && chosen.every(isSo))
    const about = new Set(said.flatMap(one => [...one.chosen, ...one.notChosen].map(({ fact }) => fact)))
    const differs = (told: { fact: number; value: unknown }) =>
      facts.has(told.fact) && !about.has(told.fact) && !isSo(told)
    const meant = list.situations.filter(
      ({ chosen, notChosen }) => chosen.length === 0 && notChosen.some(differs)
    )
    for (const { id } of [...said, ...meant]) found.add(id)
  }
  return found
}

/** The measures that may be open for an applicant of whom only the kind is known. */
function suiting(program: Program, kind: number, value: unknown, situation: Situation): boolean {
  const given: unknown[] = program.policy.facts.map(() => undefined)
  given[kind] = value
  const open = openOf(program, program.settle(given), decidable(program.policy))
  const denied = new Set(situation.notChosen.map(({ fact }) => fact))
  return [...open].some(({ conditions }) =>
    factsUnder(program.policy, conditions).some(fact => denied.has(fact))
  )
}

/** Draws applicants: a kind, some situations that such a one can be in, and answers that agree with them. */
export class Applicants {
  private readonly program: Program
  private readonly prior: Prior
  private readonly facts: readonly Fact[]
  private readonly kind: Fact
  private readonly most: number
  private readonly fit = new Map<unknown, Situation[]>()

  /** @param most situations that one is in at most */
  constructor(program: Program, kind: string, most: number) {
    this.most = most
    this.program = program
    this.prior = new Prior(program.policy)
    this.facts = factsAsked(program.policy)
    this.kind = program.policy.fact(kind) as Fact
  }

  private fitting(value: unknown): Situation[] {
    const before = this.fit.get(value)
    if (before) return before
    const all = this.program.policy.situations.flatMap(({ situations }) => situations)
    const made = all.filter(one => suiting(this.program, this.kind.index, value, one))
    this.fit.set(value, made)
    return made
  }

  draw(random: Random, kind: unknown): Applicant {
    const { policy } = this.program
    const possible = this.fitting(kind)
    const wanted = Math.min(possible.length, 1 + Math.floor(random() * this.most))
    const chosen = new Set<string>()
    while (chosen.size < wanted) {
      const one = possible[Math.floor(random() * possible.length)] as Situation
      chosen.add(one.id)
    }
    const facts = new Map<number, unknown>([[this.kind.index, kind]])
    const all = policy.situations.flatMap(list => [...toldBy(list, chosen)])
    for (const [fact, value] of all) if (isApplicants(policy.facts[fact] as Fact)) facts.set(fact, value)
    const denied = new Map(
      policy.situations
        .flatMap(({ situations }) => situations)
        .filter(({ id }) => chosen.has(id))
        .map(({ notChosen: [first] }) => [first?.fact, first?.value])
    )
    for (const fact of this.facts) {
      if (facts.has(fact.index) || !isApplicants(fact)) continue
      const given = policy.facts.map(({ index }) => facts.get(index))
      const settled = this.program.settle(given, 'none')
      const follows = settled.values[fact.index]
      const chances = this.prior.of(fact.index, settled)
      // Who is in a situation does not answer as one who is not.
      const left = chances.filter(
        ({ value }) =>
          !denied.has(fact.index) || JSON.stringify(value) !== JSON.stringify(denied.get(fact.index))
      )
      const sum = left.reduce((total, { chance }) => total + chance, 0)
      if (follows !== undefined) facts.set(fact.index, follows)
      else if (left.length > 0) {
        facts.set(fact.index, drawn(random() * sum, left))
      }
    }
    return { facts, situations: new Set([...chosen, ...situationsOf(policy, facts)]) }
  }
}

/** The kinds that applicants are drawn from; firms, traders and people ask most. */
const KINDS = [
  ...Array(8).fill('enterprise'),
  ...Array(4).fill('sole-proprietor'),
  ...Array(5).fill('natural-person'),
  'farmer-cooperative',
  'public-institution',
  'village'
]

export function randomApplicants(program: Program, count: number, most = MOST): Applicant[] {
  const random = randomFrom(SEED)
  const applicants = new Applicants(program, 'applicant.kind', most)
  return Array.from({ length: count }, () =>
    applicants.draw(random, KINDS[Math.floor(random() * KINDS.length)])
  )
}
