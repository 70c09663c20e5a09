/** The service as tests use it: built once a test, closed after it. */
import type { FastifyInstance } from 'fastify'
import { type AppOptions, buildApp } from '../src/app.ts'
import { defaultRules, readRuleFiles, readWitnesses } from '../src/rules/files.ts'
import { loadPolicy } from '../src/rules/load.ts'

export const policy = loadPolicy(readRuleFiles(defaultRules))
export const witnesses = readWitnesses()

/** Builds the service and closes it when the test ends. */
export async function build(
  t: { after(work: () => unknown): void },
  options: Partial<AppOptions> = {}
): Promise<FastifyInstance> {
  const app = await buildApp({ policy, witnesses, search: () => [], today: () => '2022-07-01', ...options })
  t.after(() => app.close())
  return app
}
