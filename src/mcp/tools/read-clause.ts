/** `read_clause`: what does the plan say? */
import { Type } from 'typebox'
import {
  clauseIn,
  clauseView,
  coverageView,
  detailOf,
  shownOn,
  summaryOf
} from '../../catalogue/catalogue.ts'
import { stampOf } from '../../policy/asked.ts'
import type { Document } from '../../policy/model.ts'
import type { RouteContext } from '../../routes/context.ts'
import { policyField } from '../../schemas/catalogue.ts'
import { AsOf, strictObject } from '../../schemas/common.ts'
import { answered } from '../answer.ts'
import { leanObject } from '../lean.ts'
import type { Tool } from '../tool.ts'

/** The words of a clause that anything in a view rests on, in its order, none twice. */
function quotesOf(view: unknown, clause: string): string[] {
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { clause: from, quote } = value as { clause?: unknown; quote?: unknown }
    if (from === clause && typeof quote === 'string') found.add(quote)
    Object.values(value).forEach(walk)
  }
  walk(view)
  return [...found]
}

const NUMBER_DESCRIPTION = '条款编号，如 4。 Clause number.'

interface Arguments {
  clause: string
  policy?: string
  asOf?: string
}

export function readClauseTool({ program, coverage, today }: RouteContext): Tool<Arguments> {
  const { policy } = program
  const ids = policy.sets.map(({ id }) => id)
  return {
    name: 'read_clause',
    title: '条款 · A clause',
    description:
      '一条说的是什么：概要、责任单位、各项政策和规则所依据的原文词句；抄本缺失的，说缺失了什么。 What a clause says: summary, ' +
      'units, its measures, the words of the text that the rules rest on, and what the copy lost.',
    schema: strictObject({
      clause: Type.String({ minLength: 1, maxLength: 10, description: NUMBER_DESCRIPTION }),
      policy: policyField(ids),
      asOf: AsOf
    }),
    run: ({ args }) => {
      const asOf = args.asOf ?? today()
      const sets = policy.sets.filter(({ id }) => args.policy === undefined || args.policy === id)
      const documents = sets.map(set => shownOn(set, asOf))
      const document = documents.find(one => clauseIn(one, args.clause)) ?? (documents[0] as Document)
      const clause = clauseIn(document, args.clause)
      if (!clause) {
        const last = Math.max(...document.clauses.flatMap(({ numbers }) => numbers))
        const message = `《${document.title}》没有第 ${args.clause} 条，编号从 1 到 ${last}。`
        return answered({ policy: stampOf(document), message })
      }
      const { characters, covered } = coverageView(coverage.get(document.digest)?.[clause.id]) ?? {}
      const { measures: _listed, ...view } = clauseView(clause)
      const measures = clause.measures.map(measure => {
        const { id, title, summary, forWhom, window } = summaryOf(measure, asOf)
        const quotes = quotesOf(detailOf(measure, policy, asOf, {}), clause.id)
        return { measure: id, title, summary, forWhom, window: window.text, quotes }
      })
      return answered({
        policy: stampOf(document),
        asOf,
        ...leanObject({ ...view, characters, covered, measures })
      })
    }
  }
}
