/**
 * The plan, case by case: every case of its folder through the core. A case names the measure, the facts and
 * the day, and what must come out; a scenario whose text is open must come out as one of its readings, with
 * an open point shown.
 */
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { readCases } from '../../src/cli/rules/cases/index.ts'
import { Judge } from '../../src/cli/rules/cases/judge.ts'
import { Program } from '../../src/engine/program.ts'
import { defaultRules, readRuleFiles } from '../../src/policy/files.ts'
import { loadPolicy } from '../../src/policy/load.ts'

const policy = loadPolicy(readRuleFiles(defaultRules))
const judge = new Judge(new Program(policy))
const cases = readCases(fileURLToPath(new URL('../../src/rules/pinggu-2022-9/cases', import.meta.url)))

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

const byMeasure = grouped(cases.measures, one => one.measure)

for (const [id, group] of [...byMeasure, ...grouped(cases.facts, one => one.fact)]) {
  t.test(id, async t => {
    for (const one of group) t.strictSame(judge.differences(one), [], one.name)
    const names = group.map(({ name }) => name)
    t.equal(new Set(names).size, names.length, 'every name stands once')
  })
}

t.test('every measure that can be decided has cases', async t => {
  const without = policy.measures.filter(({ id, conditions }) => conditions && !byMeasure.has(id))
  t.strictSame(
    without.map(({ id }) => id),
    []
  )
})
