/** /docs: what to call first, and what there is to read; /problems: every error, where its `type` leads. */
import { readFileSync } from 'node:fs'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { asset } from '../../assets.ts'
import { ProblemError } from '../../plugins/problems.ts'
import { pageSecurity } from '../../plugins/security.ts'
import { PROBLEMS, type ProblemCode } from '../../schemas/problem.ts'
import { calculateExamples } from '../calculate.ts'
import type { RouteContext } from '../context.ts'
import { outcomeExamples } from '../eligibility.ts'
import { pageRoutes } from '../page.ts'
import { type Call, examplesMarkdown } from './examples.ts'
import { htmlOf, readMarkdown, titleOf } from './markdown.ts'

/** Pages below /docs, by the names of their files. */
const PAGES = ['api-changelog', 'versioning', 'clients', 'records'] as const

/** The calls to begin with, about a measure that has an example of each outcome. */
export function firstCalls(context: RouteContext): Call[] {
  const { undetermined } = outcomeExamples(context)
  const [priced] = Object.values(calculateExamples(context))
  if (!undetermined || !priced) return []
  const { asOf, measures } = undetermined.value as { asOf: string; measures: [string] }
  const question = context.program.policy.measure(measures[0])?.phrases[0] as string
  const told: Call[] = [
    {
      title: '1. 谁能享受 · Who gets it',
      path: '/eligibility',
      body: undetermined.value as object,
      look: ['results', 0, 'outcome']
    },
    {
      title: '2. 多少钱 · How much',
      path: '/calculate',
      body: priced.value as object,
      look: ['amount', 'text']
    },
    {
      title: '3. 照着来电人的话问 · In a caller’s words',
      path: '/answers',
      body: { asOf, question },
      look: ['matches', 0, 'measure']
    }
  ]
  return told
}

/** The part of the page of problems that is about one. */
function sectionOf(page: string, code: ProblemCode): string {
  const [status, title] = PROBLEMS[code]
  const [, after = ''] = page.split(`\n## ${code}\n`)
  const [section] = after.split('\n## ')
  return `# ${code}\n\n${title}（HTTP ${status}）。[全部错误 All problems](problems.md)\n${section}`
}

export const docsRoutes: FastifyPluginAsync<RouteContext> = async (app, context) => {
  await app.register(pageSecurity)
  await app.register(
    pageRoutes('/docs', 'routes/docs/page', [
      ['page', 'css', 'hotline/page'],
      ['docs', 'css'],
      ['docs', 'js'],
      ['element', 'js', 'hotline/page'],
      ['mark', 'svg']
    ])
  )
  const layout = readFileSync(asset('routes/docs/page/layout.html'), 'utf8')
  // Versions of a rule set may have one title and several numbers.
  const titles = context.program.policy.documents.map(({ title, number }) => `《${title}》（${number}）`)
  const about = [...new Set(titles)].join('、')
  /** @param root from the page to where the routes begin */
  const page = (markdown: string, root: string) => {
    const addressOf = (name: string) => {
      if (name === 'problems') return `${root}problems`
      return PAGES.some(one => one === name) ? `${root}docs/${name}` : undefined
    }
    const parts: Record<string, string> = {
      title: titleOf(markdown),
      about,
      root,
      content: htmlOf(markdown, addressOf)
    }
    return layout.replace(/\{(\w+)\}/g, (_, name: string) => parts[name] as string)
  }
  const send = (reply: FastifyReply, html: string) => reply.type('text/html; charset=utf-8').send(html)
  const hidden = { schema: { hide: true } }

  const start = readMarkdown('start').replace('{examples}', () => examplesMarkdown(firstCalls(context)))
  app.get('/docs', hidden, async (_request, reply) => send(reply, page(start, '')))
  app.get('/docs/', hidden, async (_request, reply) => reply.redirect('../docs'))
  for (const name of PAGES) {
    const html = page(readMarkdown(name), '../')
    app.get(`/docs/${name}`, hidden, async (_request, reply) => send(reply, html))
  }
  // A status that begins a paragraph is no item of a list.
  const problems = readMarkdown('problems').replaceAll(/^(\d{3})\. /gm, '$1\\. ')
  app.get('/problems', hidden, async (_request, reply) => send(reply, page(problems, '')))
  app.get<{ Params: { code: string } }>('/problems/:code', hidden, async ({ params: { code } }, reply) => {
    if (!(code in PROBLEMS)) throw new ProblemError('not-found', `没有叫 ${code} 的错误，全部在 /problems。`)
    return send(reply, page(sectionOf(problems, code as ProblemCode), '../'))
  })
}
