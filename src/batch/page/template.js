/** The workbook to fill in: for which measures. */
import { el } from './element.js'

/** Every measure of the catalogue, page by page. */
async function measures(cursor) {
  const response = await fetch(`measures?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
  if (!response.ok) return []
  const { items, nextCursor } = await response.json()
  return nextCursor ? [...items, ...(await measures(nextCursor))] : items
}

/** Lists the measures that can be decided; without the list, the link is for all of them. */
export async function listMeasures() {
  const choices = (await measures())
    .filter(({ kind }) => kind !== 'S')
    .map(({ id, title }) => el('label', {}, el('input', { type: 'checkbox', value: id }), ` ${title}`))
  document.querySelector('#measures').replaceChildren(...choices)
}

document.querySelector('#template').addEventListener('change', () => {
  const ids = [...document.querySelectorAll('#measures input:checked')].map(({ value }) => value)
  const query = ids.length > 0 ? `?measures=${ids.join(',')}` : ''
  document.querySelector('#template-link').href = `eligibility/batch/template${query}`
})
