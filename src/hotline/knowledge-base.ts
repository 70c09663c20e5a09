/** The plan as entries of a hotline's knowledge base, in the columns such systems import. */
import { createHash } from 'node:crypto'
import type { Clause, Document, Measure } from '../policy/model.ts'
import { isEndless, windowInWords } from '../policy/window.ts'

/** Limits of the import: characters of a title, and of a keyword. */
const TITLE = 128
const KEYWORD = 20

/** One entry. Column names are those of the import; the first three let a nightly job take only what changed. */
export interface Entry {
  编号: string
  版本: string
  更新标识: string
  类目: string
  标题: string
  内容: string
  发文单位: string
  材料性质: string
  关键字: string
}

export const COLUMNS = [
  '编号',
  '版本',
  '更新标识',
  '类目',
  '标题',
  '内容',
  '发文单位',
  '材料性质',
  '关键字'
] as const satisfies (keyof Entry)[]

type Content = Omit<Entry, '版本' | '更新标识'>

/** Until when, and what is said first of a measure without an end to those who ask after the plan's own time. */
function aboutTime(measure: Measure): string[] {
  const { horizon, document } = measure
  const { quantity, knowledge, card } = document.texts
  const isLater = horizon !== null && isEndless(measure)
  const later = isLater ? [knowledge.later(quantity(horizon.to, 'date'), horizon.notice)] : []
  return [card.window(windowInWords(measure)), ...later]
}

function measureEntry(measure: Measure, document: Document): Content {
  const { clause, hotline, title } = measure
  const { knowledge: words } = document.texts
  const paragraphs = [
    hotline.say,
    words.forWhom(measure.forWhom),
    words.mind(hotline.mustSay),
    ...aboutTime(measure),
    ...(measure.conditions && document.closing ? [document.closing.summary] : []),
    ...measure.silent,
    ...measure.interpretations.map(({ point, taken, other, interpreter }) =>
      words.openPoint(point, taken, other, interpreter)
    ),
    measure.unitText,
    words.units(clause.responsible),
    words.basis(document.title, document.number, clause.id)
  ]
  return {
    编号: measure.id,
    类目: [clause.section, clause.subsection].filter(Boolean).join('/'),
    标题: words.title(title, document.number, clause.id).slice(0, TITLE),
    内容: paragraphs.join('\n'),
    发文单位: document.issuer,
    材料性质: words.kind,
    关键字: hotline.keywords.map(word => word.slice(0, KEYWORD)).join(';')
  }
}

function lostEntry(clause: Clause, document: Document): Content {
  const { knowledge: words } = document.texts
  return {
    编号: `clause-${clause.id}`,
    类目: clause.section,
    标题: words.lostTitle(clause.id, document.number).slice(0, TITLE),
    内容: [clause.summary, clause.lost, words.units(clause.responsible)].filter(Boolean).join('\n'),
    发文单位: document.issuer,
    材料性质: words.kind,
    关键字: words.clause(clause.id)
  }
}

/**
 * All entries: one a measure, and one a clause whose text is lost, in plan order.
 * @returns entries with stable ids, unique titles, and a digest each that changes with the content only
 */
export function knowledgeBase(document: Document): Entry[] {
  const contents = document.clauses.flatMap(clause =>
    clause.completeness === 'missing'
      ? [lostEntry(clause, document)]
      : clause.measures.map(measure => measureEntry(measure, document))
  )
  return contents.map(content => {
    const { 编号, ...rest } = content
    const 更新标识 = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)
    return { 编号, 版本: document.version, 更新标识, ...rest }
  })
}
