/** The agents' page: what the caller said, cards, the facts known so far, and the next thing to ask. */
import { Caller } from './caller.js'
import { cardView, messageView } from './card.js'
import { button, el } from './element.js'
import { listen } from './keys.js'
import { answerView, readDay } from './question.js'
import { fetchJson } from './service.js'
import { resultsView, situationsView, told } from './survey.js'
import { copy, workOrder } from './work-order.js'

const $ = id => document.getElementById(id)

/** Cards asked for where the first ones are not what the caller means. */
const MORE = 10

const NONE_MEANT = '方案里没有找到别的。请来电人换个说法，或者告诉来电人方案没有写到这件事。'

let caller = new Caller()
/** the words that were asked about last */
let words = ''
/** answers that come late are those to questions already left behind */
let turn = 0
let vocabulary = new Map()

const tell = text => {
  $('status').textContent = text
}

async function summaryOf(clause) {
  const { summary } = await fetchJson(`clauses/${clause}`, { waiting: tell })
  tell('')
  return summary
}

function factView([id, { text, words: said }]) {
  const label = vocabulary.get(id).label
  const remove = button('', () => again(() => caller.takeBack(id)), { title: '去掉，重问这一项' })
  remove.append(
    el('span', { text: `${label}：${text}` }),
    el('span', { text: '×', className: 'remove', ariaHidden: 'true' })
  )
  if (!said) return el('li', {}, remove)
  remove.append(el('small', { text: `听到“${said}”，请核对` }))
  return el(
    'li',
    {},
    remove,
    button('核对过了', () => again(() => caller.confirm(id)), { className: 'nod' })
  )
}

function showFacts({ derived, conflicts, assumptions, possible = [] }) {
  $('nothing').hidden = caller.entries().length > 0
  $('facts').replaceChildren(...caller.entries().map(factView))
  $('notes').replaceChildren(
    ...conflicts.map(({ text }) => el('li', { className: 'warning', text })),
    ...possible.map(({ label, text, words }) =>
      el('li', { text: `只听出大概 ${label}：${text}（“${words}”），请问准确的数` })
    ),
    ...derived.map(({ label, text, because }) => el('li', { text: `推算 ${label}：${text}（${because}）` })),
    ...assumptions.map(({ text }) => el('li', { text }))
  )
}

function showQuestion(id, found, focus) {
  $('next').hidden = !found
  $('next-title').textContent = id ? '接着问' : '问完了'
  $('next-question').textContent = id ? vocabulary.get(id).question : '没有还要问的，可以照卡片答复了。'
  const learn = (value, text) => again(() => caller.learn(id, value, text))
  const decline = () => again(() => caller.decline(id))
  $('answer').replaceChildren(...(id ? answerView(vocabulary.get(id), { learn, decline }) : []))
  if (focus && found) ($('answer').querySelector('input') ?? $('next')).focus()
}

/** @param message what is said before the cards, or null */
function showCards(matches, message) {
  const facts = caller.entries().map(([id, { text }]) => `${vocabulary.get(id).label}：${text}`)
  const views = matches.map(match => {
    const picked = match.measure === caller.picked
    const pick = () =>
      again(() => {
        caller.picked = picked ? null : match.measure
      })
    const copyCard = async () => {
      await copy(workOrder(words, facts, match.card, $('about').textContent))
      tell('已复制，可以贴到工单里。')
    }
    const buttons = [
      button(picked ? '不只问这一项' : '就问这一项', pick, { ariaPressed: String(picked) }),
      button('复制到工单', copyCard)
    ]
    return cardView(match, { buttons, summaryOf, picked })
  })
  const reject = button('都不是', () => again(() => rejectAll(matches)), { id: 'none' })
  const before = message === null ? [] : [messageView(message)]
  $('cards').replaceChildren(...before, ...views, ...(views.length > 0 ? [reject] : []))
}

function rejectAll(matches) {
  caller.picked = null
  for (const { measure } of matches) caller.rejected.add(measure)
}

/** What is left of an answer: the card that was picked alone, or all that were not rejected. */
function chosen({ matches }) {
  const left = matches.filter(({ measure }) => !caller.rejected.has(measure))
  const picked = left.filter(({ measure }) => measure === caller.picked)
  return picked.length > 0 ? picked : left
}

/** The day that is asked about, as a request has it. */
function asOf() {
  const typed = $('as-of').value.trim()
  return typed === '' ? undefined : (readDay(typed) ?? typed)
}

/** What a list of situations told, as facts that are known. */
function learnSituations({ list, situations }, chosen) {
  caller.situationsAsked.push(list)
  for (const [id, value] of told(situations, chosen)) {
    const text =
      value === true ? '是' : value === false ? '否' : (vocabulary.get(id).labels?.[value] ?? String(value))
    caller.learn(id, value, text)
  }
}

function showSituations(asked) {
  $('next').hidden = false
  $('next-title').textContent = '先问这一句，可以选几个'
  $('next-question').textContent = asked.question
  $('answer').replaceChildren(...situationsView(asked, chosen => again(() => learnSituations(asked, chosen))))
  $('answer').querySelector('input').focus()
}

/** Asks about all measures, whatever the caller said. */
async function askAll(focus) {
  turn++
  const now = turn
  const wanted = () => now === turn
  const { declined, situationsAsked } = caller
  const body = { facts: caller.facts(), declined: [...declined], situationsAsked, asOf: asOf() }
  try {
    const answer = await fetchJson('eligibility', { body, waiting: tell, wanted })
    if (!wanted() || !answer) return
    tell('')
    $('about').textContent = `规则集 ${answer.policy.version} · 以 ${answer.asOf} 为准`
    $('cards').replaceChildren(resultsView(answer, openCard))
    showFacts(answer)
    if (answer.situationsQuestion && !caller.correcting) showSituations(answer.situationsQuestion)
    else showQuestion(caller.correcting ?? answer.nextQuestions[0]?.fact ?? null, true, focus)
  } catch (error) {
    if (wanted()) $('cards').replaceChildren(messageView(`没有查成：${error.message}`, 'warning'))
  }
}

/** Leaves the survey for the card of one measure. */
function openCard({ measure, title }) {
  caller.surveys = false
  caller.changeSubject()
  caller.picked = measure
  words = title
  $('question').value = title
  ask(true)
}

/** @param focus whether the next question gets the focus: not after a search, the caller may go on talking */
async function ask(focus) {
  if (caller.surveys) return askAll(focus)
  if (words === '') return
  turn++
  const now = turn
  const wanted = () => now === turn
  const limit = caller.rejected.size > 0 ? MORE : undefined
  const body = { question: words, facts: caller.facts(), declined: [...caller.declined], asOf: asOf(), limit }
  try {
    const answer = await fetchJson('answers', { body, waiting: tell, wanted })
    if (!wanted() || !answer) return
    tell('')
    caller.hear(answer.understood)
    const matches = chosen(answer)
    $('about').textContent = `规则集 ${answer.policy.version} · 以 ${answer.asOf} 为准`
    if (matches.length > 0) showCards(matches, answer.message)
    else $('cards').replaceChildren(messageView(answer.message ?? NONE_MEANT))
    showFacts(answer)
    const asked = matches.map(({ card }) => card.nextQuestion).find(Boolean)
    const decides = matches.some(({ card }) => card.outcome !== null)
    showQuestion(caller.correcting ?? asked?.fact ?? null, decides || caller.correcting, focus)
  } catch (error) {
    if (wanted()) $('cards').replaceChildren(messageView(`没有查成：${error.message}`, 'warning'))
  }
}

/** Asks again after a change, and goes on with the interview. */
function again(change) {
  change()
  return ask(true)
}

function nextCaller() {
  turn++
  words = ''
  caller = new Caller()
  $('ask').reset()
  tell('')
  $('cards').replaceChildren()
  showFacts({ derived: [], conflicts: [], assumptions: [] })
  showQuestion(null, false)
  $('question').focus()
}

$('ask').addEventListener('submit', event => {
  event.preventDefault()
  const now = $('question').value.trim()
  caller.surveys = false
  if (now !== words) caller.changeSubject()
  words = now
  $('question').focus()
  ask(false)
})
$('survey').addEventListener('click', () =>
  again(() => {
    caller.surveys = true
  })
)
$('answer').addEventListener('submit', event => event.preventDefault())
listen({ box: $('question'), next: $('next'), nextCaller })

nextCaller()
const { items } = await fetchJson('facts', { waiting: tell })
tell('')
vocabulary = new Map(items.map(fact => [fact.id, fact]))
document.body.dataset.ready = 'yes'
