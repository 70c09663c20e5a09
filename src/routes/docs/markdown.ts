/**
 * Pages of the documentation, from the Markdown that lies in docs/.
 * @see https://marked.js.org
 */
import { existsSync, readFileSync } from 'node:fs'
import { Marked } from 'marked'
import { asset } from '../../assets.ts'

/** Beside the code where it is packed, above it where it is not. */
const FOLDER = ['docs', '../docs'].map(asset).find(path => existsSync(path)) as string

export const readMarkdown = (name: string): string => readFileSync(`${FOLDER}/${name}.md`, 'utf8')

/** A name that an address may hold. */
const PLAIN = /^[a-z-]+$/

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/**
 * Writes Markdown as HTML.
 * @param addressOf where another page is, by the name of its file; undefined for what is no page
 */
export function htmlOf(markdown: string, addressOf: (name: string) => string | undefined): string {
  const marked = new Marked({
    renderer: {
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens)
        const [, name = '', hash = ''] = /^([\w-]+)\.md(#.*)?$/.exec(href) ?? []
        // What lies elsewhere in the project is no page.
        const address = href.startsWith('https://') ? href : addressOf(name)
        return address === undefined ? text : `<a href="${escaped(address + hash)}">${text}</a>`
      },
      heading({ tokens, depth, text }) {
        const id = PLAIN.test(text) ? ` id="${text}"` : ''
        return `<h${depth}${id}>${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      // Scrolled from the keyboard, where a line is longer than the page.
      code: ({ text, lang = '' }) =>
        `<pre tabindex="0" data-language="${escaped(lang)}"><code>${escaped(text)}</code></pre>\n`
    }
  })
  return marked.parse(markdown, { async: false })
}

/** The title of a page: its first heading. */
export const titleOf = (markdown: string): string =>
  (/^# (.*)$/m.exec(markdown) as RegExpExecArray)[1] as string
