/** Whatever decides is on record: tables in and out, results of tools; and each is made again to the byte. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { FastifyInstance } from 'fastify'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import t, { type Test } from 'tap'
import { decidable, stampOf } from '../../src/policy/asked.ts'
import { FileSink } from '../../src/records/files.ts'
import { Keys, newSecret } from '../../src/records/keys.ts'
import { Ledger } from '../../src/records/ledger.ts'
import { sha256 } from '../../src/records/record.ts'
import { replay, type Service } from '../../src/records/replay.ts'
import type { Sink } from '../../src/records/sink.ts'
import { verify } from '../../src/records/verify.ts'
import { ENGINE } from '../../src/version.ts'
import { call, round } from '../helpers/mcp.ts'
import { build, plan } from '../helpers/service.ts'

const keys = Keys.read(newSecret())
const LINES = 'application/x-ndjson'
const CSV = 'text/csv'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A service that records, and how to have it fail. */
async function recording(t: Test, unrecorded: 'refuse' | 'answer' = 'refuse') {
  const path = mkdtempSync(join(tmpdir(), 'everywhere-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  const sink = new FileSink(path)
  const state = { fails: false }
  const write = async (...args: Parameters<Sink['write']>) => {
    if (state.fails) throw new Error('ENOSPC')
    return sink.write(...args)
  }
  const ledger = new Ledger(Object.assign(Object.create(sink) as Sink, { write }), { keys, engine: ENGINE })
  await ledger.open()
  const app = await build(t, { mcp: true, records: { ledger, anonymous: 'full' } })
  app.addHook('onRequest', async request => {
    if (unrecorded === 'refuse') return
    request.client = { id: 'x', record: 'full', unrecorded } as never
    request.charge = () => {}
  })
  return { app, ledger, path, state }
}

const post = (app: FastifyInstance, url: string, payload: string | Buffer, type: string, accept = LINES) =>
  app.inject({ method: 'POST', url, payload, headers: { 'content-type': type, accept } })

/** Whether a decision is found, and comes out the same. */
async function again(t: Test, app: FastifyInstance, id: string) {
  const response = await app.inject({ method: 'POST', url: `/decisions/${id}/replay` })
  t.match(
    [response.statusCode, response.json().original, response.json().today],
    [200, { same: true, differences: [] }, { same: true }],
    `${id} ${response.body.slice(0, 500)}`
  )
}

const TABLE =
  '编号,企业名称,企业规模,在平谷区注册,职工人数,月租金\r\n' +
  'A,"甲, ""乙""",小型,是,8,12000\r\nB,乙,巨型,,,\r\n"-C",=丙,微型,否,3,\r\n'

t.test('rows of tables', async t => {
  const { app, path, ledger } = await recording(t)
  const book = Buffer.from(
    await writeXlsx({
      sheets: [
        {
          name: '甲',
          rows: [
            ['编号', '企业名称', '企业规模', '租期开始日'],
            ['A', '甲', '小型', new Date('2022-01-01T00:00:00Z')],
            ['B', '乙', '中型', null]
          ]
        }
      ]
    })
  )
  const wide = await post(app, '/eligibility/batch', TABLE, CSV, CSV)
  const rows = parse(wide.body, { columns: true, bom: true }) as Record<string, string>[]
  t.match(
    rows.map(({ 编号, 企业名称, 决定编号 }) => [编号, 企业名称, 决定编号 !== '']),
    [
      ['A', '甲, "乙"', true],
      ['B', '乙', false],
      ["'-C", "'=丙", true]
    ]
  )
  t.equal(Object.keys(rows[0] as object).at(-1), '决定编号', 'a column of its own, the last')
  t.ok(Object.keys(rows[0] as object).length < decidable(plan.policy).length, 'some measures are not shown')
  const [id = ''] = rows.map(row => row.决定编号)
  const record = (await app.inject(`/decisions/${id}`)).json()
  t.match(record, {
    route: 'POST /eligibility/batch',
    asOf: '2022-07-01',
    request: { line: /^\{"id":"A","facts":\{"enterprise":\{/, table: { beside: ['甲, "乙"'] } }
  })
  t.equal(Object.keys(record.outcomes).length, decidable(plan.policy).length)
  const [line = ''] = wide.body.split('\r\n').slice(1)
  t.equal(record.body, `sha256:${sha256(line)}`, 'of the row as it was sent')

  const ids: string[] = []
  const details = await post(
    app,
    '/eligibility/batch?explain=summary&measures=state-owned-rent-relief,job-creation-award',
    TABLE,
    CSV,
    CSV
  )
  const reasons = parse(details.body, { columns: true, bom: true }) as Record<string, string>[]
  t.same(
    reasons.map(({ 编号 }) => 编号),
    ['A', 'A', 'B', "'-C", "'-C"]
  )
  t.equal(reasons[0]?.决定编号, reasons[1]?.决定编号, 'one decision, a row for each measure')
  const only = await post(app, '/eligibility/batch?explain=summary&only=eligible', TABLE, CSV, CSV)
  t.equal(only.statusCode, 200)
  const lines = await post(app, '/eligibility/batch', TABLE, CSV)
  const gb = Buffer.from('b1e0bac52cc9eac7ebc8cbc0e0d0cd0d0abcd72cc6f3d2b50d0a', 'hex')
  const inGb = await post(app, '/eligibility/batch?explain=summary', gb, CSV)
  const ofLines = await post(app, '/eligibility/batch', '{"id":"A","facts":{}}\n{"id":"B"}', LINES, CSV)
  const sheets = await readXlsx((await post(app, '/eligibility/batch', book, XLSX, XLSX)).rawPayload)
  const [titles = [], ...cells] = sheets.sheets[0]?.rows ?? []
  t.equal(titles.at(-1), '决定编号')
  const inCsv = (body: string) =>
    (parse(body, { columns: true, bom: true }) as Record<string, string>[]).map(row => row.决定编号 as string)
  const inLines = (body: string) =>
    body
      .trim()
      .split('\n')
      .map(one => JSON.parse(one).decisionId as string)
  ids.push(...inCsv(wide.body), ...inCsv(details.body), ...inCsv(ofLines.body), ...inCsv(only.body))
  ids.push(...inLines(lines.body), ...inLines(inGb.body), ...cells.map(row => String(row.at(-1))))
  const known = [...new Set(ids)].filter(Boolean)
  t.equal(known.length, 10)
  for (const one of known) await again(t, app, one)
  const nothing: string[] = []
  for await (const { record } of ledger.all()) if (!known.includes(record.id)) nothing.push(record.id)
  t.equal(nothing.length, 2, 'of whom nothing is said, that is on record too')
  for (const one of nothing) await again(t, app, one)
  t.same((await verify(new FileSink(path), keys.public)).faults, [])
})

t.test('rows that cannot be put on record', async t => {
  const marked = await recording(t, 'answer')
  marked.state.fails = true
  const said = await post(marked.app, '/eligibility/batch', TABLE, CSV, CSV)
  const rows = parse(said.body, { columns: true, bom: true }) as Record<string, string>[]
  t.same(
    rows.map(({ 决定编号 }) => 决定编号),
    ['未留记录', '', '未留记录']
  )
  t.same(marked.ledger.counts, { written: 0, failed: 2 })
  const refused = await recording(t)
  refused.state.fails = true
  for (const kind of [CSV, XLSX, LINES]) {
    const none = await post(refused.app, '/eligibility/batch', TABLE, CSV, kind)
    t.match([none.statusCode, none.json().code], [503, 'not-recorded'], `nothing of ${kind} leaves`)
  }
  const empty = await post(refused.app, '/eligibility/batch', '编号,企业规模\n', CSV, CSV)
  t.match(empty.body, /,决定编号\r\n$/, 'of no row there is nothing to record')
})

t.test('results of tools', async t => {
  const { app } = await recording(t)
  const facts = { enterprise: { employees: 8 } }
  const measures = ['state-owned-rent-relief']
  const ids: string[] = []
  for (const [tool, args, outcomes] of [
    ['decide', { facts }, decidable(plan.policy).length],
    ['decide', { facts, measures, asOf: '2022-08-01' }, 1],
    ['calculate', { facts, measure: 'job-creation-award' }, 1],
    ['calculate', { facts }, 0],
    ['find_measures', { question: '我是个体户，租的是公家的铺面，房租能免几个月？' }, 1],
    ['next_question', { facts, measures }, 1]
  ] as const) {
    const { content, structuredContent } = await call(app, tool, args)
    const id = structuredContent.decisionId as string
    ids.push(id)
    t.match(content[0]?.text, `决定编号：${id}`)
    const record = (await app.inject(`/decisions/${id}`)).json()
    t.match(record, {
      route: 'POST /mcp',
      asOf: 'asOf' in args ? args.asOf : '2022-07-01',
      request: { tool, arguments: args },
      policies: plan.policy.documents.map(stampOf)
    })
    t.ok(Object.keys(record.outcomes).length >= outcomes, `${tool} ${Object.keys(record.outcomes).length}`)
    t.equal(record.body, `sha256:${sha256(JSON.stringify(structuredContent))}`, 'of the half that is data')
  }
  const { form } = await round(app, { facts, measures })
  const { result } = await round(app, { facts, measures }, { action: 'cancel' }, form?.state)
  ids.push(result.structuredContent.decisionId as string)
  for (const id of ids) await again(t, app, id)
  for (const [tool, args] of [
    ['find_measures', { clause: '4' }],
    ['read_clause', { clause: '4' }],
    ['decide', { facts: 1 }]
  ] as const) {
    t.equal((await call(app, tool, args)).structuredContent.decisionId, undefined, tool)
  }
})

t.test('results of tools that cannot be put on record', async t => {
  const facts = { enterprise: { employees: 8 } }
  const marked = await recording(t, 'answer')
  marked.state.fails = true
  t.match(await call(marked.app, 'decide', { facts }), {
    structuredContent: { recorded: false },
    content: [{ text: /已经留下记录：否/ }]
  })
  const refused = await recording(t)
  refused.state.fails = true
  t.match(await call(refused.app, 'decide', { facts }), {
    isError: true,
    structuredContent: { code: 'not-recorded' }
  })
  t.same([marked.ledger.counts.failed, refused.ledger.counts.failed], [1, 1])
})

t.test('what today refuses as a whole is what would be said now', async t => {
  const { app, ledger } = await recording(t)
  for (const accept of [LINES, CSV]) {
    const { body } = await post(app, '/eligibility/batch', '{"id":"A","facts":{}}', LINES, accept)
    const id = /\w{6}-\w+-\w+-\w{12}/.exec(body)?.[0] as string
    const original = (await app.serviceOf(app.served)) as Service
    const problem = Buffer.from('{"code":"unknown-version"}')
    const found = await replay((await ledger.find(id)) as never, original, {
      ...original,
      ask: async () => problem
    })
    t.match(found, { original: { same: true }, today: { same: false } })
    t.ok(found.today.differences.some(({ pointer, is }) => pointer === '/code' && is === 'unknown-version'))
    const forged = { ...original, ask: async () => Buffer.from('{"id":"A","eligible":[]}\n') }
    const changed = await replay((await ledger.find(id)) as never, forged, original)
    t.match(changed.original, { same: false, because: ['engine'] })
    if (accept === LINES) t.match(changed.original.differences[0], { was: 'undetermined', is: null })
  }
})

t.test('lines of a batch and results of tools are counted', async t => {
  const { app } = await recording(t)
  const measure = 'state-owned-rent-relief'
  const own = plan.witnesses[measure] as Record<'eligible', object>
  const lines = [own.eligible, own.eligible, {}, { lease: { inPinggu: false } }].map((facts, index) =>
    JSON.stringify({ id: `${index}`, facts, asOf: index === 1 ? '2022-07-02' : undefined })
  )
  await post(app, '/eligibility/batch', `${lines.join('\n')}\nno json\n`, LINES)
  await post(app, `/eligibility/batch?explain=summary&measures=${measure}`, '编号\nA\n', CSV, CSV)
  await call(app, 'decide', { facts: {}, measures: [measure] })
  await call(app, 'find_measures', { question: '机密机密' })
  await call(app, 'calculate', { facts: {}, measure: 'job-creation-award' })
  const { body } = await app.inject('/metrics')
  for (const [outcome, count] of [
    ['eligible', 2],
    ['undetermined', 3],
    ['ineligible', 1]
  ] as const) {
    t.match(body, `decisions_total{measure="${measure}",outcome="${outcome}"} ${count}\n`)
  }
  t.match(body, 'questions_unanswered_total 1\n')
  t.match(body, /decisions_missing_total\{fact="[\w.]+"\} \d/)
  t.notMatch(body, /outcome="(?!eligible|undetermined|ineligible)/)
})
