/** Which methods an address answers: for whoever used another one (RFC 9110, 15.5.6). */
import type { FastifyInstance } from 'fastify'

/** What an address of a route may look like: a parameter is anything but a slash, a star is anything. */
const formOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .replaceAll(/[.+?^$()[\]{}|\\]/g, '\\$&')
      .replaceAll(/:\w+/g, '[^/]+')
      .replaceAll('*', '.*')}$`
  )

/**
 * Notes the routes that are added from now on.
 * @returns the methods of the routes that an address fits, none twice
 */
export function methodsOf(app: FastifyInstance): (path: string) => string[] {
  const routes: { form: RegExp; methods: string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    // Preflights of any address are no route of any.
    if (url !== '*') routes.push({ form: formOf(url), methods: [method].flat() })
  })
  return path => [...new Set(routes.filter(({ form }) => form.test(path)).flatMap(({ methods }) => methods))]
}
