/** The page that a table is dropped on: read, look, decide, download. Nothing is kept but in this page. */
import { el } from './element.js'
import { showPreview } from './preview.js'
import { Refused, send, typeOf, XLSX } from './service.js'
import { listMeasures } from './template.js'

const find = selector => document.querySelector(selector)
const [drop, input, preview, done, box] = ['#drop', '#file', '#preview', '#done', '#progress-box'].map(find)

/** The table that was chosen, and what stops what is going on with it. */
let file
let stop = new AbortController()

const say = text => {
  find('#status').textContent = text
}

function fail(error) {
  if (!(error instanceof Refused)) throw error
  find('#problem').replaceChildren(...error.message.split('\n').map(text => el('p', { text })))
}

/** How far it is: sent, and then decided, of which nobody knows how long it takes. */
function showProgress(part) {
  const bar = find('#progress')
  const isSent = part === 1
  find('#progress-label').textContent = isSent ? '正在读表和判断' : `正在上传 ${Math.round(part * 100)}%`
  if (isSent) bar.removeAttribute('value')
  else bar.value = part
}

/** Sends the table; whatever went on before is stopped. @returns undefined where it was refused */
async function ask(path, query, accept) {
  stop.abort()
  stop = new AbortController()
  find('#problem').replaceChildren()
  done.hidden = true
  box.hidden = false
  showProgress(0)
  const { signal } = stop
  try {
    const url = `${path}?${new URLSearchParams(query)}`
    return await send(url, file, { accept, progress: showProgress, signal })
  } catch (error) {
    if (signal === stop.signal) fail(error)
    return undefined
  } finally {
    if (signal === stop.signal) box.hidden = true
  }
}

/** How the table is to be read. */
function reading() {
  const [sheet, keep] = ['#sheet', '#keep'].map(selector => find(selector).value.trim())
  return { ...(sheet && { sheet }), ...(keep && { keep: keep.replaceAll('，', ',') }) }
}

async function look() {
  if (!file) return
  preview.hidden = true
  say('')
  if (!typeOf(file)) {
    fail(new Refused('请选 .xlsx 或 .csv 文件；旧的 .xls 请用 Excel 或 WPS 另存为 .xlsx。'))
    return
  }
  const answer = await ask('eligibility/batch/preview', reading(), 'application/json')
  if (!answer) {
    find('#more').open = true
    return
  }
  showPreview(preview, JSON.parse(await answer.text()))
  say(`读好了：${file.name}`)
  find('#preview-title').focus()
}

function choose(chosen) {
  file = chosen
  look()
}

async function decide(event) {
  event.preventDefault()
  const form = new FormData(find('#decide'))
  const asOf = find('#as-of').value
  const query = { ...reading(), ...Object.fromEntries(form), ...(asOf && { asOf }) }
  say('')
  const answer = await ask('eligibility/batch', query, XLSX)
  if (!answer) return
  const link = find('#download')
  if (link.href.startsWith('blob:')) URL.revokeObjectURL(link.href)
  link.href = URL.createObjectURL(answer)
  link.download = `${file.name.replace(/\.\w+$/, '')}-答案.xlsx`
  link.textContent = `下载答案：${link.download}`
  done.hidden = false
  say('判断好了，可以下载。')
  link.focus()
}

input.addEventListener('change', () => choose(input.files[0]))
for (const name of ['dragover', 'dragenter']) {
  drop.addEventListener(name, event => {
    event.preventDefault()
    drop.classList.add('over')
  })
}
drop.addEventListener('dragleave', () => drop.classList.remove('over'))
drop.addEventListener('drop', event => {
  event.preventDefault()
  drop.classList.remove('over')
  choose(event.dataTransfer.files[0])
})
find('#again').addEventListener('click', look)
find('#decide').addEventListener('submit', decide)
find('#stop').addEventListener('click', () => stop.abort())
// Scrolled from the keyboard, where it is wider than the page.
find('#rows').tabIndex = 0
listMeasures().finally(() => {
  document.body.dataset.ready = ''
})
