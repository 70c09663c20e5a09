/** GET /hotline: the page for hotline agents, plain files that ask this service and nothing else. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyPluginAsync } from 'fastify'

const FILES = [
  ['/hotline', 'index.html', 'text/html; charset=utf-8'],
  ['/hotline/hotline.js', 'hotline.js', 'text/javascript; charset=utf-8'],
  ['/hotline/hotline.css', 'hotline.css', 'text/css; charset=utf-8']
] as const

export const hotlinePageRoutes: FastifyPluginAsync = async app => {
  for (const [url, file, type] of FILES) {
    const text = readFileSync(fileURLToPath(new URL(`../hotline/page/${file}`, import.meta.url)), 'utf8')
    app.get(url, { schema: { hide: true } }, async (_request, reply) => reply.type(type).send(text))
  }
}
