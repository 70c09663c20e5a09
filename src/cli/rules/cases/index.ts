/** The cases of a rule set: read from a folder, checked for form, with facts as requests have them. */
import { readdirSync, readFileSync } from 'node:fs'
import type { ErrorObject } from 'ajv'
import type { Static } from 'typebox'
import { strictAjv } from '../../../ajv.ts'
import type { AssumptionMode } from '../../../engine/program.ts'
import { type Fault, PolicyError } from '../../../policy/fault.ts'
import type { Facts } from '../../../policy/vocabulary.ts'
import { ClauseCasesSchema, type Expectation, FactCasesSchema, ScenariosSchema } from './format.ts'

/** One question about one measure, and what the answer must be: one reading, or one of several. */
export interface Case {
  file: string
  measure: string
  name: string
  /** YYYY-MM-DD */
  asOf: string
  assumptions: AssumptionMode
  facts: Facts
  /** one reading; several where the text is open: then one of them, and an open point must be shown */
  readings: readonly Expectation[]
}

/** What must follow for a fact from others. */
export interface FactCase {
  file: string
  fact: string
  name: string
  facts: Facts
  /** every value that is possible; empty where nothing follows */
  possible: readonly unknown[]
  /** why nothing can follow, where a case says so */
  reason: string | null
}

export interface Cases {
  measures: readonly Case[]
  facts: readonly FactCase[]
}

/** { "lease.inPinggu": true } → { lease: { inPinggu: true } } */
export function nested(dotted: Readonly<Record<string, unknown>>): Facts {
  const facts: Record<string, Record<string, unknown>> = {}
  for (const [id, value] of Object.entries(dotted)) {
    const [subject, key] = id.split('.') as [string, string]
    const values = facts[subject] ?? {}
    values[key] = value
    facts[subject] = values
  }
  return facts
}

/** { lease: { inPinggu: true } } → { "lease.inPinggu": true } */
export const dotted = (facts: Facts): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([subject, values]) =>
      Object.entries(values).map(([key, value]) => [`${subject}.${key}`, value])
    )
  )

type ClauseCase = Static<typeof ClauseCasesSchema>['measures'][number]['cases'][number]
type Gate = NonNullable<Static<typeof ClauseCasesSchema>['measures'][number]['gates']>[number]

/** A gate, value by value; while its fact is not given it is taken to let through, where anything may be assumed. */
function gateCases({ fact, admits, refuses }: Gate): ClauseCase[] {
  const having = (outcome: 'eligible' | 'ineligible') => (value: unknown) => ({
    name: `${fact} is ${value}: ${outcome}`,
    with: { [fact]: value },
    expect: { outcome }
  })
  const without = [fact]
  return [
    ...admits.map(having('eligible')),
    ...refuses.map(having('ineligible')),
    { name: `${fact} is not said`, without, expect: { outcome: 'eligible' } },
    {
      name: `${fact} is not said, and nothing may be assumed`,
      without,
      assumptions: 'none',
      expect: { outcome: 'undetermined' }
    }
  ]
}

function clauseCases(file: string, content: Static<typeof ClauseCasesSchema>): Case[] {
  return content.measures.flatMap(({ measure, asOf, given, gates = [], cases }) =>
    [...gates.flatMap(gateCases), ...cases].map(one => {
      const facts = { ...given, ...one.with }
      for (const id of one.without ?? []) delete facts[id]
      return {
        file,
        measure,
        name: one.name,
        asOf: one.asOf ?? asOf,
        assumptions: one.assumptions ?? 'declared',
        facts: nested(facts),
        readings: [one.expect]
      }
    })
  )
}

const scenarioCases = (file: string, content: Static<typeof ScenariosSchema>): Case[] =>
  content.scenarios.map(({ id, name, measure, asOf, facts, expect }) => ({
    file,
    measure,
    name: `${id}: ${name}`,
    asOf,
    assumptions: 'declared',
    facts,
    readings: 'readings' in expect ? expect.readings : [expect]
  }))

const factCases = (file: string, content: Static<typeof FactCasesSchema>): FactCase[] =>
  content.facts.flatMap(({ fact, cases }) =>
    cases.map(({ name, given, value, possible, reason }) => ({
      file,
      fact,
      name,
      facts: nested(given),
      possible: possible ?? (value === null || value === undefined ? [] : [value]),
      reason: reason ?? null
    }))
  )

const ajv = strictAjv({ allowUnionTypes: true })
const checks = {
  clause: ajv.compile(ClauseCasesSchema),
  scenarios: ajv.compile(ScenariosSchema),
  facts: ajv.compile(FactCasesSchema)
}

/**
 * Reads every case of a folder: clause-NN.json, scenarios.json, facts.json.
 * @throws PolicyError naming each place where a file is not in the form of a case file
 */
export function readCases(folder: string): Cases {
  const faults: Fault[] = []
  const measures: Case[] = []
  const facts: FactCase[] = []
  for (const file of readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()) {
    const content = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as never
    const kind = file === 'scenarios.json' ? 'scenarios' : file === 'facts.json' ? 'facts' : 'clause'
    const check = checks[kind]
    if (!check(content)) {
      for (const { instancePath, message } of check.errors as ErrorObject[]) {
        faults.push({
          file,
          pointer: instancePath,
          message: String(message),
          remedy: 'see src/cli/rules/cases/format.ts'
        })
      }
    } else if (kind === 'facts') facts.push(...factCases(file, content))
    else measures.push(...(kind === 'scenarios' ? scenarioCases : clauseCases)(file, content))
  }
  if (faults.length > 0) throw new PolicyError(faults)
  return { measures, facts }
}
