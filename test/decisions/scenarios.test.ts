/**
 * The open scenarios, asked as another system asks: POST /eligibility for the outcome, POST /calculate for the
 * amount. Where the text is open, the answer is one of its readings and says that the point is open.
 */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { build } from '../helpers/service.ts'

interface Expected {
  outcome?: string
  missing?: string[]
  amount?: { status?: string; figures?: Record<string, string | Record<string, string>> }
}
interface Scenario {
  id: string
  name: string
  measure: string
  asOf: string
  facts: object
  expect: Expected & { ambiguous?: true; readings?: Expected[] }
}

const { scenarios } = JSON.parse(
  readFileSync(new URL('../../src/rules/pinggu-2022-9/cases/scenarios.json', import.meta.url), 'utf8')
) as {
  scenarios: Scenario[]
}

interface Figure {
  id: string
  value?: string | null
  date?: string | null
  min: string | null
  max: string | null
}

/** What of a reading the answer does not match. */
function differences(expected: Expected, result: Record<string, unknown>): string[] {
  const found: string[] = []
  const same = (what: string, a: unknown, b: unknown) => {
    if (JSON.stringify(a) !== JSON.stringify(b))
      found.push(`${what}: ${JSON.stringify(b)}, not ${JSON.stringify(a)}`)
  }
  same('outcome', expected.outcome, result.outcome)
  if (expected.missing)
    same('missing', expected.missing.toSorted(), (result.missingFacts as string[]).toSorted())
  if (!expected.amount) return found
  const amount = result.amount as { status: string; figures: Figure[]; deadlines: Figure[] } | null
  if (!amount) return [...found, 'there is no amount']
  if (expected.amount.status) same('status', expected.amount.status, amount.status)
  const figures = [...amount.figures, ...amount.deadlines]
  for (const [id, value] of Object.entries(expected.amount.figures ?? {})) {
    const figure = figures.find(one => one.id === id)
    if (typeof value === 'string') same(id, value, figure?.value ?? figure?.date)
    else
      for (const [bound, limit] of Object.entries(value))
        same(`${id} ${bound}`, limit, figure?.[bound as 'min'])
  }
  return found
}

t.test('the open scenarios', async t => {
  const app = await build(t)
  const post = async (url: string, payload: object) => {
    const response = await app.inject({ method: 'POST', url, payload })
    t.equal(response.statusCode, 200, response.body.slice(0, 300))
    return response.json()
  }
  t.equal(scenarios.length, 161)
  for (const { id, measure, asOf, facts, expect } of scenarios) {
    const decided = (await post('/eligibility', { asOf, measures: [measure], facts })).results[0]
    const calculated = await post('/calculate', { asOf, measure, facts })
    t.equal(calculated.outcome, decided.outcome, `${id}: both routes decide alike`)
    const readings = expect.readings ?? [expect]
    const missed = readings.map(reading => differences(reading, calculated))
    t.ok(
      missed.some(faults => faults.length === 0),
      `${id}: ${missed.map(faults => faults.join(', ')).join(' | ')}`
    )
    if (expect.ambiguous) t.ok(decided.interpretations.length > 0, `${id}: the open point is shown`)
    for (const reason of decided.reasons) t.ok(reason.basis.text, `${id}: every reason has a basis`)
  }
})
