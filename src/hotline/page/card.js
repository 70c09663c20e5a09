/** The answer card of a measure: when it is closed that comes first, then what to say, then the rest. */
import { el } from './element.js'

const OUTCOMES = { eligible: '符合', ineligible: '对不上', undetermined: '还不能确定' }

const row = (name, values) =>
  values.length > 0
    ? [el('dt', { text: name }), el('dd', {}, ...values.map(text => el('div', { text })))]
    : []

function header({ title, clause, outcome, window }) {
  const tag = (text, kind = '') => el('span', { className: `tag ${kind}`, text })
  return el(
    'header',
    {},
    ...(window.obstacle ? [tag(window.obstacle, 'closed')] : []),
    el('h3', { text: title }),
    tag(`第${clause.replace('-', '至')}条`),
    ...(outcome ? [tag(OUTCOMES[outcome], outcome)] : [])
  )
}

/** An amount that is open is worth a line only when nothing else is. */
const isAmountShown = ({ amount, outcome }) =>
  amount && (amount.status !== 'undetermined' || outcome === 'eligible')

/** The clause in a few words, read when it is opened. */
function clauseView({ clause }, summaryOf) {
  const text = el('p')
  const view = el('details', {}, el('summary', { text: '这一条说的是什么' }), text)
  view.addEventListener('toggle', async () => {
    if (view.open && text.textContent === '') text.textContent = await summaryOf(clause)
  })
  return view
}

/** What is said only to those who ask. */
const ifAskedView = ({ ifAsked }) =>
  ifAsked.length > 0
    ? [
        el(
          'details',
          {},
          el('summary', { text: '问起再说' }),
          el('ul', {}, ...ifAsked.map(text => el('li', { text })))
        )
      ]
    : []

/**
 * @param match a match of POST /answers
 * @param actions buttons of the card, and how to get the summary of its clause
 * @param picked whether the interview stays with this card
 */
export function cardView({ card }, { buttons, summaryOf, picked }) {
  const { window, interpretations, unitText } = card
  return el(
    'article',
    { className: picked ? 'card picked' : 'card' },
    header(card),
    ...(window.obstacle ? [el('p', { className: 'warning', text: `期限：${window.text}` })] : []),
    el('p', { className: 'say', text: card.say }),
    ...(isAmountShown(card) ? [el('p', { className: 'amount', text: `金额：${card.amount.text}` })] : []),
    ...(card.mustSay.length > 0
      ? [el('h4', { text: '一定要说到' }), el('ul', {}, ...card.mustSay.map(text => el('li', { text })))]
      : []),
    ...ifAskedView(card),
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
        interpretations.map(
          ({ point, taken, interpreter }) => `${point}？这里按：${taken}（以${interpreter}解释为准）`
        )
      ),
      ...row('责任单位', [unitText]),
      ...row(
        '可转接',
        card.transferTo.map(({ line, name, unit }) => `${line} ${name}（${unit}）`)
      )
    ),
    clauseView(card, summaryOf),
    el('div', { className: 'actions' }, ...buttons)
  )
}

/** What is said in place of cards, or before them. */
export const messageView = (text, className = 'say') => el('p', { className, text })
