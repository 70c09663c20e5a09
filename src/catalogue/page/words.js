/** Words of the text and the rules that rest on them: which belong together, and how they light up. */

/** What rests on words, by what the service calls it. */
export const KINDS = {
  condition: '条件',
  parameter: '数和日期',
  figure: '怎样计算',
  window: '期限',
  delivery: '怎样得到',
  'open-point': '没有说清的地方',
  silent: '原文没有说的',
  responsible: '责任单位',
  descriptive: '不决定什么的话'
}

const bare = text => text.replace(/\s+/g, '')

/** The quotations of a clause, each with a number by which both sides know it. */
export class Quotations {
  constructor(list) {
    this.list = list
    /** by number: what to say of the words, and the id of the rule to go to */
    this.rules = new Map()
  }

  /** The numbers of the quotations that have these words. */
  of(measure, quote, kinds) {
    const words = bare(quote)
    return this.list.flatMap((one, number) =>
      bare(one.quote) === words &&
      (one.measure === measure || one.measure === null) &&
      (!kinds || kinds.includes(one.by))
        ? [number]
        : []
    )
  }

  /** Notes that a rule rests on quotations: the first one is where their words lead. */
  rest(numbers, element, label) {
    if (numbers.length === 0) return
    element.dataset.words = numbers.join(' ')
    for (const number of numbers) {
      if (this.rules.has(number)) continue
      element.id ||= `rule-${number}`
      element.tabIndex = -1
      this.rules.set(number, { id: element.id, label })
    }
  }
}

/** Lights up what belongs to whatever is pointed at or has the focus. @param view what holds both sides */
export function lightUp(view) {
  const show = ({ target }) => {
    for (const lit of view.querySelectorAll('.lit')) lit.classList.remove('lit')
    const numbers = target.closest('[data-words]')?.dataset.words.split(' ') ?? []
    for (const number of numbers) {
      for (const one of view.querySelectorAll(`[data-words~="${number}"]`)) one.classList.add('lit')
    }
  }
  for (const name of ['mouseover', 'focusin']) view.addEventListener(name, show)
}
