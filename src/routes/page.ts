/** A page: plain files that ask this service and nothing else. */
import { readFileSync } from 'node:fs'
import type { FastifyPluginAsync } from 'fastify'
import { asset } from '../assets.ts'
import { pageSecurity } from '../plugins/security.ts'

const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' } as const

/** A file of a page: its name, its kind, and the folder it lies in where that is another page's. */
type PageFile = readonly [name: string, kind: keyof typeof TYPES, folder?: string]

/**
 * @param url of the page; what it loads is below
 * @param folder where its files are
 * @param files the page, and what it loads
 */
export const pageRoutes =
  (url: string, folder: string, files: readonly PageFile[]): FastifyPluginAsync =>
  async app => {
    await app.register(pageSecurity)
    for (const [name, kind, own = folder] of files) {
      const file = `${name}.${kind}`
      const text = readFileSync(asset(`${own}/${file}`), 'utf8')
      app.get(kind === 'html' ? url : `${url}/${file}`, { schema: { hide: true } }, async (_request, reply) =>
        reply.type(`${TYPES[kind]}; charset=utf-8`).send(text)
      )
    }
  }
