/** What `diff` found, as text. */

import type { Colour, Paint } from '../../frame/paint.ts'
import type { Edit } from '../edits.ts'
import type { Mark } from './comparison.ts'
import type { MeasureChanges, Report } from './index.ts'

const COLOURS: Record<Mark, Colour> = { '+': 'green', '-': 'red', '~': 'yellow' }
/** Changes shown of each group; --json has them all. */
const SHOWN = 5

const valueText = (value: unknown) => {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

function editText({ file, pointer, kind, before, after }: Edit): string {
  const change = {
    added: () => `added ${valueText(after)}`,
    removed: () => `removed ${valueText(before)}`,
    changed: () => `${valueText(before)} → ${valueText(after)}`
  }[kind]
  return `${file}#${pointer}: ${change()}`
}

function measureText(
  { measure, title, announced, groups }: MeasureChanges,
  none: readonly string[],
  paint: Paint
): string {
  const head = `${paint('bold', measure)}  ${title}  ${announced ? 'announced' : paint('red', 'not announced')}`
  const lines = groups.flatMap(({ edits, changes }) => [
    ...(edits.length > 0 ? edits.map(edit => `  ${editText(edit)}`) : none),
    ...changes
      .slice(0, SHOWN)
      .flatMap(change => [
        `    ${paint(COLOURS[change.mark], change.mark)} ${change.question.id}`,
        ...change.parts.map(({ name, before, after }) =>
          paint('dim', `        ${name}: ${before ?? 'none'} → ${after ?? 'none'}`)
        )
      ]),
    ...(changes.length > SHOWN ? [`    … and ${changes.length - SHOWN} more (--json lists them)`] : [])
  ])
  return [head, ...lines].join('\n')
}

/** The report of `diff` as text. */
export function textOf(
  { from, to, asked, changed, edits, brief, measures, owed }: Report,
  paint: Paint
): string {
  const none = brief ? [] : ['  no edit alone: several together']
  return [
    `${from.version} → ${to.version}: ${edits.length} edits, ${changed} of ${asked} answers changed, ${measures.length} measures`,
    ...measures.map(one => measureText(one, none, paint)),
    ...owed.map(sentence => `${paint('red', '!')} ${sentence}`),
    ''
  ].join('\n')
}
