/** Decisions on record: the commands of whoever answers for them. */
import { buildApp } from '../../app.ts'
import { readArchived, readPlan } from '../../plan.ts'
import { stampOf } from '../../policy/asked.ts'
import { Keys, newSecret } from '../../records/keys.ts'
import type { Decision } from '../../records/ledger.ts'
import { PostgresSink } from '../../records/postgres/sink.ts'
import { ship as shipTo } from '../../records/store.ts'
import { verify as verifyLog } from '../../records/verify.ts'
import { replayed } from '../../routes/decisions.ts'
import { type Command, FINDINGS, FINE, parse, Usage } from '../frame/command.ts'
import { mainOf } from '../frame/main.ts'
import { ledgerOf, logsOf, publicKeysIn, STORE, withStore } from './store.ts'

function idIn(positionals: readonly string[]): string {
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0) throw new Usage('one decision is named, by its id')
  return id
}

const WHERE = '  --records PLACE   a folder or postgres://…; default: RECORDS of the environment\n'

const key: Command = {
  name: 'key',
  summary: 'makes a secret for RECORDS_KEY',
  help: 'Usage: npm run decisions -- key\n\nTo replace a secret, put the new one in front of it, with a comma.\n',
  async run(args, io) {
    parse(args, {})
    const secret = newSecret()
    io.out(`RECORDS_KEY=${secret}\n`)
    io.err(`For whoever verifies, without the secret: --public-key ${Keys.read(secret).publicKey}\n`)
    return FINE
  }
}

const verify: Command = {
  name: 'verify',
  summary: 'walks the log and finds whatever was changed in it',
  help: `Usage: npm run decisions -- verify [options]

${WHERE}  --public-key KEY  in place of the secret in RECORDS_KEY
`,
  async run(args, io) {
    const { values } = parse(args, { ...STORE, 'public-key': { type: 'string' } })
    const keys = publicKeysIn(values['public-key'])
    return withStore(values.records, async sink => {
      let isSound = true
      for await (const log of logsOf(sink)) {
        const { records, erased, faults } = await verifyLog(log, keys)
        for (const fault of faults) io.out(`${fault}\n`)
        io.out(`${records} records, ${erased} erased, ${faults.length} faults\n`)
        isSound &&= faults.length === 0
      }
      return isSound ? FINE : FINDINGS
    })
  }
}

const show: Command = {
  name: 'show',
  summary: 'shows a decision, and what was asked',
  help: `Usage: npm run decisions -- show ID [options]\n\n${WHERE}`,
  async run(args, io) {
    const { values, positionals } = parse(args, STORE)
    const id = idIn(positionals)
    return withStore(values.records, async sink => {
      const found = await ledgerOf(sink).find(id)
      if (!found) throw new Usage(`there is no decision ${id}`)
      const { record, request } = found
      const asked = request.kept === 'full' ? JSON.parse(request.text) : null
      io.out(`${JSON.stringify({ ...record, kept: request.kept, request: asked }, null, 2)}\n`)
      return FINE
    })
  }
}

const replay: Command = {
  name: 'replay',
  summary: 'decides again, by the rules of then and by those of today',
  help: `Usage: npm run decisions -- replay ID|--all [options]

${WHERE}  --archive DIR     a folder of rule sets that are no longer served, packed or in folders; default: RULES_ARCHIVE
`,
  async run(args, io) {
    const { values, positionals } = parse(args, {
      ...STORE,
      all: { type: 'boolean', default: false },
      archive: { type: 'string', default: process.env.RULES_ARCHIVE ?? '' }
    })
    const plan = readPlan()
    const stamps = plan.policy.documents.map(stampOf)
    const app = await buildApp({
      ...plan,
      metrics: false,
      archived: digests => readArchived(values.archive, digests)
    })
    const counts = { same: 0, different: 0, 'not replayable': 0 }
    const one = async (decision: Decision) => {
      const { id } = decision.record
      try {
        const found = await replayed(decision, app, stamps)
        counts[found.original.same ? 'same' : 'different']++
        if (!values.all) io.out(`${JSON.stringify(found, null, 2)}\n`)
        else if (!found.original.same) io.out(`${id}: ${JSON.stringify(found.original.differences)}\n`)
      } catch (error) {
        counts['not replayable']++
        io.out(`${id}: ${(error as Error).message}\n`)
      }
    }
    try {
      await withStore(values.records, async sink => {
        const id = values.all ? '' : idIn(positionals)
        for await (const log of logsOf(sink)) {
          if (values.all) for await (const decision of ledgerOf(log).all()) await one(decision)
        }
        const found = values.all ? null : await ledgerOf(sink).find(id)
        if (found) await one(found)
        else if (!values.all) throw new Usage(`there is no decision ${id}`)
      })
    } finally {
      await app.close()
    }
    io.err(
      `${Object.entries(counts)
        .map(([what, count]) => `${count} ${what}`)
        .join(', ')}\n`
    )
    return counts.different > 0 ? FINDINGS : FINE
  }
}

const ship: Command = {
  name: 'ship',
  summary: 'copies the records of a folder into PostgreSQL; twice is once',
  help: `Usage: npm run decisions -- ship --to postgres://… [options]\n\n${WHERE}`,
  async run(args, io) {
    const { values } = parse(args, { ...STORE, to: { type: 'string', default: '' } })
    if (!/^postgres(ql)?:/.test(values.to)) throw new Usage('say where to: --to postgres://…')
    const to = new PostgresSink(values.to)
    try {
      const records = await withStore(values.records, sink => shipTo(sink, to))
      io.out(`${records} records\n`)
    } finally {
      await to.close()
    }
    return FINE
  }
}

const erase: Command = {
  name: 'erase',
  summary: 'destroys what a record holds of a person; the log stays whole',
  help: `Usage: npm run decisions -- erase ID [options]

${WHERE}
Records that were shipped to a database are erased there too, by a second run with that --records.
`,
  async run(args, io) {
    const { values, positionals } = parse(args, STORE)
    const id = idIn(positionals)
    return withStore(values.records, async sink => {
      if (!(await ledgerOf(sink).erase(id))) throw new Usage(`there is nothing of ${id} to erase`)
      io.out(`${id} is erased\n`)
      return FINE
    })
  }
}

export const main = mainOf(
  'decisions',
  [key, verify, show, replay, ship, erase],
  'Secrets are taken from RECORDS_KEY of the environment.'
)
