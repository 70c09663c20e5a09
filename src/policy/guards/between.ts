/** Guards between rule sets: one may be sound by itself, and still not fit those that are loaded already. */
import { pointerTo } from '../../field-error.ts'
import { voiceOf } from '../basis.ts'
import { canonical } from '../digest.ts'
import type { Fault } from '../fault.ts'
import type { RawFact } from '../format.ts'
import type { RuleSet } from '../rule-set.ts'
import { WORDED } from '../shared.ts'
import { type RawSituations, SITUATIONS_FILE } from '../situations-format.ts'

/** Standards by which all rule sets read what callers write. */
const STANDARDS = ['industry-codes.json', 'size-standard.json']

const policyFault = (field: string, message: string, remedy: string): Fault => ({
  file: 'policy.json',
  pointer: pointerTo(field),
  message,
  remedy
})

/** Versions of one rule set: told apart by version, and never in force on the same day. */
function versionFaults({ policy: a }: RuleSet, { policy: b }: RuleSet): Fault[] {
  const name = `${a.id} ${a.version}`
  const faults: Fault[] = []
  if (a.version === b.version) {
    faults.push(policyFault('version', `${name} is loaded already`, 'give it another version'))
  }
  if (a.versionBy !== b.versionBy) {
    faults.push(
      policyFault('versionBy', `${name} is chosen by another fact`, 'name the same in every version')
    )
  }
  if (voiceOf(a).texts !== voiceOf(b).texts) {
    faults.push(policyFault('lang', `${name} is in another language`, 'keep to one in every version'))
  }
  const [one, other] = [a, b].map(({ inForce }) => [inForce?.from ?? '', inForce?.to ?? '9999']) as [
    [string, string],
    [string, string]
  ]
  if (one[0] <= other[1] && other[0] <= one[1]) {
    faults.push(
      policyFault('inForce', `${name} is in force on some of these days`, 'end one before the other')
    )
  }
  return faults
}

function measureFaults(before: RuleSet, { clauses }: RuleSet): Fault[] {
  const known = new Set(Object.values(before.clauses).flatMap(({ measures }) => measures.map(({ id }) => id)))
  return Object.entries(clauses).flatMap(([file, { measures }]) =>
    measures.flatMap(({ id }, index) =>
      known.has(id)
        ? [
            {
              file,
              pointer: pointerTo('measures', index, 'id'),
              message: `"${id}" is a measure of ${before.policy.id}`,
              remedy: 'give it another id'
            }
          ]
        : []
    )
  )
}

function listFaults(before: RuleSet, { files }: RuleSet): Fault[] {
  const listsOf = (own: RuleSet['files']) => (own[SITUATIONS_FILE] as RawSituations | undefined)?.lists ?? []
  const known = new Set(listsOf(before.files).map(({ id }) => id))
  return listsOf(files).flatMap(({ id }, index) =>
    known.has(id)
      ? [
          {
            file: SITUATIONS_FILE,
            pointer: pointerTo('lists', index, 'id'),
            message: `"${id}" is a list of ${before.policy.id}`,
            remedy: 'give it another id'
          }
        ]
      : []
  )
}

/** A fact without its words, and without what its words are quoted from. */
function meaningOf(raw: RawFact | undefined) {
  if (!raw) return undefined
  const { assumeWhenMissing, derive, distinctFrom: _near, ...rest } = raw
  const own = Object.entries(rest).filter(([name]) => !(WORDED as readonly string[]).includes(name))
  const { value, unlessGiven } = assumeWhenMissing ?? {}
  return { ...Object.fromEntries(own), value, unlessGiven, derive: derive && { ...derive, basis: null } }
}

/** A fact means one thing, in whatever language, and so does a standard. */
function meaningFaults(before: RuleSet, { policy, facts, files }: RuleSet): Fault[] {
  const differs = (a: unknown, b: unknown) =>
    a !== undefined && b !== undefined && canonical(a) !== canonical(b)
  const { id } = before.policy
  const isAlike = voiceOf(before.policy).texts === voiceOf(policy).texts
  const ofFacts = Object.entries(facts.facts)
    .filter(([fact, raw]) => {
      const other = before.facts.facts[fact]
      return isAlike ? differs(other, raw) : differs(meaningOf(other), meaningOf(raw))
    })
    .map(([fact]) => ({
      file: 'facts.json',
      pointer: pointerTo('facts', fact),
      message: `"${fact}" means something else in ${id}`,
      remedy: 'share it, or give it another name'
    }))
  const ofStandards = STANDARDS.filter(file => differs(before.files[file], files[file])).map(file => ({
    file,
    pointer: '',
    message: `it differs from the one of ${id}`,
    remedy: 'share it'
  }))
  return [...ofFacts, ...ofStandards]
}

/** Measures of another rule set that cannot be had as well: once that one is loaded, they are there. */
function exclusionFaults(set: RuleSet, other: RuleSet): Fault[] {
  const known = Object.values(other.clauses).flatMap(({ measures }) => measures.map(({ id }) => id))
  const { id: name, number } = other.policy
  return Object.entries(set.clauses).flatMap(([file, { measures }]) =>
    measures.flatMap(({ exclusive }, index) =>
      exclusive.flatMap((one, at) => {
        if (typeof one === 'string' || one.document !== number || known.includes(one.measure ?? '')) return []
        const message = `"${one.measure ?? one.title}" is no measure of ${name}, which is ${number}`
        const pointer = pointerTo('measures', index, 'exclusive', at, 'measure')
        return [{ file, pointer, message, remedy: `name one of ${known.join(', ')}` }]
      })
    )
  )
}

/** What keeps a rule set from being loaded beside others. @param before those that are loaded already */
export const faultsBetween = (before: readonly RuleSet[], set: RuleSet): Fault[] =>
  before.flatMap(one => [
    ...(one.policy.id === set.policy.id
      ? versionFaults(one, set)
      : [...measureFaults(one, set), ...listFaults(one, set)]),
    ...meaningFaults(one, set),
    ...exclusionFaults(set, one),
    ...exclusionFaults(one, set).map(fault => ({ ...fault, file: `${one.policy.id}/${fault.file}` }))
  ])
