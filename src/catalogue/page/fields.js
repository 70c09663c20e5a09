/** Fields to say facts in: one a fact, each of which may stay unknown. */
import { el } from './element.js'

const UNKNOWN = el('option', { value: '', text: '不知道' })
const options = pairs => [
  UNKNOWN.cloneNode(true),
  ...pairs.map(([value, text]) => el('option', { value, text }))
]

/** By unit of the vocabulary: what stands behind the name of a fact that is a number. */
const UNITS = {
  CNY: '元',
  percent: '%',
  'percent-per-year': '%（年）',
  month: '个月',
  day: '天',
  year: '年',
  person: '人',
  litre: '升',
  batch: '批次',
  test: '次'
}

/** A list of which several may be chosen, or none of them. */
function severalField(id, { label, schema, labels }, titles) {
  const boxes = schema.items.enum.map(value =>
    el(
      'label',
      {},
      el('input', { type: 'checkbox', name: id, value }),
      ` ${labels?.[value] ?? titles.get(value) ?? value}`
    )
  )
  const none = el('label', {}, el('input', { type: 'checkbox', name: id, value: '' }), ' 一项都没有')
  return {
    view: el(
      'fieldset',
      {},
      el('legend', { text: label }),
      el('div', { className: 'several' }, none, ...boxes)
    ),
    read: form => {
      const chosen = form.getAll(id)
      return chosen.length > 0 ? chosen.filter(Boolean) : undefined
    },
    write: (view, value) => {
      for (const box of view.querySelectorAll('input'))
        box.checked =
          value !== undefined && (value.length === 0 ? box.value === '' : value.includes(box.value))
    }
  }
}

const BOOLEAN = [
  ['true', '是'],
  ['false', '不是']
]

function singleField(id, { label, question, schema, labels, unit }, prefix) {
  const { type, format } = schema
  const isNumber = type === 'number' || type === 'integer'
  const chosen = type === 'boolean' ? BOOLEAN : schema.enum?.map(value => [value, labels?.[value] ?? value])
  const name = { id: `${prefix}-${id}`, name: id }
  const input = chosen
    ? el('select', name, ...options(chosen))
    : el('input', {
        ...name,
        type: format === 'date' ? 'date' : 'text',
        autocomplete: 'off',
        ...(isNumber && { inputMode: 'decimal' })
      })
  const shown = unit && UNITS[unit] ? `${label}（${UNITS[unit]}）` : label
  return {
    view: el('p', { title: question }, el('label', { htmlFor: name.id, text: shown }), input),
    read: form => {
      const text = form.get(id).trim()
      if (text === '') return undefined
      if (type === 'boolean') return text === 'true'
      // What is no number is sent as it is: the service says what is wrong with it.
      return isNumber && Number.isFinite(Number(text)) ? Number(text) : text
    },
    write: (view, value) => {
      view.querySelector('input, select').value = value === undefined ? '' : String(value)
    }
  }
}

/**
 * The field of a fact.
 * @param titles of measures, by id: some facts are lists of them
 * @param prefix told apart from the same fact of another form
 */
export const fieldOf = (id, fact, { titles, prefix }) =>
  fact.schema.type === 'array' ? severalField(id, fact, titles) : singleField(id, fact, prefix)
