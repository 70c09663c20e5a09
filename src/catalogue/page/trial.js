/** A measure to try: its own facts, asked of the service like anyone asks it, answered in place. */
import { el } from './element.js'
import { fieldOf } from './fields.js'
import { fetchJson } from './service.js'

const OUTCOMES = { eligible: '符合', ineligible: '不符合', undetermined: '还不能确定' }
const MET = { yes: '满足', no: '不满足', unknown: '还不知道' }

/** The facts of a measure, and those that they can be worked out from. */
function factsOf(measure, facts) {
  const ids = measure.facts.flatMap(({ fact, derivedFrom }) => [fact, ...derivedFrom])
  return [...new Set(ids)].filter(id => facts.has(id))
}

/** Facts as a request has them: by subject. */
function grouped(entries) {
  const found = {}
  for (const [id, value] of entries) {
    const [subject, key] = id.split('.')
    found[subject] = { ...found[subject], [key]: value }
  }
  return found
}

function reasonView({ condition, met, text, basis }, { quotations, clause }, id) {
  const view = el('li', {}, el('strong', { text: `${MET[met]}：` }), text || condition)
  if (basis?.clause === clause && basis.quote)
    quotations.rest(quotations.of(id, basis.quote, ['condition']), view, text)
  return view
}

function amountView({ amount }) {
  if (!amount?.text) return []
  const steps = (amount.steps ?? []).map(({ expression, result }) =>
    el('li', { text: `${expression} = ${result}` })
  )
  return [el('p', { className: 'amount', text: amount.text }), el('ul', {}, ...steps)]
}

function answerView({ results: [result], nextQuestions }, calculated, context, id) {
  const { outcome, window, reasons, missingFacts } = result
  const asked = nextQuestions
    .filter(({ fact }) => missingFacts.includes(fact))
    .map(({ question }) => question)
  return [
    el('p', {}, el('strong', { className: `tag ${outcome}`, text: OUTCOMES[outcome] }), ` ${window.text}`),
    el('ul', {}, ...reasons.map(reason => reasonView(reason, context, id))),
    ...(calculated ? amountView(calculated) : []),
    ...(asked.length > 0 ? [el('p', { text: `还要问：${asked.join(' ')}` })] : [])
  ]
}

async function answers(measure, facts, { asOf, waiting }) {
  const ask = (url, body) => fetchJson(url, { body: { ...(asOf && { asOf }), facts, ...body }, waiting })
  const decided = await ask('eligibility', { measures: [measure.id] })
  const calculated = measure.kind === 'C' ? await ask('calculate', { measure: measure.id }) : null
  return { decided, calculated }
}

/** The form of a measure, with examples to fill it from. */
export function trial(measure, context) {
  const { facts, titles } = context
  const fields = factsOf(measure, facts).map(id => {
    const field = fieldOf(id, facts.get(id), { titles, prefix: measure.id })
    return { id, ...field }
  })
  const answer = el('div', { className: 'answer' })
  answer.setAttribute('role', 'status')
  const form = el(
    'form',
    {},
    ...fields.map(({ view }) => view),
    el('button', { type: 'submit', text: '判断' })
  )
  const ask = async () => {
    const data = new FormData(form)
    const given = fields.flatMap(({ id, read }) => {
      const value = read(data)
      return value === undefined ? [] : [[id, value]]
    })
    const waiting = text => answer.replaceChildren(el('p', { text }))
    try {
      const { decided, calculated } = await answers(measure, grouped(given), { ...context, waiting })
      answer.replaceChildren(...answerView(decided, calculated, context, measure.id))
    } catch (error) {
      answer.replaceChildren(el('p', { className: 'warning', text: error.message }))
    }
  }
  form.addEventListener('submit', event => {
    event.preventDefault()
    ask()
  })
  const examples = measure.examples.map(({ outcome, about, facts: given }) => {
    const button = el('button', { type: 'button', text: `${OUTCOMES[outcome]}：${about}` })
    button.addEventListener('click', () => {
      for (const { id, view, write } of fields) {
        const [subject, key] = id.split('.')
        write(view, given[subject]?.[key])
      }
      ask()
    })
    return el('li', {}, button)
  })
  return el(
    'details',
    { className: 'trial' },
    el('summary', { text: '试一试' }),
    ...(examples.length > 0
      ? [
          el('p', { className: 'soft', text: '例子（点一个就填好并判断）：' }),
          el('ul', { className: 'examples' }, ...examples)
        ]
      : []),
    form,
    answer
  )
}
