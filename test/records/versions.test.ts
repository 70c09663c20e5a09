/** Version 1.0.0 of the plan, as it was released: what it decided is made again by it, and by the newest. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readArchived } from '../../src/plan.ts'
import { stampOf } from '../../src/policy/asked.ts'
import { FileSink } from '../../src/records/files.ts'
import { Keys, newSecret } from '../../src/records/keys.ts'
import { type Decision, Ledger } from '../../src/records/ledger.ts'
import { replayed } from '../../src/routes/decisions.ts'
import { ENGINE } from '../../src/version.ts'
import { build, plan } from '../helpers/service.ts'

const { scenarios } = JSON.parse(
  readFileSync(new URL('../../src/rules/pinggu-2022-9/cases/scenarios.json', import.meta.url), 'utf8')
) as { scenarios: { id: string; measure: string; asOf: string; facts: object }[] }

/** Changes of 1.1.0, by the changelog that workers read. */
const [changes, release] = plan.entries.get('pinggu-2022-9') ?? []

async function ledgerIn(t: Test): Promise<Ledger> {
  const path = mkdtempSync(join(tmpdir(), 'versions-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  const ledger = new Ledger(new FileSink(path), { keys: Keys.read(newSecret()), engine: ENGINE })
  await ledger.open()
  return ledger
}

t.test(
  'every open scenario, by 1.0.0 to the byte, and by the newest with what the changelog names',
  async t => {
    const older = readArchived('', [release?.digest ?? ''])
    if (!older) throw new Error('1.0.0 is not found')
    const then = await build(t, { ...older, records: { ledger: await ledgerIn(t), anonymous: 'full' } })
    const now = await build(t, { archived: digests => readArchived('', digests) })
    const today = plan.policy.documents.map(stampOf)
    const counts = { same: 0, changed: 0, outcomes: 0 }
    for (const { id, measure, asOf, facts } of scenarios) {
      for (const [url, asked] of [
        ['/eligibility', { asOf, facts, measures: [measure] }],
        ['/calculate', { asOf, facts, measure }]
      ] as const) {
        const { decisionId } = (await then.inject({ method: 'POST', url, payload: asked })).json()
        const found = await replayed((await then.ledger?.find(decisionId)) as Decision, now, today)
        if (!found.original.same) t.fail(`${id} ${url}: ${JSON.stringify(found.original.differences)}`)
        if (found.today.same) counts.same++
        else {
          counts.changed++
          t.same(found.today.because, ['rules'])
          if (!changes?.measures.has(measure)) t.fail(`${id} ${url}: the changelog does not name ${measure}`)
          if (found.today.differences.some(({ pointer }) => pointer.endsWith('/outcome'))) counts.outcomes++
        }
        t.same(
          found.original.policies.map(({ version }) => version),
          ['1.0.0']
        )
      }
    }
    t.equal(counts.same + counts.changed, 2 * scenarios.length, JSON.stringify(counts))
    t.comment(JSON.stringify(counts))
    t.ok(counts.outcomes > 0, 'some are decided otherwise today')
  }
)
