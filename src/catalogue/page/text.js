/** The left side: the clause as it survives, its words linked to the rules that rest on them. */
import { el } from './element.js'
import { KINDS } from './words.js'

/** The places where anything begins or ends. */
function cuts({ sentences, unused }, quotations) {
  const places = [...quotations.list.flatMap(one => one.places), ...unused]
  let end = 0
  const ends = sentences.map(({ text }) => (end += text.length))
  return [...new Set([0, ...ends, ...places.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
}

const isIn = (places, from, to) => places.some(place => place.from <= from && to <= place.to)

/** Words that belong together in one stretch; a link where a rule rests on them. */
function stretch(words, numbers, isUnused, quotations) {
  if (isUnused) return el('mark', { className: 'unused', title: '规则没有用到', text: words })
  if (numbers.length === 0) return words
  const [first] = numbers
  const { by, why } = quotations.list[first]
  const rules = numbers.flatMap(number => quotations.rules.get(number) ?? [])
  const properties = {
    className: `words ${by}`,
    text: words,
    data: { words: numbers.join(' ') },
    title: rules.map(({ label }) => label).join('；') || why || KINDS[by]
  }
  return rules.length > 0 ? el('a', { ...properties, href: `#${rules[0].id}` }) : el('span', properties)
}

/** Numbers of quotations, those of which a rule is shown and what decides first. */
function numbersAt(from, to, quotations) {
  const kinds = Object.keys(KINDS)
  const { list, rules } = quotations
  const rank = number => kinds.indexOf(list[number].by) + (rules.has(number) ? 0 : kinds.length)
  return list
    .flatMap(({ places }, number) => (isIn(places, from, to) ? [number] : []))
    .sort((a, b) => rank(a) - rank(b))
}

function paragraphs(text, quotations) {
  const all = text.sentences.map(one => one.text).join('')
  const points = cuts(text, quotations)
  const found = new Map()
  const marked = new Set()
  let start = 0
  for (const { text: words, paragraph } of text.sentences) {
    const end = start + words.length
    if (!found.has(paragraph)) found.set(paragraph, el('p'))
    for (const [index, from] of points.entries()) {
      const to = points[index + 1]
      if (from < start || to === undefined || to > end) continue
      const numbers = numbersAt(from, to, quotations)
      const view = stretch(all.slice(from, to), numbers, isIn(text.unused, from, to), quotations)
      // Where a quotation begins is where its rule leads back to.
      const [begins] = numbers.filter(number => !marked.has(number))
      if (begins !== undefined) view.id = `words-${begins}`
      for (const number of numbers) {
        if (!marked.has(number)) quotations.list[number].at = view.id || quotations.list[number].at
        marked.add(number)
      }
      found.get(paragraph).append(view)
    }
    start = end
  }
  return [...found.values()]
}

/** A heading or the end of the document, which holds for the clause as well. */
const beside = (kind, words) =>
  el('p', { className: 'beside', data: { part: kind } }, el('small', { text: kind }), ` ${words}`)

function legend(text) {
  const used = Object.keys(KINDS).filter(kind => text.quotations.some(({ by }) => by === kind))
  const items = used.map(kind => el('li', {}, el('span', { className: `words ${kind}`, text: KINDS[kind] })))
  const unused =
    text.unused.length > 0 ? [el('li', {}, el('mark', { className: 'unused', text: '规则没有用到' }))] : []
  return [...items, ...unused]
}

/** Shows a clause. @param clause the answer of /clauses/{clause}/text */
export function showText({ completeness, lost, text }, quotations) {
  const words = document.querySelector('#words')
  const gone = lost ? [el('p', { className: 'lost' }, el('strong', { text: '抄本缺失：' }), lost)] : []
  if (!text) {
    words.replaceChildren(el('p', { text: '这个规则集没有带原文。' }), ...gone)
    return
  }
  words.replaceChildren(
    ...(text.subsection ? [beside('小标题', text.subsection)] : []),
    ...paragraphs(text, quotations),
    ...(completeness === 'missing' ? [el('p', { className: 'lost', text: '正文没有留下来。' })] : []),
    ...gone,
    ...text.closing.map(sentence => beside('结尾', sentence))
  )
  document.querySelector('#legend').replaceChildren(...legend(text))
}
