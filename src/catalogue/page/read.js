/** The page of those who answer for the rules: a clause, and beside it what was made of it. */
import { el } from './element.js'
import { measureView, restView } from './measure.js'
import { fetchJson } from './service.js'
import { showText } from './text.js'
import { lightUp, Quotations } from './words.js'

const find = selector => document.querySelector(selector)
const query = new URLSearchParams(location.search)
const asOf = query.get('asOf') ?? ''

const say = text => {
  find('#status').textContent = text
}
const get = path => fetchJson(path, { waiting: say })

const withQuery = (path, entries) => {
  const kept = Object.entries(entries).filter(([, value]) => value)
  return kept.length > 0 ? `${path}?${new URLSearchParams(kept)}` : path
}

const numberOf = clause => `第${clause.replace('-', '至')}条`

/** The address of a clause on this page. */
const addressOf = (policy, clause) => withQuery('read', { policy, clause, asOf })

function showChoices(policies, policy, { items, plan }, clause) {
  find('#policy').replaceChildren(
    ...policies.map(({ id, title }) => el('option', { value: id, text: title, selected: id === policy }))
  )
  find('#clause').replaceChildren(
    ...items.map(({ clause: id, summary }) =>
      el('option', { value: id, text: `${numberOf(id)} ${summary.slice(0, 24)}`, selected: id === clause })
    )
  )
  find('#as-of').value = asOf
  find('#about').textContent = `《${plan.title}》（${plan.number}）`
  const at = items.findIndex(one => one.clause === clause)
  for (const [id, neighbour] of [
    ['#before', items[at - 1]],
    ['#after', items[at + 1]]
  ]) {
    if (!neighbour) continue
    Object.assign(find(id), { href: addressOf(policy, neighbour.clause), hidden: false })
  }
}

/** Measures of other clauses that rest on words of this one. */
function othersOf(text, clause, items) {
  const ids = new Set((text?.quotations ?? []).map(({ measure }) => measure))
  return items
    .filter(one => one.clause !== clause)
    .flatMap(one =>
      one.measures.filter(({ id }) => ids.has(id)).map(({ title }) => ({ clause: one.clause, title }))
    )
}

async function show() {
  const { items: policies } = await get('policies')
  const policy = query.get('policy') ?? policies[0].id
  const list = await get(withQuery('clauses', { policy, asOf }))
  const asked = query.get('clause') ?? list.items[0].clause
  const at = withQuery(`clauses/${encodeURIComponent(asked)}`, { policy, asOf })
  const view = await get(at)
  const text = await get(at.replace(/(\?|$)/, '/text$1'))
  const { clause } = view
  const { items: facts } = await get('facts')
  const measures = await Promise.all(
    view.measures.map(({ id }) => get(withQuery(`measures/${id}`, { asOf })))
  )
  showChoices(policies, policy, list, clause)
  const quotations = new Quotations(text.text?.quotations ?? [])
  const context = {
    quotations,
    clause,
    asOf,
    link: other => addressOf(policy, other),
    facts: new Map(facts.map(fact => [fact.id, fact])),
    titles: new Map(list.items.flatMap(one => one.measures.map(({ id, title }) => [id, title])))
  }
  find('#text-title').textContent = `${numberOf(clause)} 原文`
  find('#measures').replaceChildren(
    ...(measures.length > 0
      ? measures.map(measure => measureView(measure, context))
      : [el('p', { text: view.summary })])
  )
  const others = othersOf(text.text, clause, list.items)
  find('#rest').replaceChildren(...restView({ ...context, text: text.text, others }))
  // After the rules, which say where words lead.
  showText(text, quotations)
  for (const link of document.querySelectorAll('a[data-to]')) {
    const [first] = link.dataset.to.split(' ')
    link.href = `#${quotations.list[first].at ?? 'text'}`
  }
  document.title = `${numberOf(clause)} · 原文与规则对照`
  find('main').hidden = false
  lightUp(find('main'))
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus()
}

show()
  .catch(error => say(error.message))
  .finally(() => {
    document.body.dataset.ready = ''
  })
