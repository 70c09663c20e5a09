/** Guards of who can hold a measure: `audience` and the conditions must say the same, and say it first. */
import type { RawCondition, RawMeasure, RawPolicy } from '../format.ts'
import { comparison, operatorKind } from '../operators.ts'
import type { Findings, Path } from './findings.ts'

type Kinds = readonly string[]

/** The kinds of applicant for whom a tree is not settled as false, whatever else is known of them. */
function admitted(tree: RawCondition, policy: RawPolicy, fact: string, all: Kinds): Kinds {
  const of = (child: RawCondition) => admitted(child, policy, fact, all)
  if ('all' in tree) {
    const parts = tree.all.map(of)
    return all.filter(kind => parts.every(part => part.includes(kind)))
  }
  if ('any' in tree) {
    const parts = tree.any.map(of)
    return all.filter(kind => parts.some(part => part.includes(kind)))
  }
  if ('condition' in tree) return of(policy.conditions[tree.condition] as RawCondition)
  if (!('fact' in tree) || tree.fact !== fact) return all
  const test = comparison(tree.operator)
  return all.filter(kind => test(kind, tree.value))
}

const alike = (a: Kinds, b: Kinds) => a.length === b.length && a.every(kind => b.includes(kind))

/** Whether a tree can be looked at: operators and shared conditions that are not known are told of elsewhere. */
function isSound(tree: RawCondition, policy: RawPolicy, seen: readonly string[] = []): boolean {
  if ('condition' in tree) {
    const shared = policy.conditions[tree.condition]
    const isCircle = seen.includes(tree.condition)
    return shared !== undefined && !isCircle && isSound(shared, policy, [...seen, tree.condition])
  }
  if ('fact' in tree) return operatorKind(tree.operator) !== undefined
  const children = 'all' in tree ? tree.all : 'any' in tree ? tree.any : [tree.not]
  return children.every(child => isSound(child, policy, seen))
}

/** A measure that can be decided: the kinds its conditions admit are those its audience stands for. */
export function checkAudience(
  findings: Findings,
  file: string,
  path: Path,
  measure: RawMeasure,
  conditions: RawCondition
): void {
  const { policy } = findings.set
  const { audience } = policy
  const all = audience && (findings.schemas.get(audience.fact)?.schema.enum as Kinds | undefined)
  if (!audience || !all || !isSound(conditions, policy)) return
  const named = new Set<string>(
    measure.audience.flatMap(one => audience.standsFor[one]?.kinds ?? ([one] as string[]))
  )
  const wanted = all.filter(kind => named.has(kind))
  const found = admitted(conditions, policy, audience.fact, all)
  if (!alike(wanted, found)) {
    findings.fault(
      file,
      [...path, 'audience'],
      `the audience is ${wanted.join(', ')}; the conditions admit ${found.join(', ')}`,
      'make them agree'
    )
    return
  }
  const first = 'all' in conditions ? (conditions.all[0] as RawCondition) : conditions
  if (!alike(admitted(first, policy, audience.fact, all), wanted)) {
    findings.fault(file, [...path, 'conditions'], 'who can hold it is not said first', 'begin with that')
  }
}

/** policy.json: what an audience stands for are kinds of applicant. */
export function checkAudiences(findings: Findings): void {
  const { audience } = findings.set.policy
  if (!audience) return
  const kinds = findings.schemas.get(audience.fact)?.schema.enum as Kinds | undefined
  if (!kinds) {
    const remedy = 'name a fact of facts.json that is picked from a list'
    findings.fault('policy.json', ['audience', 'fact'], `"${audience.fact}" has no kinds`, remedy)
    return
  }
  for (const [name, { kinds: named }] of Object.entries(audience.standsFor)) {
    for (const kind of named) {
      if (kinds.includes(kind)) continue
      const where = ['audience', 'standsFor', name, 'kinds']
      findings.fault('policy.json', where, `"${kind}" is no kind of applicant`, `use ${kinds.join(', ')}`)
    }
  }
}
