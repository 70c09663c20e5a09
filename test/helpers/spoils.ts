/** The ways to spoil the plan: one row each, with the fault that `check` must find. */

/** Stands for: taken out. */
export const GONE = Symbol('taken out')

export interface Spoil {
  name: string
  file: string
  /** that of the folder which rule sets share is spoiled; the fault is told of the rule set all the same */
  isShared?: true
  /** JSON Pointer of what is spoiled, and what is put there */
  put: [pointer: string, value: unknown][]
  /** JSON Pointer of the fault */
  pointer: string
  message: RegExp
}

const spoil = (
  name: string,
  file: string,
  pointer: string,
  message: RegExp,
  put: [pointer: string, value: unknown][]
): Spoil => ({ name, file, put, pointer, message })

/** Rows about one place: what is put there, and where the fault is, counted from that place. */
const rent = (name: string, place: string, value: unknown, message: RegExp, inside = '') =>
  spoil(name, 'clause-04.json', `${place}${inside}`, message, [[place, value]])
const policy = (name: string, place: string, value: unknown, message: RegExp) =>
  spoil(name, 'policy.json', place, message, [[place, value]])

const MEASURE = '/measures/0'
/** the third condition of the rent relief: lease.ownership equal state-owned */
const LEAF = `${MEASURE}/conditions/all/2`
const FIGURE = `${MEASURE}/figures/2`
const MONTHS = `${MEASURE}/parameters/months`
const KIND = '/facts/applicant.kind'
const HAD = 'benefit.alreadyHadUnderDocument6'
const leaf = (fact: string, operator: string, value: unknown) => ({
  fact,
  operator,
  value,
  name: '条件',
  basis: '国有产权房屋'
})
const source = { source: '别处', certainty: 'reading' }

const FORM: Spoil[] = [
  spoil('a field is missing', 'clause-04.json', '', /section/, [['/section', GONE]]),
  spoil('a field that there is not', 'clause-04.json', '', /"titel"/, [['/titel', 'x']]),
  spoil('a priority', 'clause-04.json', LEAF, /"priority"/, [[`${LEAF}/priority`, 1]]),
  spoil('a parameter without basis', 'clause-04.json', MONTHS, /basis/, [[`${MONTHS}/basis`, GONE]]),
  rent('a field of the wrong type', '/numbers/0', '4', /integer/),
  rent('an empty all', `${MEASURE}/conditions/all`, [], /fewer than 1/),
  rent('an empty any', LEAF, { any: [] }, /fewer than 1/, '/any'),
  rent('an id that is no kebab-case', `${MEASURE}/id`, 'Rent_relief', /pattern/),
  rent('a window that is no date', `${MEASURE}/window/to`, '2022-02-30', /format/),
  policy('a version that is none', '/version', '1.0', /pattern/)
]

const CONDITIONS: Spoil[] = [
  rent('an unknown operator', `${LEAF}/operator`, 'equals', /unknown operator "equals"/),
  rent('an unknown fact', `${LEAF}/fact`, 'lease.owner', /unknown fact "lease.owner"/),
  rent('a value of the wrong type', `${MEASURE}/conditions/all/3/value`, 'yes', /"yes" is no value/),
  rent('a number as text', LEAF, leaf('lease.monthlyRent', 'equal', '5'), /"5" is no value/, '/value'),
  rent('a value outside the enum', `${LEAF}/value`, 'state', /"state" is no value/),
  rent('a text for in', LEAF, leaf('lease.ownership', 'in', 'state-owned'), /take a list/, '/value'),
  rent('a list for equal', `${LEAF}/value`, ['state-owned'], /take a list/),
  rent('a list with a wrong member', LEAF, leaf('lease.ownership', 'in', ['x']), /"x" is no value/, '/value'),
  rent('a list operator on one value', `${LEAF}/operator`, 'contains', /for lists/),
  rent('another operator on a list', LEAF, leaf(HAD, 'equal', 'x'), /for lists/, '/operator'),
  rent('a list without the value', LEAF, leaf(HAD, 'contains', 'x'), /"x" is no value/, '/value'),
  rent('an order of what has none', `${LEAF}/operator`, 'lessThan', /cannot be put in order/),
  rent('an unknown parameter', `${LEAF}/value`, { fact: 'parameters.owner' }, /unknown parameter "owner"/),
  rent(
    'an unknown fact on the right',
    `${LEAF}/value`,
    { fact: 'lease.owner' },
    /unknown fact "lease.owner"/
  ),
  rent('two facts that are not ordered', `${LEAF}/value`, { fact: 'lease.start' }, /two facts/),
  rent(
    'two facts of two types',
    LEAF,
    leaf('lease.monthlyRent', 'lessThan', { fact: 'lease.start' }),
    /two facts/,
    '/value'
  ),
  rent(
    'an unknown fact against a fact',
    LEAF,
    leaf('x.y', 'lessThan', { fact: 'lease.start' }),
    /unknown fact "x.y"/,
    '/fact'
  ),
  rent('a condition without name', `${LEAF}/name`, GONE, /no name/),
  rent('a condition without basis', `${LEAF}/basis`, GONE, /no basis/),
  rent(
    'a not without name',
    LEAF,
    { not: leaf('lease.ownership', 'equal', 'private') },
    /"not" needs a name/
  ),
  rent('a fault below an any', LEAF, { any: [leaf('x.y', 'equal', 1)] }, /unknown fact/, '/any/0/fact'),
  spoil('an unknown condition', 'clause-04.json', `${MEASURE}/conditions/all/0`, /unknown condition "smes"/, [
    [`${MEASURE}/conditions/all/0/condition`, 'smes']
  ]),
  policy(
    'a version that ends before it begins',
    '/inForce',
    { from: '2022-07-01', to: '2022-06-30', basis: { source: '别处', certainty: 'reading' } },
    /out of order/
  ),
  policy('a version by what is no day', '/versionBy', 'applicant.kind', /"applicant.kind" is no day/),
  rent(
    'a calendar that is none',
    `${FIGURE}/inputs/factors`,
    [{ calendar: 'facts.json' }],
    /"facts.json" is no calendar/
  ),
  policy('a clause that no file is about', '/clauses', 56, /no file is about clause 56/),
  spoil('a clause more than promised', 'clause-55.json', '/numbers/0', /promises 55 clauses/, [
    ['/numbers/0', 56]
  ]),
  spoil('a clause twice', 'clause-05.json', '/numbers/0', /clause 4 stands in clause-04\.json too/, [
    ['/numbers/0', 4]
  ]),
  rent(
    'numbers of an unknown measure',
    `${MEASURE}/otherNumbers`,
    [{ measure: 'nobody' }],
    /unknown measure "nobody"/,
    '/0/measure'
  ),
  rent(
    'a fault in an open point',
    `${MEASURE}/interpretations/0/when`,
    leaf('x.y', 'equal', 1),
    /unknown fact/,
    '/fact'
  ),
  policy(
    'a circle',
    '/conditions/sole-proprietor/all/0',
    { condition: 'sme-or-sole-proprietor' },
    /leads back to "sole-proprietor"/
  ),
  spoil(
    'a circle beside the condition',
    'policy.json',
    '/conditions/sole-proprietor/all/0',
    /back to "sole-proprietor"/,
    [
      ['/conditions/sole-proprietor/all/0', { condition: 'sme' }],
      ['/conditions/sme/all/0', { not: { condition: 'small-or-micro' }, name: '不' }],
      ['/conditions/small-or-micro/all/0', { condition: 'sme' }],
      ['/conditions/small-or-micro/all/1', { condition: 'sole-proprietor' }]
    ]
  ),
  spoil('a circle that leads past it', 'policy.json', '/conditions/sme/all/0', /leads back to "sme"/, [
    ['/conditions/sole-proprietor/all/0', { condition: 'sme' }],
    ['/conditions/sme/all/0', { condition: 'small-or-micro' }],
    ['/conditions/small-or-micro/all/0', { condition: 'sme' }],
    ['/conditions/small-or-micro/all/1', { condition: 'nobody' }]
  ]),
  policy('words of no clause', '/closing/basis', '不再重复享受', /of no clause/)
]

const MEASURES: Spoil[] = [
  spoil('an id that stands twice', 'clause-05.json', `${MEASURE}/id`, /stands in clause-04.json too/, [
    [`${MEASURE}/id`, 'state-owned-rent-relief']
  ]),
  spoil('conditions of a measure that has none', 'clause-04.json', `${MEASURE}/conditions`, /kind S/, [
    [`${MEASURE}/kind`, 'S']
  ]),
  rent('no conditions where there must be', `${MEASURE}/conditions`, GONE, /kind C/),
  rent('no figure where there must be', `${MEASURE}/figures`, [], /no figure/),
  rent('figures left out where there must be', `${MEASURE}/figures`, GONE, /no figure/),
  rent(
    'an unused parameter',
    `${MEASURE}/parameters/spare`,
    { label: '多余', value: 3, unit: 'month', precision: 'exact', basis: '减免3个月' },
    /uses it/
  ),
  rent('an unknown unit of a parameter', `${MONTHS}/unit`, 'moon', /unknown unit "moon"/),
  rent('a text that is no date', `${MONTHS}/value`, '3', /no date/),
  rent('a range with one value', `${MONTHS}/precision`, 'range', /range/),
  spoil('two values and no range', 'clause-04.json', `${MONTHS}/precision`, /range/, [
    [`${MONTHS}/value`, [3, 4]]
  ]),
  spoil('a range out of order', 'clause-04.json', `${MONTHS}/value`, /out of order/, [
    [`${MONTHS}/value`, [4, 3]],
    [`${MONTHS}/precision`, 'range']
  ]),
  spoil('dates out of order', 'clause-04.json', `${MEASURE}/window`, /out of order/, [
    [`${MEASURE}/window/from`, '2023-01-01']
  ]),
  rent('related to nobody', `${MEASURE}/related/0`, 'nobody', /"nobody" is no other measure/),
  rent('excluded by itself', `${MEASURE}/exclusive`, ['state-owned-rent-relief'], /no other measure/, '/0'),
  rent('a figure id that stands twice', `${FIGURE}/id`, 'months', /stands twice/),
  rent('an unknown unit of a figure', `${FIGURE}/unit`, 'USD', /unknown unit "USD"/),
  rent('an unknown formula', `${FIGURE}/formula`, 'power', /unknown formula "power"/),
  rent('a formula that only objects have', `${FIGURE}/formula`, 'toString', /unknown formula/),
  rent('an input is missing', `${FIGURE}/inputs`, {}, /"factors" is missing/),
  rent('an input that there is not', `${FIGURE}/inputs/divisor`, { parameter: 'months' }, /no such input/),
  rent('one operand for a list', `${FIGURE}/inputs/factors`, { parameter: 'months' }, /takes a list/),
  rent(
    'a list for one operand',
    `${MEASURE}/figures/1/inputs/value`,
    [{ parameter: 'months' }],
    /takes one operand/
  ),
  rent(
    'an unknown parameter as input',
    `${FIGURE}/inputs/factors`,
    [{ parameter: 'moons' }],
    /parameter "moons"/
  ),
  rent(
    'an unknown fact as input',
    `${FIGURE}/inputs/factors`,
    [{ fact: 'lease.rent' }],
    /unknown fact "lease.rent"/
  ),
  rent(
    'a figure that comes later',
    `${MEASURE}/figures/1/inputs/value`,
    { figure: 'relief' },
    /no earlier figure "relief"/
  ),
  rent(
    'a fault in when',
    `${FIGURE}/when`,
    { fact: 'x.y', operator: 'equal', value: 1 },
    /unknown fact "x.y"/,
    '/fact'
  )
]

const fact = (name: string, place: string, value: unknown, message: RegExp, fault = place) =>
  spoil(name, 'facts.json', fault, message, [[place, value]])
/** A row about a fact that the plan takes from the shared folder. */
const sharedFact = (...row: Parameters<typeof fact>): Spoil => ({ ...fact(...row), isShared: true })
const derive = (name: string, value: unknown, message: RegExp) =>
  sharedFact(name, `${KIND}/derive`, value, message)

const FACTS: Spoil[] = [
  sharedFact('a schema that is none', `${KIND}/schema`, { type: 'text' }, /schema is invalid/),
  fact('an unknown subject', '/subjects/applicant', GONE, /subject is unknown/, KIND),
  sharedFact('an example that does not fit', `${KIND}/example`, 'x', /example does not fit/),
  sharedFact('an unknown unit of a fact', `${KIND}/unit`, 'moon', /unknown unit "moon"/),
  sharedFact(
    'a member without label',
    `${KIND}/labels/enterprise`,
    GONE,
    /"enterprise" has no label/,
    `${KIND}/labels`
  ),
  sharedFact('members and no labels', `${KIND}/labels`, GONE, /"enterprise" has no label/),
  fact(
    'a default that does not fit',
    `/facts/${HAD}/assumeWhenMissing/value`,
    true,
    /default does not fit/,
    `/facts/${HAD}/assumeWhenMissing`
  ),
  fact(
    'the first of two facts that is of another kind',
    '/facts/lease.end/notBefore',
    'lease.monthlyRent',
    /no fact of the same kind/
  ),
  fact(
    'the first of two facts that there is not',
    '/facts/lease.end/notBefore',
    'x.y',
    /no fact of the same kind/
  ),
  fact(
    'a kind of applicant that there is not',
    '/facts/person.education/ofApplicants/kinds/0',
    'people',
    /no such kind of applicant/,
    '/facts/person.education/ofApplicants'
  ),
  fact(
    'a value of only some applicants that there is not',
    '/facts/person.occupation/ofApplicants/values/0',
    'pilot',
    /a value does not fit/,
    '/facts/person.occupation/ofApplicants'
  ),
  derive('an unknown derivation', { kind: 'guess' }, /unknown derivation "guess"/),
  derive(
    'a condition of a derivation that is no plain one',
    { kind: 'condition', tree: { any: [leaf('lease.ownership', 'equal', 'private')] }, basis: source },
    /may use "all" and plain conditions only/
  ),
  derive('a derivation without basis', { kind: 'lookup', from: 'enterprise.size', table: {} }, /no basis/),
  derive(
    'a derivation from an unknown fact',
    { kind: 'lookup', from: 'x.y', table: {}, basis: source },
    /unknown fact "x.y"/
  ),
  derive(
    'a derivation from a missing file',
    { kind: 'industry-sector', from: 'enterprise.industry', standard: 'other.json' },
    /other.json is missing/
  )
]

const NUMBERS: Spoil[] = [
  spoil(
    'a number that is not in its basis',
    'clause-04.json',
    MONTHS,
    /4 month is not in “减免3个月房屋租金”.*: 3 month/,
    [[`${MONTHS}/value`, 4]]
  ),
  spoil('a unit that is not in its basis', 'clause-04.json', MONTHS, /3 day is not in/, [
    [`${MONTHS}/unit`, 'day']
  ]),
  spoil('a basis that states no number', 'clause-04.json', MONTHS, /numbers there: none/, [
    [`${MONTHS}/basis`, '减免']
  ]),
  rent(
    'a window that its basis does not state',
    `${MEASURE}/window/to`,
    '2022-11-30',
    /is not in “2022年”.*: 2022-01-01\.\.2022-12-31/
  )
]

/** A number or date of another value than its basis states, in each way that the plan writes them. */
const stated = (file: string, place: string, value: unknown, message: RegExp) =>
  spoil(`${place} of ${file} is ${value}`, file, `/measures/${place}`, message, [
    [`/measures/${place}${place.includes('window') ? '' : '/value'}`, value]
  ])
const STATED: Spoil[] = [
  stated('clause-14.json', '1/parameters/goodsServicesThreshold', 200, /200 CNY .*: 2000000 CNY/),
  stated('clause-37.json', '0/parameters/total', 2_000_001, /2000001 CNY/),
  stated('clause-41.json', '2/parameters/minWorkers', 2, /2 person .*每吸纳一名.*: 1 person/),
  stated('clause-35.json', '0/parameters/engineCeiling', 1.6, /1.6 litre .*: 2 litre/),
  stated('clause-35.json', '0/parameters/payableShare', 40, /40 percent .*减半.*: 50 percent/),
  stated('clause-14.json', '0/parameters/discountRate', [10, 25], /^25 percent .*: 10 percent, 20 percent/),
  stated('clause-08.json', '0/parameters/feeRate', 5, /5 percent .*: 0.5 percent/),
  stated('clause-02.json', '0/parameters/lateFee', 1, /1 CNY .*免收滞纳金/),
  stated('clause-50-52.json', '1/parameters/minTerm', 24, /24 month .*: 1 year, 3 year/),
  stated('clause-02.json', '0/parameters/deferralEnds', '2022-12-30', /2022-12-30 date .*: 2022-12-31/),
  stated('clause-02.json', '0/parameters/lastDeferrableMonth', '2022-11', /2022-11 year-month/),
  stated('clause-12.json', '1/parameters/payOrPlanBy', '2022-06-29', /2022-06-29 date .*6月底/),
  stated('clause-35.json', '0/window/from', '2022-05-01', /2022-05-01 date is not in/)
]

export const spoils: readonly Spoil[] = [...FORM, ...CONDITIONS, ...MEASURES, ...FACTS, ...NUMBERS, ...STATED]

/** What only the source shows to be wrong. */
export const misquotes: readonly Spoil[] = [
  rent('words that are not there', `${LEAF}/basis`, '国有产权住房', /“国有产权住房” stands nowhere/),
  rent('a word left out without a mark', `${MONTHS}/basis`, '减免3个月租金', /stands nowhere/),
  rent(
    'words of another clause',
    `${LEAF}/basis`,
    { clause: '5', quote: '国有产权房屋' },
    /stands not in clause 5 but in clause 4/
  ),
  rent(
    'words of the clause under the heading',
    `${LEAF}/basis`,
    { clause: '4', part: 'subsection', quote: '国有产权房屋' },
    /stands not in subsection 4 but in clause 4/
  ),
  fact(
    'words of a fact that are not there',
    `/facts/${HAD}/assumeWhenMissing/basis/quote`,
    '不重复享受过',
    /stands nowhere/,
    `/facts/${HAD}/assumeWhenMissing/basis`
  )
]

type Json = Record<string, unknown>

/** Puts a value at a JSON Pointer. */
export function put(content: unknown, pointer: string, value: unknown) {
  const steps = pointer.slice(1).split('/')
  const last = steps.pop() as string
  const parent = steps.reduce((place, step) => place[step] as Json, content as Json)
  if (value === GONE && Array.isArray(parent)) parent.splice(Number(last), 1)
  else if (value === GONE) delete parent[last]
  else parent[last] = value
}
