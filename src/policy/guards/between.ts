/** Guards between rule sets: one may be sound by itself, and still not fit those that are loaded already. */
import { pointerTo } from '../../field-error.ts'
import { laterOf } from '../../later.ts'
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

// What is said of a rule set is worked out once: it is held against every other.

/** Every measure of a rule set, and where it stands. */
const measuresOf = laterOf(({ clauses }: RuleSet) =>
  Object.entries(clauses).flatMap(([file, { measures }]) =>
    measures.map(({ id, exclusive }, index) => ({ id, exclusive, file, index }))
  )
)

const measureIds = laterOf((set: RuleSet) => new Set(measuresOf(set).map(({ id }) => id)))

function measureFaults(before: RuleSet, set: RuleSet): Fault[] {
  const known = measureIds(before)
  return measuresOf(set)
    .filter(({ id }) => known.has(id))
    .map(({ id, file, index }) => ({
      file,
      pointer: pointerTo('measures', index, 'id'),
      message: `"${id}" is a measure of ${before.policy.id}`,
      remedy: 'give it another id'
    }))
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
function meaningOf(raw: RawFact) {
  const { assumeWhenMissing, derive, distinctFrom: _near, ...rest } = raw
  const own = Object.entries(rest).filter(([name]) => !(WORDED as readonly string[]).includes(name))
  const { value, unlessGiven } = assumeWhenMissing ?? {}
  return { ...Object.fromEntries(own), value, unlessGiven, derive: derive && { ...derive, basis: null } }
}

const textOf = laterOf((value: object) => canonical(value))

/** The facts of a rule set, each as one text: with its words, and without them. */
const textsOf = laterOf(
  ({ facts }: RuleSet) => new Map(Object.entries(facts.facts).map(([fact, raw]) => [fact, textOf(raw)]))
)
const meaningsOf = laterOf(
  ({ facts }: RuleSet) =>
    new Map(Object.entries(facts.facts).map(([fact, raw]) => [fact, canonical(meaningOf(raw))]))
)

/** A fact means one thing, in whatever language, and so does a standard. */
function meaningFaults(before: RuleSet, set: RuleSet): Fault[] {
  const differs = (a: object | undefined, b: object | undefined) =>
    a !== undefined && b !== undefined && textOf(a) !== textOf(b)
  const { id } = before.policy
  const isAlike = voiceOf(before.policy).texts === voiceOf(set.policy).texts
  const of = isAlike ? textsOf : meaningsOf
  const known = of(before)
  const ofFacts: Fault[] = []
  for (const [fact, text] of of(set)) {
    if ((known.get(fact) ?? text) === text) continue
    ofFacts.push({
      file: 'facts.json',
      pointer: pointerTo('facts', fact),
      message: `"${fact}" means something else in ${id}`,
      remedy: 'share it, or give it another name'
    })
  }
  const ofStandards = STANDARDS.filter(file =>
    differs(before.files[file] as object | undefined, set.files[file] as object | undefined)
  ).map(file => ({
    file,
    pointer: '',
    message: `it differs from the one of ${id}`,
    remedy: 'share it'
  }))
  return [...ofFacts, ...ofStandards]
}

/** Measures of other documents that a rule set says cannot be had as well, and where it says so. */
const exclusions = laterOf((set: RuleSet) =>
  measuresOf(set).flatMap(({ exclusive, file, index }) =>
    exclusive.flatMap((one, at) =>
      typeof one === 'string'
        ? []
        : [{ file, pointer: pointerTo('measures', index, 'exclusive', at, 'measure'), one }]
    )
  )
)

/** Measures of another rule set that cannot be had as well: once that one is loaded, they are there. */
function exclusionFaults(set: RuleSet, other: RuleSet): Fault[] {
  const { id: name, number } = other.policy
  return exclusions(set).flatMap(({ file, pointer, one }) => {
    const known = measureIds(other)
    if (one.document !== number || known.has(one.measure ?? '')) return []
    const message = `"${one.measure ?? one.title}" is no measure of ${name}, which is ${number}`
    return [{ file, pointer, message, remedy: `name one of ${[...known].join(', ')}` }]
  })
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
