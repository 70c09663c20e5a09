/** GET /hotline: the page for hotline agents, plain files that ask this service and nothing else. */
import { readFileSync } from 'node:fs'
import type { FastifyPluginAsync } from 'fastify'
import { asset } from '../assets.ts'
import { pageSecurity } from '../plugins/security.ts'

const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css' } as const

/** The page, and what it loads: its name and its kind. */
const FILES = [
  ['index', 'html'],
  ['hotline', 'css'],
  ['hotline', 'js'],
  ['caller', 'js'],
  ['card', 'js'],
  ['element', 'js'],
  ['keys', 'js'],
  ['question', 'js'],
  ['service', 'js'],
  ['survey', 'js'],
  ['work-order', 'js']
] as const

export const hotlinePageRoutes: FastifyPluginAsync = async app => {
  await app.register(pageSecurity)
  for (const [name, kind] of FILES) {
    const file = `${name}.${kind}`
    const text = readFileSync(asset(`hotline/page/${file}`), 'utf8')
    const url = kind === 'html' ? '/hotline' : `/hotline/${file}`
    app.get(url, { schema: { hide: true } }, async (_request, reply) =>
      reply.type(`${TYPES[kind]}; charset=utf-8`).send(text)
    )
  }
}
