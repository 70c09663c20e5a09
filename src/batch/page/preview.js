/** What the table says, as a table: its columns, the first rows, and what is wrong in which cell. */
import { el } from './element.js'

const KINDS = { id: '编号', asOf: '日期', none: '没有标题', beside: '不是事实，原样带出' }

const kindText = ({ kind, label, title }) =>
  kind === 'fact' ? (label === title ? '事实' : `事实：${label}`) : KINDS[kind]

function headRow(columns) {
  const cells = columns.map(column =>
    el('th', { scope: 'col' }, column.title || '—', el('span', { className: 'kind', text: kindText(column) }))
  )
  return el(
    'tr',
    {},
    el('th', { scope: 'col', text: '行' }),
    ...cells,
    el('th', { scope: 'col', text: '整行' })
  )
}

/** A cell, with what is wrong with it in words, not by its colour alone. */
function cellOf(text, errors) {
  const view = el('td', { className: errors.length > 0 ? 'wrong' : '' }, text)
  // Without the place, which is seen.
  for (const { message } of errors)
    view.append(el('strong', { text: message.replace(/^第 \d+ 行(?:“[^”]*”列)?：?/, '') }))
  return view
}

function bodyRow({ line, cells, errors }, columns) {
  const at = index => errors.filter(({ column }) => column === index)
  return el(
    'tr',
    {},
    el('th', { scope: 'row', text: String(line) }),
    ...columns.map((_, index) => cellOf(cells[index] ?? '', at(index))),
    cellOf('', at(null))
  )
}

/** Shows an answer of the preview. @param view the section */
export function showPreview(view, { sheet, otherSheets, columns, rows, total, wrong }) {
  const from =
    sheet === null
      ? ''
      : `工作表“${sheet}”${otherSheets.length > 0 ? `（没有读：${otherSheets.join('、')}）` : ''}，`
  const said = wrong === 0 ? '每一行都看得懂。' : `其中 ${wrong} 行有误：这些行没有结论，其余的照常判断。`
  view.querySelector('#summary').textContent = `${from}一共 ${total} 行，${said}`
  const beside = columns.filter(({ kind }) => kind === 'beside').map(({ title }) => title)
  view.querySelector('#columns').textContent =
    beside.length > 0
      ? `不是事实、不参与判断的列：${beside.join('、')}。如果其中有事实，请改成事实的名称。`
      : ''
  view.querySelector('thead').replaceChildren(headRow(columns))
  view.querySelector('tbody').replaceChildren(...rows.map(row => bodyRow(row, columns)))
  view.hidden = false
}
