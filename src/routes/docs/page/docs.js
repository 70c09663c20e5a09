/** Examples in several languages: one is shown, for all of them alike; each can be copied, and asks this very service. */
import { el } from './element.js'

/** Where the examples are written to ask. */
const WRITTEN = 'http://localhost:3000/'

const here = new URL('.', location.href).href

/** Blocks that follow one another are one example in several languages. */
function groups() {
  const found = []
  for (const block of document.querySelectorAll('pre[data-language]')) {
    const last = found.at(-1)
    if (last?.at(-1)?.nextElementSibling === block) last.push(block)
    else found.push([block])
  }
  return found.filter(group => group.length > 1)
}

const tabs = []

function choose(language) {
  for (const { tab, block } of tabs) {
    const isChosen = tab.textContent === language
    tab.setAttribute('aria-selected', isChosen)
    tab.tabIndex = isChosen ? 0 : -1
    block.hidden = !isChosen
  }
}

/** Arrows go from tab to tab, as tabs are used. */
function move(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  const own = [...event.currentTarget.children]
  const next = own[(own.indexOf(document.activeElement) + step + own.length) % own.length]
  next.focus()
  choose(next.textContent)
}

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text)
    said.textContent = '已复制'
  } catch {
    said.textContent = '没有复制成，请选中以后复制'
  }
}

for (const [index, group] of groups().entries()) {
  const list = el('div', { className: 'tabs' })
  list.setAttribute('role', 'tablist')
  list.setAttribute('aria-label', '语言')
  list.addEventListener('keydown', move)
  group[0].before(list)
  for (const [at, block] of group.entries()) {
    const code = block.querySelector('code')
    code.textContent = code.textContent.replaceAll(WRITTEN, here)
    const tab = el('button', {
      type: 'button',
      id: `tab-${index}-${at}`,
      textContent: block.dataset.language
    })
    tab.setAttribute('role', 'tab')
    block.id = `code-${index}-${at}`
    block.setAttribute('role', 'tabpanel')
    block.setAttribute('aria-labelledby', tab.id)
    tab.setAttribute('aria-controls', block.id)
    tab.addEventListener('click', () => choose(tab.textContent))
    list.append(tab)
    tabs.push({ tab, block })
  }
  const said = el('span', { className: 'soft' })
  said.setAttribute('role', 'status')
  const button = el('button', { type: 'button', className: 'copy', textContent: '复制' })
  button.addEventListener('click', () => copy(group.find(({ hidden }) => !hidden).textContent, said))
  group.at(-1).after(el('p', {}, button, ' ', said))
}
if (tabs.length > 0) choose(tabs[0].tab.textContent)
document.body.dataset.ready = ''
