/**
 * `next_question`: the interview. Where the assistant's client can ask the person, the tool does (a request for input),
 * a few questions a call; otherwise it says what to ask. What is known goes with the assistant from call to call: the
 * service keeps nothing.
 */
import type { InputRequiredResult } from '@modelcontextprotocol/server'
import { type Static, Type } from 'typebox'
import { eligibilityCost, REQUEST } from '../../clients/costs.ts'
import type { NextQuestion } from '../../decisions/interview/questions.ts'
import { decidable } from '../../policy/asked.ts'
import type { Policy } from '../../policy/model.ts'
import type { Facts } from '../../policy/vocabulary.ts'
import type { RouteContext } from '../../routes/context.ts'
import { needSelection } from '../../routes/selection.ts'
import { strictObject } from '../../schemas/common.ts'
import { eligibilityRequest } from '../../schemas/eligibility.ts'
import { answered } from '../answer.ts'
import { FORM, formFor, formOfSituations, questionView } from '../asking.ts'
import { type Known, type Offer, type Step, stepOf, withFact, withSituations } from '../interview.ts'
import { lean, leanObject } from '../lean.ts'
import { type Call, type Decision, type Tool, WrongCall } from '../tool.ts'

/** Questions put to the person in one call: clients give up on a tool that asks for ever. */
const ASKED_AT_ONCE = 6

function argumentsFor(policy: Policy) {
  const { asOf, facts, possible, measures, assumptions, declined, situationsAsked, policies } =
    eligibilityRequest(
      decidable(policy).map(({ id }) => id),
      policy.sets.map(({ id }) => id)
    ).properties
  return strictObject(
    {
      facts: Type.Optional(facts),
      possible,
      measures,
      policies,
      assumptions,
      declined,
      situationsAsked,
      situations: Type.Optional(
        Type.Array(Type.String({ maxLength: 80 }), {
          maxItems: 100,
          uniqueItems: true,
          description:
            '对上一次 situationsQuestion 的回答：选了哪几个（可以一个也没有）。 Answer to the situationsQuestion of the call before.'
        })
      ),
      elicit: Type.Optional(
        Type.Boolean({
          description:
            '默认 true：客户端能直接问来电人的，由它问；false：只告诉您该问什么。 Default true: ask the person through the client.'
        })
      ),
      asOf
    },
    { 'x-agrees': true }
  )
}
type Arguments = Static<ReturnType<typeof argumentsFor>>

/** What goes from one round of a call to the next by way of the client, and is checked like any argument. */
interface State {
  known: Pick<Known, 'facts' | 'declined' | 'situationsAsked'>
  /** questions put so far */
  asked: number
}

/** What is known is given back whole, so that the next call need only repeat it. */
function view(policy: Policy, known: Known, step: Step): Decision {
  const { facts, declined, situationsAsked, measures } = known
  const { answer, offer, question } = step
  const { policies, asOf, summary, conflicts, assumptions } = answer
  const situations = offer?.situations.map(({ id, label }) => ({ id, label }))
  const result = answered({
    policies: lean(policies),
    asOf,
    settled: !offer && !question,
    summary,
    ...(offer && { situationsQuestion: { list: offer.list, question: offer.question, situations } }),
    ...(question && !offer && { nextQuestion: questionView(policy, question) }),
    facts,
    ...leanObject({ declined, situationsAsked, conflicts, assumptions: measures ? assumptions : [] })
  })
  const share = answer.results.length / decidable(policy).length
  // Whatever was put to the person meanwhile: a single call with all that is known says the same.
  const asked = { ...known, asOf, elicit: false }
  return { result, answer, asked, units: eligibilityCost(share) - REQUEST }
}

/** A request for input: the list of situations where there is one, else the next question. */
function asking(policy: Policy, known: Known, step: Step, asked: number, before = ''): InputRequiredResult {
  const { facts, declined, situationsAsked } = known
  const state: State = { known: { facts, declined, situationsAsked }, asked }
  const form = step.offer
    ? formOfSituations(step.offer)
    : formFor(policy, step.question as NextQuestion, before)
  return {
    resultType: 'input_required',
    inputRequests: { [FORM]: form },
    requestState: JSON.stringify(state)
  }
}

/** @throws WrongCall where it is not what this tool has sent */
function readState(state: string): State {
  try {
    const { known, asked } = JSON.parse(state) as State
    const { facts, declined, situationsAsked } = known
    return { known: { facts, declined, situationsAsked }, asked: Number(asked) }
  } catch {
    throw new WrongCall({ pointer: '/requestState', message: '不是这个工具给出的，请重新调用' })
  }
}

/** @throws WrongCall where a situation was not offered */
function chosenOf({ situations }: Offer, chosen: readonly string[]): readonly string[] {
  const errors = chosen.flatMap((id, index) =>
    situations.some(one => one.id === id)
      ? []
      : [{ pointer: `/situations/${index}`, message: `没有 ${id} 这个情况` }]
  )
  if (errors.length > 0) throw new WrongCall(...errors)
  return chosen
}

const answeredList = (
  policy: Policy,
  known: Known,
  offer: Offer,
  chosen: readonly string[] | null
): Known => ({
  ...known,
  facts: chosen ? withSituations(policy, known.facts, offer, chosen) : known.facts,
  situationsAsked: [...(known.situationsAsked ?? []), offer.list]
})

/** What a client answers to a form. Anything else is as if the person had turned away. */
type Reply = { action?: string; content?: Record<string, unknown> } | undefined

/** What is known after a reply; with what was wrong with it, where it must be asked again. */
function joined(
  policy: Policy,
  known: Known,
  { offer, question }: Step,
  reply: NonNullable<Reply>,
  check: (facts: Facts) => readonly { message: string }[]
): { known: Known; wrong?: string } {
  const content = reply.action === 'accept' ? (reply.content ?? {}) : null
  if (offer) {
    const offered = new Set<unknown>(offer.situations.map(({ id }) => id))
    const chosen = content && [content[offer.list] ?? []].flat().filter(id => offered.has(id))
    return { known: answeredList(policy, known, offer, chosen as string[] | null) }
  }
  const { fact } = question as NextQuestion
  const value = content?.[fact]
  if (value === undefined) return { known: { ...known, declined: [...(known.declined ?? []), fact] } }
  const facts = withFact(policy, known.facts, fact, value)
  const [error] = check(facts)
  return error ? { known, wrong: `${error.message}。` } : { known: { ...known, facts } }
}

export function nextQuestionTool({ program, today }: RouteContext): Tool<Arguments> {
  const { policy } = program

  /** The call as it comes from the assistant. */
  function begin({ args, canAsk }: Call<Arguments>) {
    const { situations, elicit = true, asOf = today(), ...rest } = args
    let known: Known = { ...rest, facts: rest.facts ?? {} }
    let step = stepOf(program, known, asOf)
    if (situations) {
      const { offer } = step
      if (!offer) {
        const message = '现在没有可以选的情况，请先不带 situations 调用'
        throw new WrongCall({ pointer: '/situations', message })
      }
      known = answeredList(policy, known, offer, chosenOf(offer, situations))
      step = stepOf(program, known, asOf)
    }
    const isOpen = step.offer !== null || step.question !== null
    return canAsk && elicit && isOpen ? asking(policy, known, step, 1) : view(policy, known, step)
  }

  /** The call as it comes back with what the person said. */
  function resume(
    { args, check }: Call<Arguments>,
    { state, responses }: NonNullable<Call<never>['replied']>
  ) {
    const { situations: _told, elicit: _elicit, asOf = today(), ...rest } = args
    const { known: kept, asked } = readState(state)
    const before: Known = { ...rest, ...kept }
    const errors = check({ ...rest, ...kept })
    if (errors.length > 0) throw new WrongCall(...errors)
    const step = stepOf(program, before, asOf)
    const reply = responses[FORM] as Reply
    const isOpen = step.offer !== null || step.question !== null
    if (!isOpen || !reply || reply.action === 'cancel') return view(policy, before, step)
    const { known, wrong } = joined(policy, before, step, reply, facts => check({ ...rest, facts }))
    const next = wrong === undefined ? stepOf(program, known, asOf) : step
    const goesOn = (next.offer !== null || next.question !== null) && asked < ASKED_AT_ONCE
    return goesOn ? asking(policy, known, next, asked + 1, wrong) : view(policy, known, next)
  }

  return {
    name: 'next_question',
    title: '接着问什么 · What to ask next',
    description:
      '按已知的事实，说接着该问来电人哪一句、怎么填，直到有结论；写了 measures 的只问这几项，连算金额要的也问。客户端能直接问人的，由它来' +
      '问。回答里的 facts、declined、situationsAsked 原样带到下一次，再交给 decide 和 calculate。 What to ask next and how to ' +
      'fill in the answer, until settled. Carry facts, declined and situationsAsked over to the next call, then decide.',
    schema: argumentsFor(policy),
    run: call => {
      needSelection(policy, call.args)
      return call.replied ? resume(call, call.replied) : begin(call)
    }
  }
}
