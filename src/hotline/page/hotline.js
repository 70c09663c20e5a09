/** The agents' page: what the caller said, cards, the facts known so far, and the next thing to ask. */
import { cardView, messageView } from './card.js'
import { el } from './element.js'
import { answerView, readDay } from './question.js'

const $ = id => document.getElementById(id)

/** What is known of this caller: facts by id as { value, text, words }, and what they could not say. */
let known = new Map()
let declined = new Set()
/** the fact asked about now, by id */
let asked = null
/** a fact taken back, asked about before anything else */
let correcting = null
/** answers that come late are those to questions already left behind */
let turn = 0
let vocabulary = new Map()

async function fetchJson(url, body) {
  const response = await fetch(
    url,
    body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  )
  const answer = await response.json()
  if (!response.ok) throw new Error([answer.detail, ...(answer.errors ?? []).map(e => e.message)].join(' '))
  return answer
}

function nested() {
  const facts = {}
  for (const [id, { value }] of known) {
    const [subject, name] = id.split('.')
    facts[subject] = { ...facts[subject], [name]: value }
  }
  return facts
}

function showFacts({ derived, conflicts, assumptions }) {
  $('nothing').hidden = known.size > 0
  $('facts').replaceChildren(
    ...[...known].map(([id, { text, words }]) => {
      const label = vocabulary.get(id).label
      const button = el(
        'button',
        { type: 'button', title: '去掉，重问这一项' },
        el('span', { text: `${label}：${text}` }),
        el('span', { text: '×', className: 'remove', ariaHidden: 'true' })
      )
      if (words) button.append(el('small', { text: `听到“${words}”，请核对` }))
      button.addEventListener('click', () => takeBack(id))
      return el('li', {}, button)
    })
  )
  $('notes').replaceChildren(
    ...conflicts.map(({ text }) => el('li', { className: 'warning', text })),
    ...derived.map(({ label, text, because }) => el('li', { text: `推算 ${label}：${text}（${because}）` })),
    ...assumptions.map(({ text }) => el('li', { text }))
  )
}

function showQuestion(id, found) {
  asked = id
  $('next').hidden = !found
  $('next-title').textContent = id ? '接着问' : '问完了'
  $('next-question').textContent = id ? vocabulary.get(id).question : '没有还要问的，可以照卡片答复了。'
  const view = id ? answerView(vocabulary.get(id), { learn, decline }) : []
  $('answer').replaceChildren(...view)
  $('answer').querySelector('input')?.focus()
}

function learn(value, text) {
  declined.delete(asked)
  known.set(asked, { value, text })
  correcting = null
  return ask()
}

function decline() {
  declined.add(asked)
  correcting = null
  return ask()
}

function takeBack(id) {
  known.delete(id)
  declined.add(id)
  correcting = id
  return ask()
}

async function ask() {
  const question = $('question').value.trim()
  if (question === '') return
  turn++
  const now = turn
  try {
    const typed = $('as-of').value.trim()
    const asOf = typed === '' ? undefined : (readDay(typed) ?? typed)
    const facts = nested()
    const answer = await fetchJson('/answers', { question, facts, declined: [...declined], asOf })
    if (now !== turn) return
    for (const { fact, value, text, words } of answer.understood) known.set(fact, { value, text, words })
    $('cards').replaceChildren(
      ...(answer.matches.length > 0 ? answer.matches.map(cardView) : [messageView(answer.message)])
    )
    showFacts(answer)
    const decides = answer.matches.some(({ card }) => card.outcome !== null)
    showQuestion(correcting ?? answer.nextQuestion?.fact ?? null, decides || correcting)
    $('about').textContent = `规则集 ${answer.policy.version} · 以 ${answer.asOf} 为准`
  } catch (error) {
    if (now === turn) $('cards').replaceChildren(messageView(`没有查成：${error.message}`, 'warning'))
  }
}

function forgetCaller() {
  turn++
  known = new Map()
  declined = new Set()
  correcting = null
  $('cards').replaceChildren()
  showFacts({ derived: [], conflicts: [], assumptions: [] })
  showQuestion(null, false)
}

$('ask').addEventListener('submit', event => {
  event.preventDefault()
  document.activeElement.blur()
  // Other words may be about something else, but they come from the same caller.
  ask()
})

/** Keys that answer the question, where no field is being typed into. */
function answerByKey(event) {
  const buttons = [...$('answer').querySelectorAll('button[data-key]')]
  const button = buttons.find(({ dataset }) => dataset.key === event.key)
  if (!button) return
  event.preventDefault()
  button.click()
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
  const inAnswer = event.target.matches('#answer input')
  if (event.key === 'Escape') {
    if (inAnswer) return event.target.blur()
    $('question').value = ''
    forgetCaller()
    return $('question').focus()
  }
  if (event.target.matches('input') && !(inAnswer && event.target.value === '' && event.key === '?')) return
  if (event.key === '/') {
    event.preventDefault()
    return $('question').select()
  }
  if (!$('next').hidden) answerByKey(event)
})

const { items } = await fetchJson('/facts')
vocabulary = new Map(items.map(fact => [fact.id, fact]))
forgetCaller()
document.body.dataset.ready = 'yes'
$('question').focus()
