/** `find_measures`: what is there, for what a caller said or by what it is. */
import { type Static, Type } from 'typebox'
import { measureFacts, measureOn, summaryOf } from '../../catalogue/catalogue.ts'
import { matches, unitsOf } from '../../catalogue/filters.ts'
import { QUESTION } from '../../clients/costs.ts'
import { isTooLong } from '../../hearing/fold.ts'
import { answers } from '../../hotline/answers.ts'
import { askedOf, restsOn } from '../../policy/asked.ts'
import type { Measure, Policy } from '../../policy/model.ts'
import type { RouteContext } from '../../routes/context.ts'
import { needSelection } from '../../routes/selection.ts'
import { type AnswersResponse, answersRequest } from '../../schemas/answers.ts'
import { measureQuery } from '../../schemas/catalogue.ts'
import { strictObject } from '../../schemas/common.ts'
import { fitting } from '../answer.ts'
import { questionView } from '../asking.ts'
import { leanObject } from '../lean.ts'
import { type Tool, WrongCall } from '../tool.ts'

const FILTERS = ['policy', 'clause', 'section', 'kind', 'audience', 'unit', 'window'] as const

/** Measures of a list where no number is given. */
const LISTED = 20

const filtersOf = (policy: Policy) => {
  const clauses = policy.documents.flatMap(document => document.clauses.map(({ id }) => id))
  const {
    policy: set,
    clause,
    section,
    kind,
    audience,
    unit,
    window
  } = measureQuery(
    [...new Set(clauses)],
    unitsOf(policy),
    policy.sets.map(({ id }) => id)
  ).properties
  return { policy: set, clause, section, kind, audience, unit, window }
}

function argumentsFor(policy: Policy) {
  const { question, facts, possible, asOf, declined, policies } = answersRequest(
    policy.sets.map(({ id }) => id)
  ).properties
  return strictObject(
    {
      question: Type.Optional(question),
      facts,
      possible,
      declined,
      policies,
      ...filtersOf(policy),
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: LISTED,
          description: `最多几项；按原话找默认 3，筛选默认 ${LISTED}。 At most; default 3 for words, ${LISTED} for filters.`
        })
      ),
      offset: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 1000,
          description: '筛选时跳过前几项。 Skipped, of a filtered list.'
        })
      ),
      asOf
    },
    { 'x-agrees': true }
  )
}
type Arguments = Static<ReturnType<typeof argumentsFor>>

/** The facts that a measure uses, by what it uses them for: what each is called, by id. */
function neededBy(policy: Policy, id: string, asOf: string) {
  const measure = measureOn(policy, policy.measure(id) as Measure, asOf)
  const needed: Partial<Record<'conditions' | 'amount' | 'open-point', Record<string, string>>> = {}
  for (const { fact, label, for: use } of measureFacts(measure, policy))
    needed[use] = { ...needed[use], [fact]: label }
  return needed
}

/**
 * The card of a match; `related`, of which measures it reminds, is for people who click.
 * @param isShort without what `decide` tells of it as well
 */
function matchView(
  policy: Policy,
  { measure: id, policy: set, score, topic, card }: AnswersResponse['matches'][number],
  asOf: string,
  isShort = false
) {
  const { kind: _kind, responsible: _responsible, related: _related, reasons, nextQuestion, ...rest } = card
  return {
    measure: id,
    policy: set,
    score,
    topic,
    ...leanObject(
      { ...rest, ...(card.conditionalOn.length === 0 && { reasons }) },
      isShort ? ['interpretations', 'nationalRules'] : []
    ),
    ...(!isShort && { neededFacts: neededBy(policy, id, asOf) }),
    ...(nextQuestion && { nextQuestion: questionView(policy, nextQuestion) })
  }
}

/** What was asked about is answered in full as long as there is room; of the rest, what it is. */
function byWords(policy: Policy, answer: AnswersResponse) {
  const { matches: found, understood, possible, facts, assumptions, derived, conflicts, ...head } = answer
  return fitting(found.length, whole => ({
    ...leanObject({ policies: head.policies, asOf: head.asOf, message: head.message }),
    matches: found.map((match, index) =>
      index < Math.max(whole, 1)
        ? matchView(policy, match, head.asOf, whole === 0)
        : {
            measure: match.measure,
            score: match.score,
            topic: match.topic,
            title: match.card.title,
            clause: match.card.clause
          }
    ),
    facts,
    ...leanObject({ understood, possible, conflicts, assumptions, derived })
  }))
}

export function findMeasuresTool({ program, hearing, lines, today }: RouteContext): Tool<Arguments> {
  const { policy } = program
  const listed = (args: Arguments, asOf: string) => {
    const { limit = LISTED, offset = 0, policy: set } = args
    const selected = set === undefined ? {} : { policies: [set] }
    const found = policy.measures
      .map(measure => measureOn(policy, measure, asOf))
      .filter(measure => matches(measure, args, asOf))
    const page = found.slice(offset, offset + limit).map(measure => {
      const { id, title, summary, forWhom, clause, window } = summaryOf(measure, asOf)
      return { measure: id, title, summary, forWhom, clause, window: window.status }
    })
    return fitting(page.length, whole => ({
      ...leanObject({
        policies: restsOn(policy, askedOf(policy, asOf, selected).documents).policies
      }),
      asOf,
      total: found.length,
      items: page.slice(0, whole),
      ...(whole < page.length && { left: page.slice(whole).map(({ measure }) => measure) })
    }))
  }
  return {
    name: 'find_measures',
    title: '有什么政策 · What is there',
    description:
      '从这里开始。question 填来电人的原话（中文），得到最像的政策：怎么说（say）、一定要原样说的（mustSay）、依据、转接、要用到的事实；' +
      '方案没有写的，message 说怎么答。或者不填 question，按条款、对象等筛选目录。 Start here. question: the caller’s own words ' +
      'in Chinese; gives the measures meant, what to say, what must be said word for word, and the facts needed. Or filter.',
    schema: argumentsFor(policy),
    run: ({ args }) => {
      const { question } = args
      const asOf = args.asOf ?? today()
      if (question === undefined) return listed(args, asOf)
      const both = [...FILTERS, 'offset' as const].filter(name => args[name] !== undefined)
      if (both.length > 0) {
        const message = '不能和 question 一起填'
        throw new WrongCall(...both.map(name => ({ pointer: `/${name}`, message })))
      }
      needSelection(policy, args)
      if (isTooLong(question))
        throw new WrongCall({ pointer: '/question', message: '折叠以后太长，请分几次问' })
      const answer = answers(program, hearing, lines, { ...args, question }, asOf)
      return { result: byWords(policy, answer), answer, asked: { ...args, asOf }, units: QUESTION }
    }
  }
}
