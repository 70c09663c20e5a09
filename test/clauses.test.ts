/**
 * The plan, case by case: every case of test/cases through the core. A case names the measure, the facts and
 * the day, and what must come out; a scenario whose text is open must come out as one of its readings, with
 * an open point shown.
 */
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { strictAjv } from '../src/ajv.ts'
import { type Case, dotted, type FactCase, readCases } from '../src/cli/rules/cases.ts'
import { faultsOfCase, faultsOfFactCase } from '../src/cli/rules/cases-judge.ts'
import { Program } from '../src/rules/compile.ts'
import { defaultRules, readRuleFiles } from '../src/rules/files.ts'
import { loadPolicy } from '../src/rules/load.ts'
import { factSchema } from '../src/rules/vocabulary.ts'

const policy = loadPolicy(readRuleFiles(defaultRules))
const program = new Program(policy)
const cases = readCases(fileURLToPath(new URL('cases', import.meta.url)))
const ids = policy.measures.map(({ id }) => id)
const ajv = strictAjv()
const validators = new Map(
  policy.facts.map(fact => [fact.id, ajv.compile(factSchema(fact, policy.industries, ids))])
)

/** Facts that a request could not have: not in the vocabulary, or of an impossible value. */
const unfit = (one: Case | FactCase) =>
  Object.entries(dotted(one.facts)).filter(([id, value]) => !validators.get(id)?.(value))

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

const byMeasure = grouped(cases.measures, one => one.measure)

for (const [id, group] of byMeasure) {
  t.test(id, async t => {
    const measure = policy.measure(id)
    if (!measure) return t.fail('no such measure')
    for (const one of group)
      t.strictSame([...unfit(one), ...faultsOfCase(program, one, measure)], [], one.name)
    const names = group.map(({ name }) => name)
    t.equal(new Set(names).size, names.length, 'every name stands once')
  })
}

for (const [id, group] of grouped(cases.facts, one => one.fact)) {
  t.test(id, async t => {
    const fact = policy.fact(id)
    if (!fact) return t.fail('no such fact')
    for (const one of group)
      t.strictSame([...unfit(one), ...faultsOfFactCase(program, one, fact)], [], one.name)
  })
}

t.test('every measure that can be decided has cases', async t => {
  const without = policy.measures.filter(({ id, conditions }) => conditions && !byMeasure.has(id))
  t.strictSame(
    without.map(({ id }) => id),
    []
  )
})
