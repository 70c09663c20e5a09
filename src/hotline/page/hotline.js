/** The agents' page: one question, cards, the facts known so far, and the next thing to ask. */

const $ = id => document.getElementById(id)

/** An element with text and children; text is never read as markup. */
function el(tag, { text, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  if (text !== undefined) element.textContent = text
  element.append(...children)
  return element
}

const OUTCOMES = { eligible: '符合', ineligible: '不符合', undetermined: '还不能确定' }

/** What is known of this caller: facts by id as { value, text, words }, and what they could not say. */
let known = new Map()
let declined = []
let vocabulary = new Map()
let asked = null

const fetchJson = async (url, body) => {
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

const row = (name, values) =>
  values.length > 0 ? [el('dt', { text: name }), el('dd', { text: values.join('；') })] : []

function cardOf({ card }) {
  const tags = [el('span', { className: 'tag', text: `第${card.clause}条` })]
  if (card.outcome) tags.push(el('span', { className: `tag ${card.outcome}`, text: OUTCOMES[card.outcome] }))
  if (card.window.status === 'closed') tags.push(el('span', { className: 'tag closed', text: '已过期' }))
  const closed = card.window.status === 'closed' || card.window.status === 'upcoming'
  return el(
    'article',
    { className: 'card' },
    el('header', {}, el('h3', { text: card.title }), ...tags),
    ...(closed ? [el('p', { className: 'warning', text: `期限：${card.window.text}` })] : []),
    el('p', { className: 'say', text: card.say }),
    ...(card.amount ? [el('p', { className: 'amount', text: card.amount.text })] : []),
    el('strong', { text: '一定要说到' }),
    el('ul', {}, ...card.mustSay.map(text => el('li', { text }))),
    el(
      'dl',
      {},
      ...row('理由', card.reasons),
      ...row(
        '依据',
        card.basis.map(({ text }) => text)
      ),
      ...row(
        '没说清的',
        card.interpretations.map(
          ({ point, taken, interpreter }) => `${point}：${taken}（以${interpreter}解释为准）`
        )
      ),
      ...row('责任单位', card.responsible),
      ...row(
        '可转接',
        card.transferTo.map(({ line, name }) => `${line} ${name}`)
      )
    )
  )
}

function showFacts() {
  $('nothing').hidden = known.size > 0
  $('facts').replaceChildren(
    ...[...known].map(([id, { text, words }]) => {
      const button = el('button', { type: 'button', title: '去掉' }, `${vocabulary.get(id).label}：${text}`)
      if (words) button.append(el('small', { text: `听到“${words}”，请核对` }))
      button.addEventListener('click', () => {
        known.delete(id)
        declined.push(id)
        ask()
      })
      return el('li', {}, button)
    })
  )
}

/** The answers that can be given with one key. */
function choicesFor({ type, labels, schema }) {
  if (type === 'boolean')
    return [
      [true, '是'],
      [false, '否']
    ]
  if (schema.enum) return schema.enum.map(value => [value, labels?.[value] ?? value])
  return null
}

function showQuestion(question) {
  $('next').hidden = !question
  asked = question
  if (!question) return
  $('next-question').textContent = question.question
  const fact = vocabulary.get(question.fact)
  const choices = choicesFor(fact)
  const unknown = el('button', { type: 'button' }, '不知道、不愿说 ', el('kbd', { text: '0' }))
  unknown.addEventListener('click', () => decline(question.fact))
  if (choices) {
    const buttons = choices.map(([value, label], index) => {
      const button = el('button', { type: 'button' }, `${label} `, el('kbd', { text: String(index + 1) }))
      button.addEventListener('click', () => learn(question.fact, value, label))
      return button
    })
    $('answer').replaceChildren(...buttons, unknown)
    return
  }
  $('answer').replaceChildren(fieldFor(fact), el('button', { type: 'submit', text: '记下' }), unknown)
}

/** A field for a number, a date, a month, a text, or a list of which several may be chosen. */
function fieldFor({ type, schema, labels, unit, label }) {
  if (type === 'array') {
    const options = schema.items.enum.map(value => el('option', { value, text: labels?.[value] ?? value }))
    return el('select', { name: 'value', multiple: true, size: Math.min(6, options.length) }, ...options)
  }
  const input = el('input', { name: 'value', required: true, ariaLabel: label, autocomplete: 'off' })
  if (schema.format === 'date') input.type = 'date'
  else if (unit === 'year-month') input.type = 'month'
  else if (type === 'number' || type === 'integer')
    Object.assign(input, { type: 'number', step: 'any', placeholder: unit === 'CNY' ? '元' : '' })
  return input
}

function learn(id, value, text) {
  known.set(id, { value, text })
  return ask()
}

function decline(id) {
  declined.push(id)
  return ask()
}

$('answer').addEventListener('submit', event => {
  event.preventDefault()
  const { type } = vocabulary.get(asked.fact)
  const field = $('answer').elements.value
  const raw = type === 'array' ? [...field.selectedOptions].map(({ value }) => value) : field.value
  const shown = type === 'array' ? [...field.selectedOptions].map(({ text }) => text).join('、') || '无' : raw
  learn(asked.fact, type === 'number' || type === 'integer' ? Number(raw) : raw, shown)
})

async function ask() {
  const question = $('question').value.trim()
  if (question === '') return
  try {
    const asOf = $('as-of').value
    const answer = await fetchJson('/answers', { question, facts: nested(), declined, ...(asOf && { asOf }) })
    for (const { fact, value, text, words } of answer.understood) {
      if (!declined.includes(fact)) known.set(fact, { value, text, words })
    }
    const cards = answer.matches.map(cardOf)
    $('cards').replaceChildren(
      ...(cards.length ? cards : [el('p', { className: 'say', text: answer.message })])
    )
    showFacts()
    showQuestion(answer.nextQuestion)
    $('about').textContent = `规则集 ${answer.policy.version} · 以 ${answer.asOf} 为准`
  } catch (error) {
    $('cards').replaceChildren(el('p', { className: 'warning', text: `没有查成：${error.message}` }))
  }
}

function newCaller() {
  known = new Map()
  declined = []
  $('question').value = ''
  $('cards').replaceChildren()
  showFacts()
  showQuestion(null)
  $('question').focus()
}

$('ask').addEventListener('submit', event => {
  event.preventDefault()
  $('question').blur()
  ask()
})

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') return newCaller()
  if (event.target.matches('input, select')) return
  if (event.key === '/') {
    event.preventDefault()
    return $('question').select()
  }
  if ($('next').hidden || !/^[0-9]$/.test(event.key)) return
  const buttons = [...$('answer').querySelectorAll('button[type=button]')]
  const button = event.key === '0' ? buttons.at(-1) : buttons.slice(0, -1)[Number(event.key) - 1]
  if (button) {
    event.preventDefault()
    button.click()
  }
})

const { items } = await fetchJson('/facts')
vocabulary = new Map(items.map(fact => [fact.id, fact]))
document.body.dataset.ready = 'yes'
$('question').focus()
