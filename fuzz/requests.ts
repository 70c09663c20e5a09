/** Requests to send: right ones of every route, and right ones that something was done to. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import fc, { type Arbitrary } from 'fast-check'
import { applicant, type Entry, nested, possibleFor } from './applicants.ts'
import { contract } from './contract.ts'
import { day, drawnFrom, measures, ODD_JSON, ODD_TEXTS } from './values.ts'

export interface Sent {
  method: string
  path: string
  headers: Record<string, string>
  body?: Buffer
  /** the path of the contract that it is meant for */
  route: string
  /** whether it must be refused, must be answered, or may be either */
  must: 'refuse' | 'answer' | 'either'
  /** what was done to it, for the report */
  note: string
}

const asOf = fc.option(day, { nil: undefined })
const assumptions = fc.constantFrom(undefined, 'none', 'default')
const explain = fc.constantFrom(undefined, 'none', 'summary', 'full')
const some = fc.option(fc.uniqueArray(fc.constantFrom(...measures), { minLength: 1, maxLength: 5 }), {
  nil: undefined
})
const words = [
  '我是个体户',
  '租的是公家的铺面',
  '房租能免几个月',
  '贷款300万',
  '雇了两三个人',
  '不到10个人',
  '没有欠费',
  '水电费能缓缴吗',
  '买车购置税',
  '1.13万',
  '好像是小微企业',
  '第八条',
  '㍰',
  '桃',
  '大学生',
  '社保'
]
const question = fc.oneof(
  fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }).map(parts => parts.join('，')),
  fc.constantFrom(...ODD_TEXTS.filter(text => text.trim() !== '' && text.length < 2000)),
  fc
    .string({ minLength: 1, maxLength: 60, unit: 'binary' })
    .filter(text => Buffer.from(text).toString() === text)
)

/** Facts that are known, and some of which only is known what they may be. */
const known = fc.tuple(applicant, fc.nat()).map(([entries, random]) => {
  const split = random % 3 === 0 ? random % (entries.length + 1) : entries.length
  const possible = entries.slice(split).map((entry): Entry => [entry[0], possibleFor(entry, random)])
  return {
    facts: nested(entries.slice(0, split)),
    ...(possible.length > 0 && { possible: Object.fromEntries(possible) })
  }
})

type Body = Arbitrary<{ known: object; rest: object }>

const bodies: Record<string, Body> = {
  '/eligibility': fc.record({ known, rest: fc.record({ asOf, assumptions, explain, measures: some }) }),
  '/calculate': fc.record({
    known,
    rest: fc.record({
      asOf,
      assumptions,
      measure: fc.option(fc.constantFrom(...measures), { nil: undefined })
    })
  }),
  '/answers': fc.record({
    known: fc.option(known, { nil: {} }),
    rest: fc.record({
      question,
      asOf,
      limit: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined })
    })
  })
}

const JSON_TYPE = { 'content-type': 'application/json' }
const posted = (
  route: string,
  body: string | Buffer,
  must: Sent['must'],
  note: string,
  headers: Record<string, string> = JSON_TYPE
): Sent => ({
  method: 'POST',
  path: route,
  headers,
  body: Buffer.from(body as string),
  route,
  must,
  note
})

/** Bodies as their schemas want them; a pair of facts may still contradict itself, so that either answer is right. */
const wellFormed: Arbitrary<Sent> = fc
  .constantFrom(...Object.keys(bodies))
  .chain(route =>
    (bodies[route] as Body).map(({ known, rest }) =>
      posted(route, JSON.stringify({ ...rest, ...known }), 'either', 'as it should be')
    )
  )

/** What is done to the text of a body. */
const spoils: ((
  text: string,
  random: number
) => { text: string | Buffer; must: Sent['must']; note: string })[] = [
  (text, random) => {
    const at = random % text.length
    const bytes = Buffer.from(text)
    bytes[at % bytes.length] = random % 256
    return { text: bytes, must: 'either', note: 'one byte changed' }
  },
  (text, random) => ({ text: text.slice(0, random % text.length), must: 'refuse', note: 'cut off' }),
  text => ({ text: `${text}x`, must: 'refuse', note: 'something after the end' }),
  (text, random) => ({
    text: text.replace(/:("[^"]*"|[\d.]+|true|false)/, `:${ODD_JSON[random % ODD_JSON.length]}`),
    must: 'either',
    note: 'an odd value'
  }),
  (text, random) => ({
    text: text.replace('{', `{${JSON.stringify(ODD_TEXTS[random % ODD_TEXTS.length])}:1,`),
    must: 'refuse',
    note: 'an odd name'
  }),
  text => ({ text: text.replace('{', '{"facts":{},"facts":{},'), must: 'refuse', note: 'a name twice' }),
  text => ({
    text: text.replace('{', '{"f\\u0061cts":{},"facts":{},'),
    must: 'refuse',
    note: 'a name twice, once with an escape'
  }),
  text => ({ text: text.replace('{', '{"__proto__":{"facts":1},'), must: 'refuse', note: '__proto__' }),
  text => ({ text: Buffer.from(text.replace('{', '{"注":1,'), 'utf16le'), must: 'refuse', note: 'UTF-16' }),
  text => ({
    text: Buffer.concat([
      Buffer.from(text.slice(0, -1)),
      Buffer.from(',"a":"'),
      Buffer.from([0xb7, 0xbf]),
      Buffer.from('"}')
    ]),
    must: 'refuse',
    note: 'bytes that are no UTF-8'
  }),
  (_text, random) => ({
    text: ODD_JSON[random % ODD_JSON.length] as string,
    must: 'refuse',
    note: 'no object'
  }),
  text => ({ text: `${' '.repeat(70_000)}${text}`, must: 'refuse', note: 'too long' })
]

const spoiled: Arbitrary<Sent> = fc
  .tuple(wellFormed, fc.constantFrom(...spoils), fc.nat())
  .map(([sent, spoil, random]) => {
    const { text, must, note } = spoil((sent.body as Buffer).toString(), random)
    return posted(sent.route, text, must, note)
  })

const HEADERS: [Record<string, string>, Sent['must']][] = [
  [{ 'content-type': 'text/plain' }, 'refuse'],
  [{ 'content-type': 'application/json; charset=gbk' }, 'refuse'],
  [{ 'content-type': 'application/json', 'content-encoding': 'zstd-unknown' }, 'refuse'],
  [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }, 'refuse'],
  [
    {
      'content-type': 'application/json',
      traceparent: '00-00000000000000000000000000000000-0000000000000000-00'
    },
    'either'
  ],
  [{ 'content-type': 'application/json', 'x-request-id': 'x'.repeat(500) }, 'either'],
  [{ 'content-type': 'application/json', accept: 'text/html' }, 'either'],
  [{ 'content-type': 'application/json', origin: 'https://elsewhere.example' }, 'either'],
  [{ 'content-type': 'application/json; charset=utf-8', 'accept-encoding': 'gzip, br' }, 'either']
]
const withHeaders: Arbitrary<Sent> = fc
  .tuple(wellFormed, fc.constantFrom(...HEADERS))
  .map(([sent, [headers, must]]) => ({ ...sent, headers, must, note: JSON.stringify(headers) }))

const packers = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }
const packed: Arbitrary<Sent> = fc
  .tuple(wellFormed, fc.constantFrom('gzip', 'deflate', 'br'), fc.boolean())
  .map(([sent, encoding, bomb]) => {
    const plain = bomb ? Buffer.alloc(5_000_000, 32) : (sent.body as Buffer)
    const body = packers[encoding as keyof typeof packers](plain)
    return {
      ...sent,
      headers: { ...JSON_TYPE, 'content-encoding': encoding },
      body,
      must: bomb ? 'refuse' : 'either',
      note: bomb ? `a bomb in ${encoding}` : encoding
    }
  })

/** A line of a batch: an applicant, or something that is none. */
const line = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 999 }), applicant)
      .map(([id, entries]) => JSON.stringify({ id: `firm-${id}`, facts: nested(entries) }))
  },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_JSON) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"id":"a","facts":{"enterprise":{"size":{"toString":1}}}}',
      '{"id":"a"}',
      '{"facts":{}}',
      '{"id":1,"facts":{}}',
      '',
      '\u0000'
    )
  }
)
const batch: Arbitrary<Sent> = fc
  .tuple(fc.array(line, { maxLength: 30 }), explain, fc.constantFrom('\n', '\r\n'))
  .map(([lines, level, end]) => ({
    ...posted('/eligibility/batch', lines.join(end), 'either', 'a batch', {
      'content-type': 'application/x-ndjson'
    }),
    path: `/eligibility/batch?asOf=2022-07-01${level === undefined ? '' : `&explain=${level}`}`
  }))

/** Queries: right ones, wrong ones and ones that cannot be decoded. */
const gets: Arbitrary<Sent> = fc
  .constantFrom(...Object.entries(contract.paths).filter(([, { get }]) => get))
  .chain(([route, { get }]) => {
    const parameters = get?.parameters ?? []
    const right = fc.tuple(
      ...parameters.map(({ name, in: place, schema }) =>
        fc.tuple(
          fc.constant({ name, place }),
          place === 'path'
            ? fc.oneof(
                fc.constantFrom('4', '8', 'startup-subsidy', '99'),
                fc.constantFrom(...ODD_TEXTS.filter(Boolean))
              )
            : fc.option(drawnFrom(schema), { nil: undefined })
        )
      )
    )
    return fc
      .tuple(
        right,
        fc.constantFrom(
          '',
          '',
          '',
          'q=%B7%BF',
          'q=%',
          'unknown=1',
          'limit=1e3',
          'asOf=2022-13-01',
          'limit=-1',
          'cursor=%00',
          'q=a&q=b'
        )
      )
      .map(([values, extra]): Sent => {
        let path = route
        const query: string[] = extra === '' ? [] : [extra]
        for (const [{ name, place }, value] of values) {
          if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(String(value)))
          else if (value !== undefined) query.push(`${name}=${encodeURIComponent(String(value))}`)
        }
        const undecodable = extra.startsWith('q=%') && 'get' in (contract.paths[route] ?? {})
        return {
          method: 'GET',
          path: query.length > 0 ? `${path}?${query.join('&')}` : path,
          headers: {},
          route,
          must: undecodable ? 'refuse' : 'either',
          note: `query ${extra}`
        }
      })
  })

const strangers: Arbitrary<Sent> = fc
  .tuple(
    fc.constantFrom('GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'POST'),
    fc.constantFrom(
      '/',
      '//',
      '/eligibility/',
      '/eligibility/../facts',
      '/%',
      '/%00',
      '/measures/%F0%9F',
      '/x'.repeat(300),
      '/calculate',
      '/answers?x=1',
      '/docs/json',
      '/health/live',
      '/eligibility/batch'
    )
  )
  .map(
    ([method, path]): Sent => ({ method, path, headers: {}, route: '', must: 'either', note: 'no operation' })
  )

/** What is sent, each kind in its share. */
export const requests: Arbitrary<Sent> = fc.oneof(
  { weight: 6, arbitrary: wellFormed },
  { weight: 8, arbitrary: spoiled },
  { weight: 2, arbitrary: withHeaders },
  { weight: 1, arbitrary: packed },
  { weight: 2, arbitrary: batch },
  { weight: 3, arbitrary: gets },
  { weight: 1, arbitrary: strangers }
)
