/** What the reference says of each property, by the table that it stands in; under the empty name, of the table. */

const BASIS = 'Where that is from'
const NAMED = 'What holds, as one short statement: reasons and traces say it'
const EXPECTED = {
  status: 'How exact it is',
  value: 'Its value',
  min: 'Its least value',
  max: 'Its greatest value'
}

export const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'policy.json': {
    '': 'What is said of the whole document.',
    id: 'Name of the rule set, the same in every version; never reused',
    version: 'Version of the rule files',
    title: 'Title of the document',
    number: 'Number of the document: other rule sets know it by this',
    issuer: 'Who issued it',
    dated: 'Day that it bears',
    published: 'Day on which it was published',
    timeZone: 'Where “today” is, as IANA names it',
    clauses: 'How many clauses it has, numbered from 1; each must be in a file',
    closing: 'The rule that takes away what was had under an earlier document; a regulation has none',
    lang: 'Language of the answers, BCP 47; zh where nothing is said',
    currency: 'What its money is in; CNY where nothing is said',
    called: 'What answers call the document in a word; 方案 where nothing is said',
    inForce: 'First and last day on which this version is the law',
    versionBy: 'The fact whose day chooses among versions; the day of the question where nothing is said',
    predecessor: 'What it replaced, where that is none of the rule sets here',
    audience: 'How measures say who can hold them',
    horizon: 'How far the document as a whole is known to reach',
    conditions: 'Conditions that clauses share, by name'
  },
  'policy.json.closing': {
    document: 'Number of the earlier document',
    summary: 'The rule, to be read out',
    interpreter: 'Who says what falls under it',
    basis: BASIS
  },
  'policy.json.inForce': {
    from: 'First day; null where it is open',
    to: 'Last day; null where it is open or not known',
    basis: BASIS
  },
  'policy.json.audience': {
    fact: 'The fact that says who applies',
    standsFor: 'Audiences that are no kind of applicant of their own, with the kinds they stand for'
  },
  'policy.json.audience.standsFor': { kinds: 'Kinds of applicant', basis: BASIS },
  'policy.json.horizon': {
    to: 'Last day of that',
    notice: 'What is said after it of a measure without an end; {unit} is who to ask',
    basis: BASIS
  },
  'facts.json': {
    '': 'The vocabulary. In place of a fact or subject, the word `"shared"` takes it from the shared folder.',
    subjects: 'What facts are about: the part of an id before the dot',
    facts: 'Every fact by id, subject.name',
    askedOnce: 'Groups of facts that are near each other'
  },
  'facts.json.subjects': { label: 'Name, as answers say it', english: 'Name in English' },
  'facts.json.askedOnce': { label: 'What they have in common', facts: 'Their ids' },
  'clause-NN.json': {
    '': 'One clause.',
    clause: 'Number of the clause, or of several that cannot be told apart: 50-52',
    numbers: 'The same as numbers',
    section: 'Heading of the section it stands in',
    subsection: 'Heading below that; null where there is none',
    completeness: 'How much of its text is known',
    lost: 'What of it is lost; null where nothing is',
    summary: 'What it says, in your own words',
    responsible: 'Units that it names, in the order of the text; null where that is lost',
    descriptive: 'Words that decide nothing',
    measures: 'What it gives, asks or forbids'
  },
  'situations.json': {
    '': 'Questions of many answers that an interview begins with.',
    lists: 'The questions, in their order'
  },
  'situations.json.lists': {
    id: 'Name of the list',
    question: 'What is asked',
    onlyFor: 'To whom it is put; to everybody where nothing is said',
    situations: 'What can be chosen'
  },
  'situations.json.lists.onlyFor': { fact: 'A fact that is known by then', values: 'Values of it' },
  'situations.json.lists.situations': {
    id: 'Name of the situation',
    topic: 'Those of one topic stand together',
    label: 'To be read after 您',
    why: 'Why not to choose it denies what it denies',
    chosen: 'Facts that to choose it says',
    notChosen: 'Facts that not to choose it denies'
  },
  'working-days.json': {
    '': 'Which days are worked on, year by year. A rule set may have others of this form.',
    source: 'Where it is published',
    certainty: 'Whether that was checked',
    years: 'By year; of a year that is missing nothing is known'
  },
  'working-days.json.years': {
    off: 'Spells off, each with its first and last day',
    working: 'Days of weekends that are worked on'
  },
  'hotline-lines.json': {
    '': 'What the hotline says that is of no measure.',
    lines: 'Telephone lines to pass callers to',
    unstated: 'What is said where the document says nothing',
    elsewhere: 'Questions about another place, year, level of government or person'
  },
  'hotline-lines.json.lines': {
    line: 'Number',
    name: 'What the line is called',
    units: 'Responsible units behind it',
    source: 'Where the number is from',
    certainty: 'How sure that is'
  },
  'hotline-lines.json.unstated': {
    notCovered: 'Nothing matches the question',
    lostClause: 'It is about a clause whose text is lost',
    unsure: 'It may be about several; {titles} are those'
  },
  'hotline-lines.json.elsewhere': {
    about: 'District, year, level of government, person',
    pattern: 'Regular expression that finds it',
    unless: 'What in the same question takes it back',
    notFor: 'Said only of a measure that none of these can hold',
    say: 'What is said'
  },
  'hotline-understanding.json': {
    '': 'What callers say of themselves. What a rule set leaves out is as the shared file has it.',
    year: 'Year of a date that names none',
    years: 'Years that words stand for: 去年',
    stance: 'Words by which something is denied or doubted',
    bounds: 'Words that make a number rough or a bound',
    says: 'Patterns that say a value of a fact',
    numbers: 'Patterns with a number in them',
    dates: 'Patterns with a day in them',
    months: 'Patterns with a month in them'
  },
  'hotline-understanding.json.stance': {
    clause: 'What ends a part of a sentence, beside punctuation',
    denial: 'Denying',
    doubt: 'Doubting'
  },
  'hotline-understanding.json.stance.denial': {
    words: 'Words that deny',
    none: 'Words with such a character that deny nothing: 能不能',
    lead: 'What may stand before the denying word',
    verbs: 'Verbs that may stand between it and what is denied',
    rest: 'What else may stand between them',
    after: 'A denial that stands behind: 国有房没租',
    not: 'What goes before the first of 不是…是…',
    but: 'What goes before the second of them'
  },
  'hotline-understanding.json.stance.doubt': {
    before: 'Anywhere before, in the same part',
    near: 'Right before',
    after: 'Right behind',
    number: 'Anywhere before a number',
    afterNumber: 'Right behind a number but for its measure word',
    clause: 'The whole part behind: 好像是吧',
    past: 'Anywhere before in the clause: what was, and is no more',
    planned: 'Anywhere before in the clause, or in the words themselves: what is only meant to be',
    afterBound: 'Right behind a bound, which then is the rule’s and not the caller’s',
    later: 'What follows within the sentence, and puts another in its place',
    laterNumber: 'The same of a number, with {n} for the one that counts'
  },
  'hotline-understanding.json.bounds': {
    about: 'How far “about” may be from the number, as a share of it',
    between: 'Words that may stand between such a word and the number',
    before: 'Words before a number',
    after: 'Words behind a number'
  },
  'hotline-understanding.json.says': {
    fact: 'Id of the fact',
    value: 'The value that is said',
    oneOf: 'Values of which it is one',
    negated: 'What it is when that is denied',
    pattern: 'Regular expression'
  },
  'hotline-lexicon.json': { '': 'Words that mean nearly the same.', concepts: 'Words, by what they mean' },
  'hotline-outside.json': {
    '': 'Questions that the document does not answer.',
    topics: 'Such questions, by what they are about'
  },
  'cases/clause-NN.json': { '': 'Cases of one clause.', clause: 'Its number', measures: 'Cases by measure' },
  'cases/clause-NN.json.measures': {
    measure: 'Id of the measure',
    asOf: 'Day of the question',
    given: 'Facts that hold for every case, by id',
    gates: 'Facts that let through or shut out whatever else is known',
    cases: 'The cases'
  },
  'cases/clause-NN.json.measures.gates': {
    fact: 'Id of the fact',
    admits: 'Values that let through',
    refuses: 'Values that shut out'
  },
  'cases/clause-NN.json.measures.cases': {
    name: 'What it is about',
    asOf: 'Another day',
    assumptions: 'none: what is not given is not assumed',
    with: 'Facts that are otherwise or more',
    without: 'Ids of facts that are not given',
    expect: 'What must come out'
  },
  'cases/facts.json': { '': 'Cases of facts that follow from others.', facts: 'Cases by fact' },
  'cases/facts.json.facts': { fact: 'Id of the fact that follows', cases: 'The cases' },
  'cases/facts.json.facts.cases': {
    name: 'What it is about',
    given: 'Facts that are given, by id',
    value: 'What follows; null where nothing does',
    possible: 'Values that are still possible, in any order',
    reason: 'Why nothing can follow, word for word'
  },
  'a packed rule set': {
    '': 'Written by `npm run rules -- pack`.',
    format: 'What the file is, and in which form',
    digest: 'Digest of `files`, the one that answers carry',
    files: 'The rule files by name, what they share put in',
    changelog: 'CHANGELOG.md as it is; empty where there is none',
    generated: 'What is worked out from the rule files'
  },
  'a packed rule set.generated': {
    witnesses: 'Examples to try, by measure id',
    coverage: 'Which words of each clause the rules rest on, by clause id'
  },
  Basis: {
    '': 'Where a condition, number or date comes from. Plain words are words of the clause that the file is about.',
    clause: 'Number of another clause',
    part: 'The heading above a clause (`subsection`), or the `closing` or `title` of the document',
    quote: 'The operative words, as they stand there; …… joins several spans',
    source: 'What it rests on outside of the document',
    certainty: 'Whether that was checked, was not, or is a reading of the text'
  },
  Condition: {
    '': 'A tree as json-rules-engine has it, without `priority`.',
    all: 'Every one of these holds',
    any: 'One of these holds',
    not: 'This does not hold',
    condition: 'Name of a condition of policy.json',
    fact: 'Id of the fact that is compared',
    operator: 'How it is compared',
    value: 'What it is compared with',
    assumeWhenUnknown: 'It is taken to hold while its fact is not known',
    name: NAMED,
    basis: BASIS
  },
  'Condition.value': { fact: 'Id of a fact, parameters.NAME, or measure.id' },
  'Condition.assumeWhenUnknown': {
    note: 'What answers list among the assumptions',
    said: 'What a caller is told: 要是您是企业'
  },
  Fact: {
    label: 'Name, as answers say it',
    english: 'Name in English',
    question: 'What a caller is asked',
    description: 'What is meant, and what is not',
    schema: 'JSON Schema of its values',
    example: 'A value',
    unit: 'Unit of a number',
    labels: 'What answers call each value',
    industry: 'It is an industry, which may be said in many ways',
    measureIds: 'It lists measures: its values are their ids',
    derive: 'How it follows from other facts',
    notBefore: 'Id of a date or month that it cannot lie before',
    distinctFrom: 'Why it is not the same as another fact, by id, or as all of a subject: permit.*',
    assumeWhenMissing: 'What stands for it while it is neither given nor follows',
    ofApplicants: 'That only some kinds of applicants can have it',
    answeredBy: 'Who can say it; the applicant where nothing is said'
  },
  'Fact.schema': { type: 'Type of its values; every other keyword of JSON Schema may stand beside it' },
  'Fact.derive': { kind: 'Which way; what else stands here depends on it (src/policy/derivations)' },
  'Fact.ofApplicants': {
    kinds: 'Kinds of applicants who can have it',
    values: 'Which of its values only they can have; all where nothing is said',
    basis: BASIS
  },
  'Fact.assumeWhenMissing': {
    value: 'The value',
    note: 'What answers list among the assumptions',
    said: 'What a caller is told',
    basis: BASIS,
    unlessGiven: 'Only while none of these facts is given'
  },
  Measure: {
    id: 'Name of the measure, unique over all rule sets; never reused',
    kind: 'B can be decided, C calculated as well, D is a duty of an authority or buyer, S can only be read',
    title: 'What it is called',
    summary: 'What it is, in plain words',
    forWhom: 'Who can hold it, in words',
    audience: 'Who can hold it',
    delivery: 'How one gets it, where the text says so',
    window: 'What its dates bound; null where there are none',
    responsible: 'Who leads and who supports, of several units that the clause names',
    conditions: 'When it holds; S has none',
    parameters: 'Its numbers and dates, by name',
    figures: 'What it comes to, in the order in which it is worked out',
    otherNumbers: 'Where numbers of its prose are from that are none of its own',
    related: 'Ids of measures that a caller may want as well',
    exclusive: 'What cannot be had as well: ids, and measures of other documents',
    interpretations: 'Points that the text leaves open',
    nationalRules: 'Rules outside the document that bear on it',
    silent: 'What the text does not say, and whom to ask',
    hotline: 'What an agent reads out',
    phrases: 'How callers ask for it'
  },
  'Measure.delivery': { mode: 'What the text calls it: 免申即享', basis: BASIS },
  'Measure.nationalRules': {
    rule: 'Id in national-rules.json',
    turnsNo: 'It makes a no of the clause a yes: what is said after the no',
    when: 'Whom it concerns; everybody where nothing is said'
  },
  'National rule': {
    '': 'What national-rules.json holds, by id.',
    document: 'Name and number of the document',
    article: 'The article; null where it is not known',
    says: 'What it says, in own words, to be read aloud',
    certainty: 'How sure it is that this is the rule',
    from: 'First day in force; null where it is open or not known',
    to: 'Last day in force; null where it is open or not known'
  },
  'Measure.hotline': {
    say: 'What is said, at most half a minute',
    mustSay: 'Limits, the one that callers trip over first in front',
    keywords: 'Words that find it'
  },
  Window: {
    kind: 'What is bounded: applying, an event, a duty, or the epidemic',
    what: 'What is counted, or has to be done',
    from: 'First day; null where there is none',
    to: 'Last day; null where there is none',
    basis: BASIS,
    note: 'What else is said of it'
  },
  Responsible: {
    lead: 'Who leads; null where the text does not tell',
    supporting: 'Who supports',
    basis: BASIS
  },
  Parameter: {
    label: 'Name, as answers say it',
    value: 'Number, date, or two numbers of a range',
    unit: 'Its unit',
    precision: 'How exact the text is: it becomes the status of the amount',
    basis: BASIS
  },
  Figure: {
    id: 'Name within the measure',
    label: 'Name, as answers say it',
    unit: 'Its unit',
    formula: 'One of src/calculators',
    inputs: 'What the formula takes, by the names that it has for them',
    nature: 'What it is: cash and deferral are added up in totals',
    headline: 'It is the main figure, though not the first',
    optional: 'It is left out while its `when` is not known',
    when: 'Only when this holds',
    basis: BASIS
  },
  Operand: {
    '': 'What a formula takes.',
    parameter: 'A parameter of the measure',
    fact: 'Id of a fact',
    figure: 'An earlier figure of the measure',
    calendar: 'A file that says which days are worked on'
  },
  Interpretation: {
    id: 'Name within the measure',
    point: 'What is open',
    taken: 'The reading that answers take',
    other: 'The other one',
    interpreter: 'Who can settle it',
    basis: 'The words that can be read both ways',
    when: 'It bears on an applicant only when this holds',
    otherwise: 'Figures under the other reading, by id'
  },
  'Interpretation.otherwise': { formula: 'As in a figure', inputs: 'As in a figure' },
  'Other measure': {
    '': 'A measure of another document, loaded or not.',
    document: 'Number of that document',
    measure: 'Its id there; needed once that document is loaded',
    title: 'What it is called',
    basis: BASIS
  },
  'Source of a number': { basis: BASIS, measure: 'Id of the measure whose number it is' },
  'Descriptive words': { quote: 'The words', why: 'Why they decide nothing' },
  'Heard number': {
    fact: 'Id of the fact',
    pattern: 'Regular expression, with the place of the number',
    context: 'What must stand elsewhere in the question',
    times: 'What the number is multiplied by: years into months',
    unless: 'What follows within the sentence and leaves the number unheard',
    least: 'A smaller number is short for another, and left unheard'
  },
  'Words beside a number': {
    least: 'At least',
    over: 'More than',
    most: 'At most',
    under: 'Less than',
    more: 'A little more',
    near: 'A little less',
    about: 'About',
    unsure: 'It is not to be read',
    exact: 'Words that change nothing: 正好',
    none: 'Longer words that only begin or end like one of these: 多少'
  },
  Expectation: {
    '': 'What must come out of a case; what is left out may be anything.',
    outcome: 'Whether the measure holds',
    window: 'Where the day lies',
    missing: 'Exactly the facts that are missing',
    interpretations: 'Open points that must be flagged',
    decides: 'Exactly the open points that bear on these facts',
    notInterpretations: 'Open points that must not be flagged',
    excludes: 'Exactly the measures that cannot be had as well',
    amount: 'What it comes to'
  },
  'Expectation.amount': {
    ...EXPECTED,
    figures: 'By id: a value, its parts, or null where it must not be given',
    readings: 'By open point: the amount under the other reading; null where it must not be shown'
  },
  'Expectation.amount.figures': EXPECTED
}
