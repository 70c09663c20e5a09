/** The right side: a measure in words, each rule with the words that it rests on. */
import { el } from './element.js'
import { trial } from './trial.js'

const AUTHORITY = { B: '可以判断', C: '可以判断和计算', D: '对机关或采购方的要求', S: '只可查询' }

/** What a rule rests on, in one line: words of this clause as a link to them, of another as a link to that one. */
function basisView(basis, numbers, { clause, link }) {
  if (!basis) return ''
  const className = 'basis'
  if (numbers.length > 0) {
    return el('a', {
      className,
      href: `#words-${numbers[0]}`,
      data: { to: numbers.join(' ') },
      text: `“${basis.quote}”`
    })
  }
  if (basis.clause !== null && basis.clause !== clause)
    return el('a', { className, href: link(basis.clause), text: basis.text })
  return el('span', { className, text: basis.text })
}

/** Builds the views of one measure. */
class MeasureView {
  constructor(measure, context) {
    this.measure = measure
    this.context = context
  }

  /** A rule with its basis. @param kinds what its words may be quoted for */
  rule(tag, basis, label, kinds, ...children) {
    const { quotations, clause } = this.context
    const isHere = basis?.clause === clause && basis.part === null && basis.quote
    const numbers = isHere ? quotations.of(this.measure.id, basis.quote, kinds) : []
    const view = el(tag, {}, ...children, ' ', basisView(basis, numbers, this.context))
    quotations.rest(numbers, view, label)
    return view
  }

  condition({ name, kind, basis, conditions }) {
    const JOINED = { any: '（满足一项）', not: '（不能有）' }
    const view = this.rule('li', basis, `条件：${name}`, ['condition'], name, JOINED[kind] ?? '')
    const inner = conditions.filter(one => one.name !== name)
    if (inner.length > 0) view.append(el('ul', {}, ...inner.map(one => this.condition(one))))
    return view
  }

  conditions() {
    const { conditions } = this.measure
    if (!conditions) return []
    const isList = conditions.kind === 'all' && conditions.basis === null
    const list = isList ? conditions.conditions : [conditions]
    return [
      el('h4', { text: isList ? '条件（都要满足）' : '条件' }),
      el('ul', {}, ...list.map(one => this.condition(one)))
    ]
  }

  parameters() {
    const { parameters } = this.measure
    if (parameters.length === 0) return []
    const items = parameters.map(({ label, text, basis }) =>
      this.rule('li', basis, `数：${label}`, ['parameter', 'window'], `${label}：`, el('strong', { text }))
    )
    return [el('h4', { text: '数和日期' }), el('ul', {}, ...items)]
  }

  formulas() {
    const { formulas } = this.measure
    if (formulas.length === 0) return []
    const items = formulas.map(({ words, label, basis }) =>
      this.rule('li', basis, `计算：${label}`, ['figure'], words)
    )
    return [el('h4', { text: '怎样计算' }), el('ul', {}, ...items)]
  }

  openPoints() {
    const { interpretations } = this.measure
    if (interpretations.length === 0) return []
    const items = interpretations.map(({ point, taken, other, interpreter, basis }) =>
      this.rule(
        'li',
        basis,
        `没有说清：${point}`,
        ['open-point'],
        el('strong', { text: point }),
        el(
          'dl',
          {},
          ...this.pairs([
            ['这里取', taken],
            ['也可以是', other],
            ['由谁解释', interpreter]
          ])
        )
      )
    )
    return [el('h4', { text: '原文没有说清的地方' }), el('ul', { className: 'open' }, ...items)]
  }

  pairs(entries) {
    return entries.flatMap(([term, ...content]) => [el('dt', { text: term }), el('dd', {}, ...content)])
  }

  notStated() {
    const { notStated, id } = this.measure
    if (notStated.length === 0) return []
    const items = notStated.map(text => {
      const view = el('li', { text })
      const quoted = [...text.matchAll(/“([^”]+)”/g)].flatMap(([, words]) =>
        this.context.quotations.of(id, words, ['silent'])
      )
      this.context.quotations.rest(quoted, view, `原文没有说：${text}`)
      return view
    })
    return [el('h4', { text: '原文没有说的' }), el('ul', {}, ...items)]
  }

  facts() {
    const { forWhom, window, delivery, units, unitText, id } = this.measure
    const { quotations } = this.context
    const named = units.namedByClause.map(unit => {
      const view = el('span', { className: 'unit', text: unit })
      quotations.rest(quotations.of(id, unit, ['responsible']), view, `责任单位：${unit}`)
      return view
    })
    return el(
      'dl',
      {},
      ...this.pairs([
        ['给谁', forWhom],
        [
          '期限',
          this.rule(
            'div',
            window.basis,
            `期限：${window.text}`,
            ['window'],
            window.text,
            window.note ? `（${window.note}）` : ''
          )
        ],
        ...(delivery
          ? [['怎样得到', this.rule('div', delivery.basis, delivery.mode, ['delivery'], delivery.mode)]]
          : []),
        ['谁来办', this.rule('div', units.basis, unitText, null, unitText)],
        ...(named.length > 0 ? [['条文写的单位', ...named]] : [])
      ])
    )
  }

  view() {
    const { id, title, kind, summary } = this.measure
    return el(
      'article',
      { id: `measure-${id}` },
      el('h3', {}, title, ' ', el('small', { className: 'tag', text: AUTHORITY[kind] })),
      el('p', { text: summary }),
      this.facts(),
      ...this.conditions(),
      ...this.parameters(),
      ...this.formulas(),
      ...this.openPoints(),
      ...this.notStated(),
      ...(this.measure.conditions ? [trial(this.measure, this.context)] : [])
    )
  }
}

/** A measure, all that is said of it. @param context the quotations, the clause, the day, and what facts there are */
export const measureView = (measure, context) => new MeasureView(measure, context).view()

/** Words that decide nothing, and measures of other clauses that rest on this one. */
export function restView({ text, others, quotations, link }) {
  const descriptive = (text?.quotations ?? []).flatMap(({ by, quote, why }, number) => {
    if (by !== 'descriptive') return []
    const view = el(
      'li',
      {},
      el('a', {
        className: 'basis',
        href: `#words-${number}`,
        data: { to: `${number}` },
        text: `“${quote}”`
      }),
      ` ${why}`
    )
    quotations.rest([number], view, `不决定什么：${why}`)
    return [view]
  })
  const elsewhere = others.map(({ clause, title }) =>
    el('li', {}, el('a', { href: link(clause), text: `第${clause}条：${title}` }))
  )
  return [
    ...(descriptive.length > 0 ? [el('h3', { text: '不决定什么的话' }), el('ul', {}, ...descriptive)] : []),
    ...(elsewhere.length > 0
      ? [el('h3', { text: '别的条款也以这一条为依据' }), el('ul', {}, ...elsewhere)]
      : [])
  ]
}
