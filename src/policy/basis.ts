/** Basis: from what a rule file says to what an answer shows. */
import type { RawBasis } from './format.ts'
import type { Basis } from './model.ts'

const CERTAINTY = { verified: '已核对', unverified: '未核实', reading: '本服务的理解' } as const
const PARTS = { closing: '结尾', title: '标题' } as const

/** What a document is called where it does not say. */
export const CALLED = '方案'

/**
 * @param raw as the file has it
 * @param clause the clause the file is about; a basis that is only words is taken from it
 * @param called what the document is called in a word
 */
export function basisOf(raw: RawBasis, clause: string | null, called = CALLED): Basis {
  if (typeof raw === 'string') return basisOf({ clause: clause as string, quote: raw }, clause, called)
  if ('source' in raw) {
    const quote = raw.quote ?? null
    return {
      clause: null,
      part: null,
      quote,
      source: raw.source,
      certainty: raw.certainty,
      text: `${raw.source}${quote ? `：“${quote}”` : ''}（不在本${called}内，${CERTAINTY[raw.certainty]}）`
    }
  }
  if ('clause' in raw) {
    const { part = null, quote } = raw
    const text = `第${raw.clause.replace('-', '至')}条${part ? '小标题' : ''}：“${quote}”`
    return { clause: raw.clause, part, quote, source: null, certainty: 'plan', text }
  }
  return {
    clause: null,
    part: raw.part,
    quote: raw.quote,
    source: null,
    certainty: 'plan',
    text: `${called}${PARTS[raw.part]}：“${raw.quote}”`
  }
}
