/** A call as plain text, to paste into a work order. */

const lines = (name, values) => (values.length > 0 ? [`${name}：${values.join('；')}`] : [])

/**
 * @param question what the caller said
 * @param facts known facts as texts
 * @param card the card that was answered with
 * @param about the rule set and the day
 */
export function workOrder(question, facts, card, about) {
  const { title, clause, say, mustSay, basis, unitText, amount } = card
  return [
    `来电内容：${question}`,
    ...lines('已知情况', facts),
    `政策：${title}（第${clause.replace('-', '至')}条）`,
    `答复：${say}`,
    ...(amount ? [`金额：${amount.text}`] : []),
    ...lines('一并说明', mustSay),
    ...lines(
      '依据',
      basis.map(({ text }) => text)
    ),
    ...lines('责任单位', [unitText]),
    about
  ].join('\n')
}

/** Copies a text; where the browser allows no clipboard (plain http), by way of a selection. */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const field = Object.assign(document.createElement('textarea'), { value: text })
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
