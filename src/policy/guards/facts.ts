/** Guards of the fact vocabulary. */
import type { DerivationContext, MakeDerivation } from '../derivations/derivation.ts'
import { derivations } from '../derivations/index.ts'
import type { RawFact } from '../format.ts'
import { industriesOf } from '../rule-set.ts'
import type { JsonSchema } from '../vocabulary.ts'
import type { Findings } from './findings.ts'
import { checkUnit } from './units.ts'

/** Facts: their subjects, examples, labels, units, derivations and defaults. */
export function checkFacts(findings: Findings): void {
  for (const [id, fact] of Object.entries(findings.set.facts.facts)) {
    const at = (field: string, message: string, remedy: string) =>
      findings.fault('facts.json', ['facts', id, field], message, remedy)
    const entry = findings.schemas.get(id)
    if (!findings.set.facts.subjects[id.split('.')[0] as string]) {
      findings.fault('facts.json', ['facts', id], 'its subject is unknown', 'add it to subjects')
    }
    if (entry && !entry.fits(fact.example)) at('example', 'the example does not fit the schema', 'mend it')
    checkUnit(findings, fact.unit, (message, remedy) => at('unit', message, remedy))
    const members = (entry?.schema.enum ?? (entry?.schema.items as JsonSchema | undefined)?.enum) as
      | string[]
      | undefined
    for (const member of fact.measureIds ? [] : (members ?? [])) {
      if (!fact.labels?.[member]) at('labels', `"${member}" has no label`, 'add one')
    }
    const make = fact.derive && derivations[fact.derive.kind]
    if (fact.derive && !make) {
      at('derive', `unknown derivation "${fact.derive.kind}"`, `use ${Object.keys(derivations).join(', ')}`)
    } else if (fact.derive && make) {
      checkDerivation(findings, make, fact.derive, (message, remedy) => at('derive', message, remedy))
    }
    const { ofApplicants } = fact
    const who = findings.schemas.get(String(findings.set.policy.audience?.fact))
    if (ofApplicants?.kinds.some(kind => !who?.fits(kind)))
      at('ofApplicants', 'no such kind of applicant', 'use those of the fact that says who applies')
    if (entry && ofApplicants?.values?.some(value => !entry.fits(value)))
      at('ofApplicants', 'a value does not fit the schema', 'mend it')
    const other = fact.notBefore === undefined ? fact : findings.set.facts.facts[fact.notBefore]
    if (JSON.stringify(other?.schema) !== JSON.stringify(fact.schema)) {
      at('notBefore', 'it is no fact of the same kind', 'name a date or month of facts.json')
    }
    if (fact.assumeWhenMissing && entry && !entry.fits(fact.assumeWhenMissing.value)) {
      at('assumeWhenMissing', 'the default does not fit the schema', 'mend it')
    }
    for (const one of fact.assumeWhenMissing?.unlessGiven ?? []) {
      if (!findings.schemas.has(one))
        at('assumeWhenMissing', `unknown fact "${one}"`, 'use one of facts.json')
    }
  }
}

/** A derivation is made once, for what it looks up: a fact or a file that is not there is a fault. */
function checkDerivation(
  findings: Findings,
  make: MakeDerivation<never>,
  derive: NonNullable<RawFact['derive']>,
  at: (message: string, remedy: string) => void
): void {
  const context: DerivationContext = {
    target: 0,
    members: () => undefined,
    index: id => {
      if (!findings.schemas.has(id)) throw new Error(`unknown fact "${id}"`)
      return 0
    },
    file: name => {
      if (findings.set.files[name] === undefined) throw new Error(`the file ${name} is missing`)
      return findings.set.files[name]
    },
    industries: industriesOf(findings.set.files)
  }
  if (!('basis' in derive || 'standard' in derive))
    at('it has no basis', 'quote the words, or name the standard')
  try {
    make(derive as never, context)
  } catch (error) {
    at((error as Error).message, 'name facts of facts.json and files of this folder')
  }
}
