/**
 * What must hold whatever the facts are: the first of the five promises, agreement with json-rules-engine, and
 * the bounds of every amount. Facts are drawn from the values that matter to the rules and from the cases.
 */
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { Engine, type TopLevelCondition } from 'json-rules-engine'
import t from 'tap'
import { dotted, readCases } from '../../src/cli/rules/cases/index.ts'
import { witnessesOf } from '../../src/cli/rules/witness/search.ts'
import { type Amount, type AmountFigure, amountOf } from '../../src/decisions/amount.ts'
import { missingIn } from '../../src/decisions/reasons.ts'
import { boundariesOf } from '../../src/engine/boundaries.ts'
import type { Condition } from '../../src/engine/conditions.ts'
import { GivenFacts } from '../../src/engine/given-facts.ts'
import { LANES } from '../../src/engine/lanes.ts'
import { type Assessment, type AssumptionMode, Program } from '../../src/engine/program.ts'
import { type TraceNode, traceOf } from '../../src/engine/trace.ts'
import { possibleBy } from '../../src/policy/derivations/narrowed.ts'
import { defaultRules, readRuleFiles } from '../../src/policy/files.ts'
import type { RawClause, RawCondition, RawMeasure } from '../../src/policy/format.ts'
import { FALSE, TRUE, TRUTH_NAMES, UNKNOWN } from '../../src/policy/kleene.ts'
import { linkPolicy } from '../../src/policy/link.ts'
import type { Fact, Figure, Measure, Node } from '../../src/policy/model.ts'
import { admits } from '../../src/policy/possible.ts'
import { sorted } from '../../src/policy/rule-set.ts'
import { factsOf } from '../../src/policy/uses.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'

const files = readRuleFiles(defaultRules)
const program = new Program(linkPolicy(files))
const { policy } = program
const decidable = policy.measures.filter(({ conditions }) => conditions)
/** Facts that, once given, take the place of what was assumed: of the fact itself, or of a condition about it. */
const assumed = new Set([
  ...policy.facts.flatMap(({ index, assumption, derivation }) =>
    assumption ? [index, ...assumption.unlessGiven, ...(derivation?.rule.inputs ?? [])] : []
  ),
  ...policy.leaves.flatMap(({ fact, assumption }) => (assumption ? [fact] : []))
])
const factAt = (index: number) => policy.facts[index] as Fact

/** For each fact, values worth trying: those that its comparisons tell apart, and those of the cases. */
const pools: unknown[][] = policy.facts.map(fact => boundariesOf(policy, fact, policy.leaves))
const cases = readCases(fileURLToPath(new URL('../../src/rules/pinggu-2022-9/cases', import.meta.url)))
for (const { facts } of [...cases.measures, ...cases.facts]) {
  for (const [id, value] of Object.entries(dotted(facts))) {
    const pool = pools[policy.fact(id)?.index ?? -1] as unknown[]
    if (!pool.includes(value)) pool.push(value)
  }
}

/** The facts of a measure, with those they can be derived from. */
const factsAround = (measure: Measure): number[] => {
  const own = [...factsOf(policy, measure)]
  return [...new Set(own.flatMap(index => [index, ...(factAt(index).derivation?.rule.inputs ?? [])]))]
}
const around = new Map(decidable.map(measure => [measure, factsAround(measure)]))

type Given = unknown[]

/** Whether no given fact contradicts what follows from the others: facts that no applicant can have are left out. */
const isConsistent = (given: Given): boolean => {
  const { values, narrowed } = program.settle(given, 'none')
  return policy.rules.every(({ fact, rule }) => {
    const possible = possibleBy(rule, values, narrowed)
    const value = values[fact]
    return !possible || value === undefined || admits(possible, value)
  })
}

/** Whether something that could be assumed follows from facts: what it takes the place of may turn. */
const saysOfAssumed = (given: Given): boolean => {
  const { values, narrowed } = program.settle(given, 'none')
  return [...assumed].some(index => values[index] !== undefined || narrowed.has(index))
}

/** The picks of one applicant: for each, a fact of the measure in question (or any, one time in four) and a value. */
const picks = fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 24 })
const measures = fc.constantFrom(...decidable.map(({ id }) => id))
const measureOf = (id: string) => policy.measure(id) as Measure
const pick = (measure: Measure, number: number): [number, unknown] => {
  const own = around.get(measure) as number[]
  const [first, second] = [number >> 2, number >> 10]
  const index = number % 4 === 0 ? first % policy.facts.length : (own[first % own.length] as number)
  const pool = pools[index] as unknown[]
  return [index, pool[second % pool.length]]
}

const nested = (given: Given): Facts => {
  const facts: Record<string, Record<string, unknown>> = {}
  for (const { subject, key, index } of policy.facts) {
    if (given[index] !== undefined) facts[subject] = { ...facts[subject], [key]: given[index] }
  }
  return facts
}
const givenOf = (facts: Facts): Given => {
  const given: Given = []
  for (const [id, value] of Object.entries(dotted(facts))) given[policy.fact(id)?.index ?? -1] = value
  return given
}

const check = <T extends [unknown, ...unknown[]]>(property: fc.IPropertyWithHooks<T>, numRuns: number) =>
  fc.assert(property, { numRuns, seed: 20220610 })

t.test('a fact added never turns a settled measure round', async t => {
  for (const mode of ['none', 'declared'] as AssumptionMode[]) {
    let sets = 0
    let settled = 0
    check(
      fc.property(measures, picks, (id, numbers) => {
        const measure = measureOf(id)
        let given: Given = []
        let before = decidable.map(() => UNKNOWN as number)
        for (const number of numbers) {
          const [index, value] = pick(measure, number)
          if (given[index] !== undefined || (mode === 'declared' && assumed.has(index))) continue
          const more = [...given]
          more[index] = value
          if (!isConsistent(more)) continue
          if (mode === 'declared' && saysOfAssumed(more)) continue
          given = more
          const assessment = program.settle(given, mode)
          const after = decidable.map(one => program.decide(one, assessment) as number)
          const turned = decidable.filter((_one, i) => before[i] !== UNKNOWN && before[i] !== after[i])
          if (turned.length > 0) throw new Error(`${factAt(index).id} turned ${turned.map(({ id }) => id)}`)
          settled += after.filter((truth, i) => truth !== before[i]).length
          before = after
          sets++
        }
      }),
      // Facts that take the place of what is assumed are left out, so it takes more to come to as many sets.
      mode === 'declared' ? 45_000 : 30_000
    )
    t.ok(sets >= 100_000, `${mode}: ${sets} partial sets of facts`)
    t.ok(settled > 1_000, `${mode}: ${settled} measures were settled on the way`)
  }
})

/**
 * The plan, where nothing is assumed, and both sides of every comparison of two facts follow from whether the
 * applicant is an employer.
 */
function unlikeThePlan(): Program {
  const trigger = policy.fact('applicant.isEmployer')?.index as number
  const sides = new Set(policy.leaves.flatMap(({ fact, other }) => (other === null ? [] : [fact, other])))
  const rule = {
    inputs: [trigger],
    values: (given: readonly unknown[]) => (given[trigger] ? [5] : undefined)
  }
  const derivation = { rule, basis: null } as unknown as Fact['derivation']
  return new Program({
    ...policy,
    facts: policy.facts.map(fact => ({
      ...fact,
      assumption: null,
      derivation: sides.has(fact.index) ? derivation : fact.derivation
    }))
  })
}

/** @throws Error where a trace, or one of its parts, has another result than its tree */
function checkTrace(trace: TraceNode, condition: Condition, assessment: Assessment): void {
  const truth = TRUTH_NAMES[assessment.truth(condition.place)]
  if (trace.result !== truth)
    throw new Error(`the trace of ${condition.text} is ${trace.result}, not ${truth}`)
  for (const [at, child] of condition.children.entries()) {
    checkTrace(trace.conditions?.[at] as TraceNode, child, assessment)
  }
}

t.test('a circuit and a trace decide every tree as an assessment does', async t => {
  const whens = policy.measures.flatMap(({ figures, interpretations }) =>
    [...figures, ...interpretations].flatMap(({ when }) => when ?? [])
  )
  const plain = [...decidable.map(({ conditions }) => conditions as Node), ...whens]
  const negated = plain.map(
    (tree): Node => ({ kind: 'not', name: null, text: '', basis: null, children: [tree] })
  )
  const trees = [...plain, ...negated]
  const owners = fc.constantFrom(
    ...policy.measures.filter(({ leaves }) => leaves.length > 0).map(({ id }) => id)
  )
  for (const one of [program, unlikeThePlan()]) {
    const circuit = one.circuit(trees)
    const conditions = trees.map(tree => one.condition(tree))
    const given = new GivenFacts(policy.facts.length)
    const seen = [FALSE, UNKNOWN, TRUE].map(() => 0)
    const takeIn = (lane: number, id: string, numbers: readonly number[]) => {
      const own = [...factsOf(policy, measureOf(id))]
      given.clear()
      for (const number of numbers) {
        const from = number % 2 === 0 ? own : policy.facts.map(({ index }) => index)
        const index = from[(number >> 1) % from.length] as number
        const pool = pools[index] as unknown[]
        if (!given.has(index)) given.add(index, pool[(number >> 10) % pool.length])
      }
      circuit.take(given, lane)
      const assessment = one.settle(given.values)
      // Of one lane: the rest is told by the circuit.
      for (const condition of lane === 0 ? conditions : []) {
        checkTrace(traceOf(assessment, condition), condition, assessment)
      }
      return trees.map(tree => one.truth(tree, assessment))
    }
    check(
      // All lanes at once, so that one which speaks into another is heard.
      fc.property(fc.array(fc.tuple(owners, picks), { minLength: LANES, maxLength: LANES }), applicants => {
        circuit.clear()
        const expected = applicants.map(([id, numbers], lane) => takeIn(lane, id, numbers))
        circuit.decide()
        for (const [lane, truths] of expected.entries()) {
          const found = circuit.truths(lane)
          for (const [at, truth] of truths.entries()) {
            if (found.at(at) !== truth) throw new Error(`tree ${at} is ${found.at(at)}, not ${truth}`)
            seen[truth] = (seen[truth] as number) + 1
          }
          const holding = truths.filter(truth => truth === TRUE).length
          const possible = truths.filter(truth => truth !== FALSE).length
          if (found.countHolding() !== holding || found.countPossible() !== possible)
            throw new Error('miscounted')
        }
      }),
      100
    )
    t.ok(
      seen.every(count => count > 3_000),
      `${seen} times no, not known and yes`
    )
  }
})

/** The witness of a measure that is eligible, with every other fact of its conditions, figures and open points. */
const complete = (measure: Measure): Given => {
  const given = givenOf(witnessesOf(program, measure).witnesses?.eligible as Facts)
  for (const index of factsOf(policy, measure)) given[index] ??= factAt(index).example
  return given
}
const completes = new Map(decidable.map(measure => [measure, complete(measure)]))

/** A few facts changed; a fact that can be derived is taken from what it is derived from, where that settles it. */
function varied(measure: Measure, numbers: readonly number[], index: readonly number[]): Given {
  const given = [...(completes.get(measure) as Given)]
  for (const number of numbers) {
    const one = index[number % index.length] as number
    const rule = factAt(one).derivation?.rule
    const pool = pools[one] as unknown[]
    if (!rule || number % 3 === 0) given[one] = pool[(number >> 8) % pool.length]
    else {
      rule.inputs.forEach((input, position) => {
        const values = pools[input] as unknown[]
        given[input] ??= values[(number >> (8 + 2 * position)) % values.length]
      })
      if (rule.values(given)?.length === 1) delete given[one]
    }
  }
  return given
}

/** Every tree of a measure: its conditions and the conditions of its open points, raw and linked. */
function trees(measure: Measure, raw: RawMeasure): { id: string; raw: RawCondition; node: Node }[] {
  return [
    { id: 'conditions', raw: raw.conditions as RawCondition, node: measure.conditions as Node },
    ...raw.interpretations.flatMap(({ id, when }, index) =>
      when ? [{ id, raw: when, node: measure.interpretations[index]?.when as Node }] : []
    )
  ]
}

t.test(
  'json-rules-engine, given the raw rule files, comes to the same verdicts on complete facts',
  async t => {
    const set = sorted(files)
    const raws = new Map(
      Object.values(set.clauses).flatMap(({ measures }: RawClause) =>
        measures.map(raw => [raw.id, raw] as const)
      )
    )
    let [yes, no] = [0, 0]
    for (const measure of decidable) {
      const raw = raws.get(measure.id) as RawMeasure
      const all = trees(measure, raw)
      const engine = new Engine()
      for (const [name, tree] of Object.entries(set.policy.conditions)) {
        engine.setCondition(name, tree as TopLevelCondition)
      }
      for (const { id, raw: tree } of all) {
        // The library wants a group at the root; a tree of one comparison is a group of one.
        const conditions = ('fact' in tree ? { all: [tree] } : tree) as TopLevelCondition
        engine.addRule({ conditions, event: { type: id } })
      }
      engine.addFact('measure.id', measure.id)
      for (const [id, { value }] of Object.entries(raw.parameters ?? {}))
        engine.addFact(`parameters.${id}`, value)
      const own = [...factsOf(policy, measure)]
      const samples = fc.sample(fc.array(fc.nat(2 ** 31 - 1), { maxLength: 3 }), { numRuns: 300, seed: 9 })
      for (const numbers of samples) {
        const assessment = program.settle(varied(measure, numbers, own), 'none')
        const facts = Object.fromEntries(own.map(index => [factAt(index).id, assessment.values[index]]))
        if (Object.values(facts).includes(undefined)) continue
        const { events } = await engine.run(facts)
        const theirs = all.filter(({ id }) => events.some(({ type }) => type === id)).map(({ id }) => id)
        const ours = all.filter(({ node }) => program.truth(node, assessment) === TRUE).map(({ id }) => id)
        const known = all.every(({ node }) => program.truth(node, assessment) !== UNKNOWN)
        if (!known || JSON.stringify(ours) !== JSON.stringify(theirs)) {
          t.strictSame(ours, theirs, `${measure.id} on ${JSON.stringify(facts)}`)
        }
        if (theirs.includes('conditions')) yes++
        else no++
      }
    }
    t.ok(yes > 2_000 && no > 2_000, `${yes} eligible and ${no} ineligible on both sides`)
  }
)

t.test('the order of facts does not matter', async t => {
  const answer = (facts: Facts, measure: Measure) => {
    const assessment = program.assess(facts)
    const missing = [...missingIn(assessment, program.condition(measure.conditions as Node))]
    return [program.decide(measure, assessment), missing, amountOf(assessment, program.compiled(measure))]
  }
  const shuffled = (facts: Facts): Facts =>
    Object.fromEntries(
      Object.entries(facts)
        .reverse()
        .map(([subject, values]) => [subject, Object.fromEntries(Object.entries(values).reverse())])
    )
  check(
    fc.property(measures, picks, (id, numbers) => {
      const measure = measureOf(id)
      const given: Given = []
      for (const number of numbers) {
        const [index, value] = pick(measure, number)
        given[index] = value
      }
      const facts = nested(given)
      return JSON.stringify(answer(facts, measure)) === JSON.stringify(answer(shuffled(facts), measure))
    }),
    3_000
  )
  t.pass('on 3000 sets of facts')
})

const priced = decidable.filter(({ figures }) => figures.length > 0)
const pricedMeasures = fc.constantFrom(...priced.map(({ id }) => id))
const low = ({ value, min }: AmountFigure) => Number(value ?? min ?? 0)
const high = ({ value, max }: AmountFigure) => Number(value ?? max ?? Number.POSITIVE_INFINITY)
const amountFor = (given: Given, measure: Measure): Amount =>
  amountOf(program.settle(given, 'none'), program.compiled(measure))

/** Facts of the figures of a measure, with sums and months of any size. */
const figureFacts = new Map(
  priced.map(measure => [measure, [...factsOf(policy, { ...measure, leaves: [] })]] as const)
)
function anySum(given: Given, measure: Measure, numbers: readonly number[]): Given {
  const own = figureFacts.get(measure) as number[]
  const changed = [...given]
  own.forEach((index, position) => {
    const { schema, unit } = factAt(index)
    const number = numbers[position % numbers.length] as number
    const { maximum = 1e7 } = schema as { maximum?: number }
    if (schema.type === 'integer') changed[index] = number % (Math.min(maximum, 5_000) + 1)
    else if (schema.type === 'number') changed[index] = Number(((number % (maximum * 100)) / 100).toFixed(2))
    else if (unit === 'year-month')
      changed[index] = `202${1 + (number % 3)}-${String(1 + ((number >> 4) % 12)).padStart(2, '0')}`
    else if ('format' in schema)
      changed[index] = new Date(1.6e12 + (number % 1_000) * 864e5).toISOString().slice(0, 10)
  })
  return changed
}
/** The property is about facts that agree with one another: what others settle is left to them. */
const derivedLeftOut = (given: Given): Given =>
  given.map((value, index) => (factAt(index).derivation?.rule.values(given) ? undefined : value))
const sums = fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 6 })

t.test('the bounds of an amount contain what comes out when the rest is known', async t => {
  let compared = 0
  check(
    fc.property(pricedMeasures, sums, fc.nat(2 ** 16 - 1), (id, numbers, left) => {
      const measure = measureOf(id)
      const whole = derivedLeftOut(anySum(completes.get(measure) as Given, measure, numbers))
      const part = [...whole]
      ;(figureFacts.get(measure) as number[]).forEach((index, position) => {
        if ((left >> position) % 2 === 0) delete part[index]
      })
      const known = amountFor(whole, measure).figures
      for (const figure of amountFor(part, measure).figures) {
        const full = known.find(one => one.id === figure.id)
        if (!full) continue
        compared++
        if (low(figure) > low(full) || high(figure) < high(full)) {
          throw new Error(`${measure.id} ${figure.id}: ${figure.text} does not contain ${full.text}`)
        }
      }
    }),
    4_000
  )
  t.ok(compared > 4_000, `${compared} figures`)
})

/** The figures of the plan that use a formula, with their measures. */
const using = (formula: string): [Measure, Figure][] =>
  priced.flatMap(measure =>
    measure.figures.filter(one => one.formula === formula).map(one => [measure, one] as [Measure, Figure])
  )
const operand = (figure: Figure, name: string) => figure.inputs[name]?.[0]
const limit = (figure: Figure, name: string) => {
  const given = operand(figure, name)
  return given && 'parameter' in given ? given.parameter.value : undefined
}
const figureOf = (amount: Amount, { id }: Figure) => amount.figures.find(one => one.id === id)

t.test('a cap holds', async t => {
  const capped = using('capped-per-head')
  t.ok(capped.length > 0)
  for (const [measure, figure] of capped) {
    const cap = Number(limit(figure, 'cap'))
    check(
      fc.property(sums, numbers => {
        const found = figureOf(
          amountFor(anySum(completes.get(measure) as Given, measure, numbers), measure),
          figure
        )
        return found !== undefined && high(found) <= cap
      }),
      500
    )
    const [heads] = figureFacts.get(measure) as number[]
    const unknown = [...(completes.get(measure) as Given)]
    delete unknown[heads as number]
    t.ok(
      high(figureOf(amountFor(unknown, measure), figure) as AmountFigure) <= cap,
      `${measure.id} while unknown`
    )
  }
})

const monthNumber = (month: unknown) => {
  const [year, number] = String(month).split('-').map(Number) as [number, number]
  return year * 12 + number
}

t.test('no more months count than there are in the period asked for and in the window', async t => {
  const windowed = using('months-in-window')
  t.ok(windowed.length > 0)
  for (const [measure, figure] of windowed) {
    const facts = ['first', 'last'].map(name => (operand(figure, name) as { fact: number }).fact)
    check(
      fc.property(sums, numbers => {
        const given = anySum(completes.get(measure) as Given, measure, numbers)
        const [first, last] = facts.map(index => given[index])
        const from = monthNumber(limit(figure, 'from') ?? first)
        const to = monthNumber(limit(figure, 'to') ?? last)
        const asked = Math.max(0, monthNumber(last) - monthNumber(first) + 1)
        const window = Math.max(0, to - from + 1)
        const found = figureOf(amountFor(given, measure), figure)
        // A figure under a condition is left out where it does not hold.
        return !found || (low(found) === high(found) && high(found) <= Math.min(asked, window))
      }),
      1_000
    )
  }
})

t.test('no deferral exceeds what is owed', async t => {
  // What is owed: the same figures, without the window that limits the months.
  const open = new Program(
    linkPolicy(
      JSON.parse(JSON.stringify(files), (_key, value) => {
        if (value?.formula !== 'months-in-window') return value
        const { first, last } = value.inputs
        return { ...value, inputs: { first, last } }
      })
    )
  )
  const deferring = priced.filter(({ figures }) => figures.some(({ nature }) => nature === 'deferral'))
  t.ok(deferring.length > 0)
  for (const measure of deferring) {
    check(
      fc.property(sums, numbers => {
        const given = anySum(completes.get(measure) as Given, measure, numbers)
        const owed = amountOf(open.settle(given), open.compiled(open.policy.measure(measure.id) as Measure))
        return amountFor(given, measure)
          .figures.filter(({ nature }) => nature === 'deferral')
          .every(
            figure => high(figure) <= high(owed.figures.find(({ id }) => id === figure.id) as AmountFigure)
          )
      }),
      1_000
    )
  }
})

/** The same day so many months later, or the last day of that month, by plain arithmetic. */
function monthsLater(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}

t.test('dates stay in their window, and months end where they end', async t => {
  for (const [measure, figure] of using('stated').filter(([, { unit }]) => unit === 'date')) {
    const date = String(limit(figure, 'value'))
    const { from, to } = measure.window ?? {}
    t.ok((!from || date >= from) && (!to || date <= to), `${measure.id} ${figure.id} ${date}`)
  }
  const shifted = using('shifted-date')
  t.ok(shifted.length > 0)
  for (const [measure, figure] of shifted) {
    const { fact } = operand(figure, 'date') as { fact: number }
    const [months, days] = ['months', 'days'].map(name => Number(limit(figure, name) ?? 0)) as [
      number,
      number
    ]
    check(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        day => {
          const given = [...(completes.get(measure) as Given)]
          const date = day.toISOString().slice(0, 10)
          given[fact] = date
          const earliest = operand(figure, 'notBefore') as { fact: number } | undefined
          if (earliest) delete given[earliest.fact]
          const found = amountFor(given, measure).deadlines.find(({ id }) => id === figure.id)?.date
          const later = new Date(`${monthsLater(date, months)}T00:00:00Z`).getTime() + days * 864e5
          return found === new Date(later).toISOString().slice(0, 10)
        }
      ),
      1_000
    )
  }
})

t.test('nothing known settles nothing but what an assumption settles', async t => {
  const nothing = program.settle([], 'none')
  t.strictSame(
    decidable.filter(measure => program.decide(measure, nothing) !== UNKNOWN),
    []
  )
  const ineligible = decidable.filter(measure => program.decide(measure, program.settle([])) === FALSE)
  t.strictSame(ineligible, [])
})
