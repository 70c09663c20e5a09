/**
 * Who can hold a measure, and that it is the district's, over all measures: a kind of applicant outside the audience
 * is never let through, a kind within is never turned away for it, whatever else is known; what is not said is taken
 * for granted, and said to be. Every evaluator must agree on what is taken for granted.
 */
import fc from 'fast-check'
import t from 'tap'
import { witnessesOf } from '../../src/cli/rules/witness/search.ts'
import { AnswerBytes } from '../../src/decisions/bytes/response.ts'
import { eligibility } from '../../src/decisions/eligibility.ts'
import { nextQuestions } from '../../src/decisions/interview/questions.ts'
import { GivenFacts } from '../../src/engine/given-facts.ts'
import { Program } from '../../src/engine/program.ts'
import { traceOf } from '../../src/engine/trace.ts'
import { defaultRules, readRuleFiles } from '../../src/policy/files.ts'
import type { RawClause, RawPolicy } from '../../src/policy/format.ts'
import { FALSE, OUTCOMES, TRUE, UNKNOWN } from '../../src/policy/kleene.ts'
import { linkPolicy } from '../../src/policy/link.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import type { Fact, Measure, Node } from '../../src/policy/model.ts'
import { leavesIn } from '../../src/policy/uses.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'

const files = readRuleFiles(defaultRules)
const policy = linkPolicy(files)
const program = new Program(policy)
const decidable = policy.measures.filter(({ conditions }) => conditions)
const { audience } = files['policy.json'] as RawPolicy
const standsFor = audience?.standsFor ?? {}
const kindFact = policy.fact(audience?.fact ?? '') as Fact
const membersOf = ({ schema }: Fact) => (schema as { enum?: unknown[] }).enum
const kinds = membersOf(kindFact) as string[]
const place = policy.fact('applicant.connectedToPinggu') as Fact
const placeFacts = place.assumption?.unlessGiven ?? []

const holders = ({ audience: named }: Measure) =>
  new Set(named.flatMap(one => standsFor[one]?.kinds ?? [one as string]))
const eligibleFacts = new Map(
  decidable.map(measure => [measure, witnessesOf(program, measure).witnesses?.eligible as Facts])
)

function withFact(facts: Facts, { subject, key }: Fact, value: unknown): Facts {
  return { ...facts, [subject]: { ...facts[subject], [key]: value } }
}
const outcome = (measure: Measure, facts: Facts, mode?: 'none') =>
  OUTCOMES[program.decide(measure, program.assess(facts, mode))]

/** Whether the conditions of a measure look at the place fact. */
const isGated = ({ conditions }: Measure) =>
  [...leavesIn(conditions as Node)].some(leaf => policy.leaves[leaf]?.fact === place.index)

t.test('a kind outside the audience is never let through, a kind within is never turned away', async t => {
  for (const measure of decidable) {
    for (const kind of kinds) {
      const alone = program.decide(measure, program.assess(withFact({}, kindFact, kind)))
      const expected = holders(measure).has(kind) ? [UNKNOWN, TRUE] : [FALSE]
      t.ok(expected.includes(alone as never), `${measure.id} for ${kind}, nothing else known`)
      if (holders(measure).has(kind)) continue
      const facts = withFact(eligibleFacts.get(measure) as Facts, kindFact, kind)
      t.equal(outcome(measure, facts), 'ineligible', `${measure.id} for ${kind}, all else in order`)
    }
  }
})

t.test('whoever has nothing to do with the district is told so', async t => {
  const gated = decidable.filter(isGated)
  t.ok(gated.length > 50)
  for (const measure of gated) {
    const facts = eligibleFacts.get(measure) as Facts
    const saying = (value: boolean) => withFact(facts, place, value)
    t.equal(outcome(measure, saying(false)), 'ineligible', `${measure.id} elsewhere`)
    t.equal(outcome(measure, saying(true)), 'eligible', `${measure.id} in the district`)
    t.equal(outcome(measure, facts, 'none'), 'undetermined', `${measure.id}, nothing assumed`)
    for (const one of placeFacts) {
      const given = policy.facts.map(({ index }) => (index === one ? false : undefined))
      const assessment = program.settle(given)
      t.equal(assessment.value(place.index), undefined, 'once place was raised, nothing is assumed')
      t.not(program.decide(measure, assessment), TRUE)
    }
    const result = eligibility(
      program,
      { facts: saying(false), measures: [measure.id] } as never,
      '2022-07-01'
    ).results[0]
    t.ok(
      result?.reasons?.some(({ met, text }) => met === 'no' && text.includes('平谷区的政策')),
      `${measure.id} says why`
    )
  }
})

t.test('what is taken for granted is listed, and only while it is', async t => {
  for (const measure of decidable) {
    const facts = eligibleFacts.get(measure) as Facts
    const ask = (more: object, given = facts) =>
      eligibility(program, { facts: given, measures: [measure.id], ...more } as never, '2022-07-01')
    const assumed = ask({}).assumptions.map(({ fact }) => fact)
    t.strictSame(ask({ assumptions: 'none' }).assumptions, [], `${measure.id}, nothing assumed`)
    if (ask({}).results[0]?.outcome !== 'eligible') t.fail(`${measure.id} is not eligible`)
    t.equal(
      ask({ assumptions: 'none' }).results[0]?.outcome,
      assumed.length > 0 ? 'undetermined' : 'eligible',
      `${measure.id} rests on what it lists`
    )
    const [holder] = holders(measure)
    const saying = ask({}, withFact(facts, kindFact, facts.applicant?.kind ?? holder))
    t.notOk(
      saying.assumptions.some(({ fact }) => fact === kindFact.id),
      `${measure.id}: who applies was said`
    )
  }
})

t.test('a circuit, a trace and the bytes of an answer take the same for granted', async t => {
  const circuit = program.circuit(decidable.map(({ conditions }) => conditions as Node))
  const bytes = new AnswerBytes(program)
  const touched = [kindFact.index, place.index, ...placeFacts]
  const pools = touched.map(index => membersOf(policy.facts[index] as Fact) ?? [true, false])
  fc.assert(
    fc.property(
      fc.constantFrom(...decidable),
      fc.array(fc.nat(2 ** 16), { maxLength: 3 }),
      (measure, numbers) => {
        let facts = eligibleFacts.get(measure) as Facts
        for (const number of numbers) {
          const at = number % touched.length
          const pool = pools[at] as unknown[]
          const fact = policy.facts[touched[at] as number] as Fact
          facts = withFact(facts, fact, pool[(number >> 4) % pool.length])
        }
        const assessment = program.assess(facts)
        const given = new GivenFacts(policy.facts.length)
        for (const { subject, key, index } of policy.facts) {
          const value = facts[subject]?.[key]
          if (value !== undefined) given.add(index, value)
        }
        circuit.clear()
        circuit.take(given, 0)
        circuit.decide()
        const truths = decidable.map(one => program.decide(one, assessment))
        truths.forEach((truth, at) => {
          if (circuit.truths(0).at(at) !== truth)
            throw new Error(`the circuit differs on ${decidable[at]?.id}`)
        })
        for (const mode of ['declared', 'none'] as const) {
          const own = program.assess(facts, mode)
          const condition = program.condition(measure.conditions as Node)
          const result = { false: FALSE, unknown: UNKNOWN, true: TRUE }[traceOf(own, condition).result]
          if (result !== program.decide(measure, own)) throw new Error(`the trace differs under ${mode}`)
          const request = { facts, measures: [measure.id], explain: 'full', assumptions: mode } as never
          const written = JSON.parse(bytes.eligibility(request, '2022-07-01').toString())
          const made = JSON.parse(JSON.stringify(eligibility(program, request, '2022-07-01')))
          if (JSON.stringify(written) !== JSON.stringify(made))
            throw new Error(`the bytes differ under ${mode}`)
        }
      }
    ),
    { numRuns: 2_000, seed: 20220610 }
  )
  t.pass('on 2000 sets of facts')
})

t.test('a reason and a trace say that something is taken for granted', async t => {
  const measure = policy.measure('grain-farmer-subsidy') as Measure
  const facts = { farming: { growsGrain: true } }
  const [result] = eligibility(
    program,
    { facts, measures: [measure.id], explain: 'full' } as never,
    '2022-07-01'
  ).results
  t.match(result?.reasons?.[0], { met: 'yes', text: '先按符合算：申请人是农民（还没有说）' })
  const trace = result?.trace as unknown as { conditions: { conditions: object[] }[] }
  t.match(trace.conditions[0]?.conditions[0], { result: 'true', actual: null, origin: 'assumed' })
})

t.test('who applies is asked while it can still spare the other questions', async t => {
  const measure = policy.measure('incubator-rent-subsidy') as Measure
  const asked = (facts: Facts, declined: string[] = []) =>
    nextQuestions(program, program.assess(facts), [measure], new Set(declined)).map(({ fact }) => fact)
  t.ok(asked({}).includes(kindFact.id))
  t.notOk(asked({}, [kindFact.id]).includes(kindFact.id), 'unless it was declined')
  t.notOk(asked(withFact({}, kindFact, 'enterprise')).includes(kindFact.id), 'or said')
  t.same(asked(eligibleFacts.get(measure) as Facts), [], 'or nothing is open')
})

t.test('of facts worth the same, what the applicant can answer is asked first', async t => {
  const measure = policy.measure('guarantee-letter-deposit') as Measure
  const spoiled = structuredClone(files) as Record<string, never>
  const clause = spoiled['clause-15.json'] as unknown as RawClause
  const raw = clause.measures.find(({ id }) => id === measure.id) as RawClause['measures'][0]
  const leaf = (fact: string) => ({ fact, operator: 'equal', value: true, name: fact, basis: '推行' })
  raw.conditions = { any: [leaf('price.triggerMet'), leaf('person.receivesSocialAssistance')] }
  raw.audience = [...new Set([...raw.audience, 'natural-person' as const])]
  const other = new Program(linkPolicy(spoiled))
  const own = other.policy.measure(measure.id) as Measure
  t.same(
    nextQuestions(other, other.assess({}), [own]).map(({ fact }) => fact),
    ['person.receivesSocialAssistance', 'price.triggerMet']
  )
})

t.test('audience and conditions must agree, and say it first', async t => {
  const faults = (change: (files: Record<string, never>) => void): string => {
    const spoiled = structuredClone(files) as Record<string, never>
    change(spoiled)
    try {
      loadPolicy(spoiled)
    } catch (error) {
      return (error as Error).message
    }
    return ''
  }
  const clause = (spoiled: Record<string, never>, file: string) => spoiled[file] as unknown as RawClause
  const conditionsOf = (raw: RawClause) =>
    (raw.measures as unknown as [{ conditions: { all: object[] } }])[0].conditions.all
  const settings = (spoiled: Record<string, never>) => spoiled['policy.json'] as unknown as RawPolicy
  t.equal(
    faults(() => undefined),
    ''
  )
  t.match(
    faults(spoiled => {
      clause(spoiled, 'clause-45.json').measures[0]?.audience.push('enterprise')
    }),
    /clause-45\.json.*audience.*the audience is enterprise, sole-proprietor, natural-person; the conditions admit/
  )
  t.match(
    faults(spoiled => void conditionsOf(clause(spoiled, 'clause-45.json')).reverse()),
    /clause-45\.json.*who can hold it is not said first/
  )
  t.match(
    faults(spoiled => {
      const [first] = conditionsOf(clause(spoiled, 'clause-50-52.json')) as [object]
      conditionsOf(clause(spoiled, 'clause-50-52.json'))[0] = { not: first, name: '不是' }
    }),
    /a condition within "not" cannot be taken to hold/
  )
  t.match(
    faults(spoiled => {
      settings(spoiled).audience = { fact: 'enterprise.employees', standsFor: {} }
    }),
    /"enterprise\.employees" has no kinds/
  )
  t.match(
    faults(spoiled => {
      settings(spoiled).audience?.standsFor.farmer?.kinds.push('robot')
    }),
    /"robot" is no kind of applicant/
  )
  t.match(
    faults(spoiled => {
      const { facts } = spoiled['facts.json'] as unknown as {
        facts: Record<string, { assumeWhenMissing: { unlessGiven: string[] } }>
      }
      facts[place.id]?.assumeWhenMissing.unlessGiven.push('no.such')
    }),
    /unknown fact "no\.such"/
  )
})
