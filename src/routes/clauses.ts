/** GET /clauses, GET /clauses/{clause}: the coverage ledger, every clause and what the copy lost. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { clauseIn, clauseList, clauseView, coverageView, shownOn } from '../catalogue/catalogue.ts'
import { textView } from '../catalogue/text.ts'
import { ProblemError } from '../plugins/problems.ts'
import { stampOf } from '../policy/asked.ts'
import type { Clause, Document } from '../policy/model.ts'
import { ClauseDetailSchema, ClauseListSchema, policyField } from '../schemas/catalogue.ts'
import { ClauseTextSchema } from '../schemas/clause-text.ts'
import { AsOf, strictObject } from '../schemas/common.ts'
import { answer, problemResponses, type RouteContext } from './context.ts'

export const clauseRoutes: FastifyPluginAsyncTypebox<RouteContext> = async (app, context) => {
  const { program, coverage, texts, today } = context
  const { sets } = program.policy
  const query = strictObject({ policy: policyField(sets.map(({ id }) => id)), asOf: AsOf })
  /** The documents of rule sets as they are on a day: of all, or of the one that is named. */
  const documentsOn = (named: string | undefined, day: string) =>
    sets.filter(({ id }) => named === undefined || named === id).map(set => shownOn(set, day))
  const params = strictObject({
    clause: Type.String({
      maxLength: 10,
      description: '条款编号，1 到 55。 Clause number.',
      examples: ['4']
    })
  })
  /** @throws ProblemError unknown-clause, with the numbers there are */
  const needClause = (asked: string, named: string | undefined, day: string): [Document, Clause] => {
    const documents = documentsOn(named, day)
    for (const document of documents) {
      const clause = clauseIn(document, asked)
      if (clause) return [document, clause]
    }
    const { title, clauses } = documents[0] as Document
    const last = Math.max(...clauses.flatMap(({ numbers }) => numbers))
    throw new ProblemError('unknown-clause', `《${title}》没有第 ${asked} 条，编号从 1 到 ${last}。`)
  }
  app.get(
    '/clauses',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listClauses',
        tags: ['catalogue'],
        summary: '逐条台账 · Every clause and what became of it',
        description:
          '每一条对应哪些政策，原文是否完整、缺失了什么；一次一个规则集，默认第一个，按 asOf 那天有效的一版。 ' +
          'Measures of each clause, and what the copy lost; of one rule set, the first by default.',
        querystring: query,
        response: {
          200: answer('全部条款 · All clauses', ClauseListSchema),
          ...problemResponses('validation-failed')
        }
      }
    },
    async ({ query: { policy, asOf } }) => clauseList(documentsOn(policy, asOf ?? today())[0] as Document)
  )
  app.get(
    '/clauses/:clause',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'getClause',
        tags: ['catalogue'],
        summary: '一条 · One clause',
        description:
          '第50至52条的条号缺失，合为 50-52。不写 policy 时，答有这一条的第一个规则集。 ' +
          'Clauses 50 to 52 lost their numbers and are one. Without `policy`: of the first rule set that has it.',
        querystring: query,
        params,
        response: {
          200: answer('这一条 · The clause', ClauseDetailSchema),
          ...problemResponses('validation-failed', 'unknown-clause')
        }
      }
    },
    async ({ params, query: { policy, asOf } }) => {
      const day = asOf ?? today()
      const [found, clause] = needClause(params.clause, policy, day)
      const others = documentsOn(undefined, day).filter(one => one.id !== found.id)
      return {
        policy: stampOf(found),
        alsoIn: others.filter(one => clauseIn(one, params.clause)).map(({ id }) => id),
        ...clauseView(clause),
        coverage: coverageView(coverage.get(found.digest)?.[clause.id])
      }
    }
  )
  app.get(
    '/clauses/:clause/text',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readClause',
        tags: ['catalogue'],
        summary: '原文和规则对照 · The text of a clause, and what rests on its words',
        description:
          '一条现存的原文，和规则所依据的词句在其中的位置；抄本缺失的不补。 The clause as it survives, with the places of the ' +
          'words that the rules rest on. For people: /read.',
        querystring: query,
        params,
        response: {
          200: answer('原文 · The text', ClauseTextSchema),
          ...problemResponses('validation-failed', 'unknown-clause')
        }
      }
    },
    async ({ params, query: { policy, asOf } }) => {
      const [found, clause] = needClause(params.clause, policy, asOf ?? today())
      return textView(found, clause, texts.get(found.digest)?.().get(clause.id))
    }
  )
}
