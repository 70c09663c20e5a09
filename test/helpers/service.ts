/** The service as tests use it: built once a test, closed after it. */
import type { FastifyInstance } from 'fastify'
import { type AppOptions, buildApp } from '../../src/app.ts'
import { readPlan } from '../../src/plan.ts'
import { defaultRules } from '../../src/policy/files.ts'

/** The plan alone, read once a test file: what most tests are about. */
export const plan = readPlan({ rules: [defaultRules] })

/** Builds the service and closes it when the test ends. */
export async function build(
  t: { after(work: () => unknown): void },
  options: Partial<AppOptions> = {}
): Promise<FastifyInstance> {
  const app = await buildApp({ ...plan, today: () => '2022-07-01', ...options })
  t.after(() => app.close())
  return app
}
