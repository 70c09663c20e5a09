/** How a fact is asked for: what an assistant may fill in, and the form in which its client asks the person. */
import type { InputRequest } from '@modelcontextprotocol/server'
import type { NextQuestion } from '../decisions/interview/questions.ts'
import type { Fact, Policy } from '../policy/model.ts'

type Schema = Record<string, unknown>

/** What a value of a fact may be, without the long lists that a request is checked against. */
export function shapeOf({ schema, unit, labels, description, example }: Fact): Schema {
  return { ...schema, ...(unit && { unit }), ...(labels && { labels }), description, example }
}

/** A question as an assistant gets it. */
export function questionView(policy: Policy, { fact, label, question, alternatives }: NextQuestion) {
  return {
    fact,
    label,
    question,
    answer: shapeOf(policy.fact(fact) as Fact),
    ...(alternatives.length > 0 && { alternatives })
  }
}

const choices = (values: readonly string[], labels: Readonly<Record<string, string>>) =>
  values.map(value => ({ const: value, title: labels[value] as string }))

/** One field of a form, of the few kinds that the protocol knows. */
function fieldOf(fact: Fact, policy: Policy): Schema {
  const { schema, label, labels = {}, description } = fact
  const {
    type,
    enum: members,
    items,
    minimum,
    maximum,
    format
  } = schema as {
    type: string
    enum?: string[]
    items: { enum: string[] }
    minimum?: number
    maximum?: number
    format?: string
  }
  const head = { title: label, description }
  if (type === 'array') {
    // A list of measures names them by their titles.
    const titles = Object.fromEntries(policy.measures.map(({ id, title }) => [id, title]))
    const listed = choices(items.enum, { ...titles, ...labels })
    return { ...head, type, items: { anyOf: listed } }
  }
  if (members) return { ...head, type, oneOf: choices(members, labels) }
  const bounds = { minimum, maximum, format }
  return {
    ...head,
    type,
    ...Object.fromEntries(Object.entries(bounds).filter(([, one]) => one !== undefined))
  }
}

/** What a form is called in the answers to it. */
export const FORM = 'answer'

const form = (message: string, name: string, field: Schema): InputRequest => ({
  method: 'elicitation/create',
  params: {
    mode: 'form',
    message,
    // Nothing is required: what the person leaves empty is not known, and is not asked again.
    requestedSchema: { type: 'object', properties: { [name]: field as never } }
  }
})

/** The form that asks for a fact. @param before what is said first, such as what was wrong with the last answer */
export function formFor(policy: Policy, { fact, question }: NextQuestion, before = ''): InputRequest {
  return form(`${before}${question}`, fact, fieldOf(policy.fact(fact) as Fact, policy))
}

/** The form for a question of which several answers may hold. */
export function formOfSituations(offer: {
  list: string
  question: string
  situations: readonly { id: string; label: string }[]
}): InputRequest {
  const listed = offer.situations.map(({ id, label }) => ({ const: id, title: label }))
  return form(offer.question, offer.list, { type: 'array', title: offer.question, items: { anyOf: listed } })
}
