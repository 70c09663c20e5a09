/** How a question about a fact is answered: buttons with keys for choices, a field for what is typed. */
import { el, keyButton } from './element.js'

/** 2022-06-05, 2022年6月5日, 2022/6/5, 20220605; without a day for a month. */
function readParts(text, parts) {
  const numbers = /^\d{6,8}$/.test(text)
    ? [text.slice(0, 4), text.slice(4, 6), text.slice(6)]
    : text.match(/\d+/g)
  const found = (numbers ?? []).filter(Boolean)
  if (found.length !== parts || found[0].length !== 4) return undefined
  return found.map(number => number.padStart(2, '0')).join('-')
}
export const readDay = text => readParts(text, 3)
const readMonth = text => readParts(text, 2)

/** 300000, 30万, 1.5亿, 12,000. */
function readNumber(text) {
  const [, digits, unit] = /^([\d,]*\.?\d+)\s*([万亿]?)元?$/.exec(text) ?? []
  if (digits === undefined) return undefined
  return Number((Number(digits.replaceAll(',', '')) * { '': 1, 万: 1e4, 亿: 1e8 }[unit]).toFixed(4))
}

/** How a fact is typed: what reads it, and an example to show. */
function typing({ type, schema, unit, example }) {
  if (schema.format === 'date') return { read: readDay, hint: '如 2022-06-05' }
  if (unit === 'year-month') return { read: readMonth, hint: '如 2022-07' }
  if (type === 'string') return { read: text => text, hint: `如 ${example}` }
  return { read: readNumber, hint: unit === 'CNY' ? '元，如 12000 或 30万' : '数字' }
}

function field(fact, learn) {
  const { label, unit } = fact
  const { read, hint } = typing(fact)
  const input = el('input', { ariaLabel: label, autocomplete: 'off', placeholder: hint, required: true })
  const wrong = el('p', { className: 'warning', role: 'alert' })
  const done = el('button', { type: 'submit' }, '记下 ', el('kbd', { text: '回车' }))
  const submit = event => {
    event.preventDefault()
    const text = input.value.trim()
    const value = read(text)
    if (value === undefined) wrong.textContent = `没有看懂“${text}”，请照“${hint}”填。`
    else learn(value, unit === 'CNY' ? `${value.toLocaleString('zh-CN')}元` : text)
  }
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.isComposing) submit(event)
  })
  done.addEventListener('click', submit)
  return [input, done, wrong]
}

/** Several may be picked: each key turns one on or off. */
function list({ schema, labels }, learn) {
  const picked = new Set()
  const toggles = schema.items.enum.map((member, index) => {
    const toggle = keyButton(
      labels?.[member] ?? member,
      String(index + 1),
      () => {
        if (!picked.delete(member)) picked.add(member)
        toggle.ariaPressed = String(picked.has(member))
      },
      { ariaPressed: 'false' }
    )
    return toggle
  })
  const shown = () => [...picked].map(member => labels?.[member] ?? member).join('、') || '无'
  const done = el(
    'button',
    { type: 'button', data: { key: 'Enter' }, className: 'done' },
    '就这些 ',
    el('kbd', { text: '回车' })
  )
  done.addEventListener('click', () => learn([...picked], shown()))
  return [...toggles, done]
}

const CHOICES = [
  [true, '是'],
  [false, '否']
]

/**
 * @param fact an entry of GET /facts
 * @param learn called with the value and how to show it; decline, when the caller does not know or will not say
 */
export function answerView(fact, { learn, decline }) {
  const { type, schema, labels } = fact
  const typed = type !== 'boolean' && type !== 'array' && !schema.enum
  const unknown = keyButton('不知道、不愿说', typed ? '?' : '0', decline)
  if (typed) return [...field(fact, learn), unknown]
  if (type === 'array') return [...list(fact, learn), unknown]
  const choices =
    type === 'boolean' ? CHOICES : schema.enum.map(member => [member, labels?.[member] ?? member])
  return [
    ...choices.map(([value, label], index) => keyButton(label, String(index + 1), () => learn(value, label))),
    unknown
  ]
}
