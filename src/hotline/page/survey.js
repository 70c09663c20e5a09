/** All that somebody may get: begun with one question of many answers, then a question at a time. */
import { button, el } from './element.js'

const idsOf = facts =>
  Object.entries(facts).flatMap(([subject, own]) =>
    Object.entries(own).map(([name, value]) => [`${subject}.${name}`, value])
  )

/**
 * What an answer to a list of situations says. A fact is denied where nothing that was chosen is about it; where two
 * that were chosen say different things of it, it stays unknown, and is asked.
 * @param situations as the service offers them
 * @param chosen ids of those that apply
 * @returns values by fact id
 */
export function told(situations, chosen) {
  const facts = new Map()
  const unclear = new Set()
  const picked = situations.filter(({ id }) => chosen.has(id))
  const about = new Set(
    picked.flatMap(({ whenChosen, whenNotChosen }) =>
      [...idsOf(whenChosen), ...idsOf(whenNotChosen)].map(([id]) => id)
    )
  )
  for (const { whenNotChosen } of situations) {
    for (const [id, value] of idsOf(whenNotChosen)) if (!about.has(id)) facts.set(id, value)
  }
  for (const [id, value] of picked.flatMap(({ whenChosen }) => idsOf(whenChosen))) {
    if (facts.has(id) && facts.get(id) !== value) unclear.add(id)
    facts.set(id, value)
  }
  for (const id of unclear) facts.delete(id)
  return facts
}

/**
 * The situations as boxes to tick, those of one topic together.
 * @param done called with the ids of those that apply
 */
export function situationsView({ situations }, done) {
  const topics = new Map()
  for (const one of situations) topics.set(one.topic, [...(topics.get(one.topic) ?? []), one])
  const groups = [...topics].map(([topic, ones]) =>
    el(
      'fieldset',
      { className: 'situations' },
      el('legend', { text: topic }),
      ...ones.map(({ id, label }) =>
        el('label', {}, el('input', { type: 'checkbox', value: id }), ` ${label}`)
      )
    )
  )
  const ready = button('就这些', () =>
    done(new Set(groups.flatMap(group => [...group.querySelectorAll(':checked')].map(({ value }) => value))))
  )
  return [...groups, ready]
}

/**
 * What somebody may get as far as it is known, each with a button for its card.
 * @param results of /eligibility
 * @param open called with a result whose card is wanted
 */
export function resultsView({ results, summary }, open) {
  const list = results
    .filter(({ outcome }) => outcome === 'eligible')
    .map(result =>
      el(
        'li',
        {},
        button(`第${result.clause}条 ${result.title}`, () => open(result)),
        el('small', { text: ` ${result.window.text}` })
      )
    )
  const left =
    summary.undetermined > 0 ? `还有${summary.undetermined}项要再问才知道。` : '别的都已经有了结论。'
  const text = `照现在知道的，条件符合的有${summary.eligible}项，不符合的${summary.ineligible}项，${left}`
  return el('article', { className: 'card' }, el('p', { text }), el('ul', { className: 'results' }, ...list))
}
