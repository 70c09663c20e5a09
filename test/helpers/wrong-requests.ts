/** Requests that must be refused, as data for http.test.ts. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'

const facts = (json: string) => `{"facts":${json}}`
const many = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => item(i)).join()
const long = 'x'.repeat(5000)
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const keys = (count: number) => Array.from({ length: count }, (_, i) => `/facts/k${i}`)
const RENT = '/facts/lease/monthlyRent'
const SIZE = '/facts/enterprise/size'

/** Bodies of POST /eligibility, and what is said of the first error. */
export const MESSAGES: [string, string][] = [
  [facts('{"enterprise.size":"small"}'), '请按主体分组，写成 {"enterprise":{"size":…}}'],
  [facts('{"enterprise":{"size":"tiny"}}'), '应当是 large、medium、small、micro 之一'],
  [facts('{"enterprise":{"industry":"tiny"}}'), '格式不对，例如 餐饮业'],
  [facts('{"size":"small"}'), '没有 size 这个名称']
]

/** Bodies of POST /eligibility: what is wrong, the body, and each error as "pointer" or "pointer → suggestion". */
export const BODIES: [string, string, ...string[]][] = [
  ['Chinese for a fact', facts('{"enterprise":{"企业规模":"small"}}'), '/facts/enterprise/企业规模 → size'],
  ['Chinese for a subject', facts('{"企业":{"size":"small"}}'), '/facts/企业 → enterprise'],
  ['the label of a fact', facts('{"企业规模":"small"}'), '/facts/企业规模 → enterprise.size'],
  [
    'the title of a measure',
    '{"facts":{},"measures":["国有房屋租金减免3个月"]}',
    '/measures/0 → state-owned-rent-relief'
  ],
  ['an unknown field of results', '{"facts":{},"fields":["reason"]}', '/fields/0 → reasons'],
  ['a list', '[]', ''],
  ['null', 'null', ''],
  ['a text', '"x"', ''],
  ['no facts', '{}', '/facts'],
  ['facts are null', facts('null'), '/facts'],
  ['facts are a number', facts('5'), '/facts'],
  ['a number as a text', facts('{"enterprise":{"employees":"500"}}'), '/facts/enterprise/employees'],
  ['NaN as a text', facts('{"enterprise":{"employees":"NaN"}}'), '/facts/enterprise/employees'],
  ['infinity as a text', facts('{"lease":{"monthlyRent":"Infinity"}}'), '/facts/lease/monthlyRent'],
  ['a fact that is null', facts('{"enterprise":{"employees":null}}'), '/facts/enterprise/employees'],
  ['an empty text', facts('{"enterprise":{"size":""}}'), '/facts/enterprise/size'],
  ['infinity', facts('{"enterprise":{"employees":1e400}}'), '/facts/enterprise/employees'],
  ['infinite yuan', facts('{"lease":{"monthlyRent":1e400}}'), '/facts/lease/monthlyRent'],
  ['half a person', facts('{"enterprise":{"employees":1.5}}'), '/facts/enterprise/employees'],
  ['a boolean as a text', facts('{"lease":{"inPinggu":"true"}}'), '/facts/lease/inPinggu'],
  ['a boolean as a number', facts('{"lease":{"inPinggu":1}}'), '/facts/lease/inPinggu'],
  ['a fact in a list', facts('{"lease":{"inPinggu":[true]}}'), '/facts/lease/inPinggu'],
  ['a day that is not', '{"asOf":"2022-02-30","facts":{}}', '/asOf'],
  ['a day with slashes', '{"asOf":"2022/7/1","facts":{}}', '/asOf'],
  ['a day with a time', '{"asOf":"2022-07-01T00:00:00Z","facts":{}}', '/asOf'],
  ['a day that is null', '{"asOf":null,"facts":{}}', '/asOf'],
  ['a fact that is no day', facts('{"lease":{"start":"2022-13-01"}}'), '/facts/lease/start'],
  ['a month that is not', facts('{"housingFund":{"firstMonth":"2022-13"}}'), '/facts/housingFund/firstMonth'],
  ['an unknown property', '{"facts":{},"explian":"full"}', '/explian → explain'],
  ['a constructor', '{"facts":{},"constructor":1}', '/constructor'],
  ['a constructor of facts', facts('{"constructor":1}'), '/facts/constructor'],
  ['what every object has', facts('{"lease":{"toString":1}}'), '/facts/lease/toString'],
  [
    'an unknown measure',
    '{"facts":{},"measures":["state-owned-rent-relif"]}',
    '/measures/0 → state-owned-rent-relief'
  ],
  ['no measures', '{"facts":{},"measures":[]}', '/measures'],
  [
    'a measure twice',
    '{"facts":{},"measures":["incubator-rent-subsidy","incubator-rent-subsidy"]}',
    '/measures'
  ],
  ['an unknown level', '{"facts":{},"explain":"ful"}', '/explain → full'],
  ['an unknown subject', facts('{"enterprize":{}}'), '/facts/enterprize → enterprise'],
  ['the id of a fact as a key', facts('{"enterprise.size":"small"}'), '/facts/enterprise.size → enterprise'],
  ['a misspelt fact', facts('{"lease":{"monthlyRnet":5}}'), '/facts/lease/monthlyRnet → lease.monthlyRent'],
  ['of another subject', facts('{"loan":{"monthlyRent":5}}'), '/facts/loan/monthlyRent → lease.monthlyRent'],
  ['in another case', facts('{"lease":{"monthlyrent":5}}'), '/facts/lease/monthlyrent → lease.monthlyRent'],
  ['a word that is like nothing', facts('{"lease":{"咖啡":5}}'), '/facts/lease/咖啡'],
  ['one letter', facts('{"a":{}}'), '/facts/a'],
  ['a very long name', facts(`{"lease":{"${long}":5}}`), `/facts/lease/${long}`],
  ['a value misspelt', facts('{"enterprise":{"size":"smal"}}'), '/facts/enterprise/size → small'],
  ['a value in Chinese', facts('{"enterprise":{"size":"小型"}}'), `${SIZE} → small`],
  ['a smiling value', facts('{"enterprise":{"size":"😀"}}'), '/facts/enterprise/size'],
  ['three decimals', facts('{"lease":{"monthlyRent":0.001}}'), '/facts/lease/monthlyRent'],
  ['less than nothing', facts('{"lease":{"monthlyRent":-0.01}}'), '/facts/lease/monthlyRent'],
  ['too much', facts('{"lease":{"monthlyRent":1000000000000.01}}'), '/facts/lease/monthlyRent'],
  ['too many people', facts('{"enterprise":{"employees":10000001}}'), '/facts/enterprise/employees'],
  ['too high a rate', facts('{"loan":{"actualRate":36.01}}'), '/facts/loan/actualRate'],
  ['a kind twice', facts('{"utility":{"kinds":["water","water"]}}'), '/facts/utility/kinds'],
  ['a kind misspelt', facts('{"utility":{"kinds":["watter"]}}'), '/facts/utility/kinds/0 → water'],
  [
    'too many kinds',
    facts(`{"utility":{"kinds":["water","power","gas","heating","other","gass"]}}`),
    '/facts/utility/kinds',
    '/facts/utility/kinds/5 → gas'
  ],
  ['not a list', facts('{"utility":{"kinds":"water"}}'), '/facts/utility/kinds'],
  ['no industry', facts('{"enterprise":{"industry":"x"}}'), '/facts/enterprise/industry'],
  ['a section of another division', facts('{"enterprise":{"industry":"A62"}}'), '/facts/enterprise/industry'],
  [
    'too long an industry',
    facts(`{"enterprise":{"industry":"${'业'.repeat(21)}"}}`),
    '/facts/enterprise/industry',
    '/facts/enterprise/industry'
  ],
  ['a year before all', facts('{"lease":{"start":"1899-12-31"}}'), '/facts/lease/start'],
  ['a year beyond all', facts('{"permit":{"expiryDate":"2101-01-01"}}'), '/facts/permit/expiryDate'],
  ['a day beyond all', '{"asOf":"9999-12-31","facts":{}}', '/asOf'],
  [
    'a lease that ends before it begins',
    facts('{"lease":{"start":"2022-05-02","end":"2022-05-01"}}'),
    '/facts/lease/end',
    '/facts/lease/start'
  ],
  [
    'months that end before they begin',
    facts('{"housingFund":{"firstMonth":"2022-07","lastMonth":"2022-06"}}'),
    '/facts/housingFund/lastMonth',
    '/facts/housingFund/firstMonth'
  ],
  ['nothing possible', '{"facts":{},"possible":{"enterprise.size":[]}}', '/possible/enterprise.size'],
  [
    'possible, but no fact',
    '{"facts":{},"possible":{"enterprise.sice":["small"]}}',
    '/possible/enterprise.sice → enterprise.size'
  ],
  ['possible by subject', '{"facts":{},"possible":{"lease":{}}}', '/possible/lease'],
  ['possible, but a text', '{"facts":{},"possible":"all"}', '/possible'],
  ['possible, but null', '{"facts":{},"possible":null}', '/possible'],
  [
    'possible, but a value',
    '{"facts":{},"possible":{"enterprise.size":"small"}}',
    '/possible/enterprise.size'
  ],
  [
    'possible twice',
    '{"facts":{},"possible":{"enterprise.size":["small","small"]}}',
    '/possible/enterprise.size'
  ],
  [
    'possible and misspelt',
    '{"facts":{},"possible":{"enterprise.size":["smal"]}}',
    '/possible/enterprise.size/0 → small'
  ],
  [
    'ends of what has no order',
    '{"facts":{},"possible":{"enterprise.size":{"min":"small"}}}',
    '/possible/enterprise.size'
  ],
  ['no ends', '{"facts":{},"possible":{"lease.start":{}}}', '/possible/lease.start'],
  ['ends that are open', '{"facts":{},"possible":{"lease.start":{"min":null}}}', '/possible/lease.start/min'],
  [
    'an unknown end',
    '{"facts":{},"possible":{"lease.start":{"mix":"2022-01-01"}}}',
    '/possible/lease.start/mix → min'
  ],
  [
    'an end that does not fit',
    '{"facts":{},"possible":{"lease.monthlyRent":{"max":-1}}}',
    '/possible/lease.monthlyRent/max'
  ],
  [
    'ends the wrong way round',
    '{"facts":{},"possible":{"enterprise.employees":{"min":3,"max":2}}}',
    '/possible/enterprise.employees/min'
  ],
  [
    'given, and not possible',
    facts('{"lease":{"monthlyRent":5}}').replace('}}}', '}},"possible":{"lease.monthlyRent":{"min":6}}}'),
    '/possible/lease.monthlyRent'
  ],
  ['half a character', facts('{"lease":{"\\ud800":1}}'), '/facts/lease/\ud800'],
  ['half a character as a value', facts('{"enterprise":{"size":"\\udfff"}}'), '/facts/enterprise/size'],
  ['signs of a pointer and none', facts('{"lease":{"a\\u0000\\n/~b":1}}'), '/facts/lease/a\u0000\n~1~0b'],
  ['declined twice', '{"facts":{},"declined":["lease.end","lease.end"]}', '/declined'],
  [
    'declined too many',
    `{"facts":{},"declined":[${many(201, () => '"lease.end"')}]}`,
    '/declined',
    '/declined'
  ],
  [
    'an unknown fact declined',
    '{"facts":{},"declined":["enterprise.sise"]}',
    '/declined/0 → enterprise.size'
  ],
  [
    'one of several declined',
    '{"facts":{},"declined":["lease.end","leese.start"]}',
    '/declined/1 → lease.start'
  ],
  ['a list declined', '{"facts":{},"declined":[["lease.end"]]}', '/declined/0', '/declined/0'],
  ['deep objects', facts(`${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`), `/facts${'/a'.repeat(31)}`],
  [
    'deep lists in a fact',
    facts(`{"enterprise":{"size":${deep(9000)}}}`),
    `/facts/enterprise/size${'/0'.repeat(29)}`
  ],
  [
    'deep lists declined',
    `{"facts":{},"declined":[${deep(9000)},${deep(9000)}]}`,
    `/declined${'/0'.repeat(31)}`
  ],
  ['deeper lists', deep(30_000), '/0'.repeat(32)],
  ['not to be made a text', facts('{"enterprise":{"size":{"toString":1}}}'), SIZE, SIZE],
  ['nor a number', facts('{"enterprise":{"size":{"valueOf":1,"toString":null}}}'), SIZE, SIZE],
  [
    'nor in a list',
    facts('{"utility":{"kinds":[{"toString":1}]}}'),
    '/facts/utility/kinds/0',
    '/facts/utility/kinds/0'
  ],
  ['a rent twice', facts('{"lease":{"monthlyRent":1,"monthlyRent":2}}'), RENT],
  ['the same rent twice', facts('{"lease":{"monthlyRent":1,"monthlyRent":1}}'), RENT],
  ['a rent three times', facts('{"lease":{"monthlyRent":1,"monthlyRent":2,"monthlyRent":1}}'), RENT, RENT],
  ['a rent twice, spelt with an escape', facts('{"lease":{"monthlyRent":1,"\\u006donthlyRent":2}}'), RENT],
  ['a rent twice, both escaped', facts('{"lease":{"\\u006donthlyRent":1,"month\\u006cyRent":2}}'), RENT],
  ['thirty names twice', facts(`{${many(30, i => `"k${i}":{},"k${i}":{}`)}}`), ...keys(20)],
  [
    'names twice below a very long one',
    facts(`{"${long}":{${many(30, () => '"a":1')}}}`),
    ...[1, 2].map(() => `/facts/${long}/a`)
  ],
  ['facts twice', '{"facts":{},"facts":{"lease":{"monthlyRent":1}}}', '/facts'],
  ['a subject twice', '{"facts":{"lease":{},"loan":{},"lease":{}}}', '/facts/lease'],
  [
    'a name twice behind a text like an end',
    facts('{"lease":{"a":"}\\\\","b":"\\"{","a":1}}'),
    '/facts/lease/a'
  ],
  ['a name twice in a list', '{"facts":{},"declined":["lease.end",{"a":1,"a":2}]}', '/declined/1/a'],
  ['a prototype', facts('{"__proto__":{"a":1}}'), '/facts/__proto__'],
  ['a prototype within', facts('{"lease":{"__proto__":{"a":1}}}'), '/facts/lease/__proto__'],
  ['a prototype, escaped', facts('{"lease":{"\\u005f_proto__":{"a":1}}}'), '/facts/lease/__proto__'],
  [
    'a prototype in a value',
    facts('{"enterprise":{"size":{"__proto__":1}}}'),
    '/facts/enterprise/size/__proto__'
  ],
  ['a constructor with a prototype', '{"facts":{},"constructor":{"prototype":{"a":1}}}', '/constructor'],
  ['a constructor in a list', '{"facts":{},"declined":[{"constructor":1}]}', '/declined/0/constructor'],
  ['half a character declined', '{"facts":{},"declined":["\\ud800"]}', '/declined/0'],
  [
    'many errors at once',
    '{"asOf":"soon","x":1,"facts":{"enterprise":{"size":"smal","employees":-1},"lease":{"monthlyRent":"1"}}}',
    '/asOf',
    '/x',
    '/facts/enterprise/size → small',
    '/facts/enterprise/employees',
    '/facts/lease/monthlyRent'
  ]
]

/** Bodies made to keep the service busy, each within the limit of size. */
export const HOSTILE: [string, string][] = [
  ['wrong subjects', facts(`{${many(6500, i => `"k${i}":1`)}}`)],
  ['wrong facts', facts(`{"enterprise":{${many(6500, i => `"k${i}":1`)}}}`)],
  ['long wrong facts', facts(`{"enterprise":{${many(1000, i => `"${'e'.repeat(50)}${i}":1`)}}}`)],
  ['wrong values', facts(`{"benefit":{"alreadyHadUnderDocument6":[${many(6000, i => `"w${i}"`)}]}}`)],
  [
    'wrong measures',
    `{"facts":{},"measures":[${many(1100, i => `"state-owned-rent-relief-and-so-on-${i}"`)}]}`
  ],
  ['objects that differ', `{"facts":{},"declined":[${many(5000, i => `{"a":${i}}`)}]}`]
]

const JSON_TYPE = { 'content-type': 'application/json' }

interface Failing {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'
  url: string
  payload?: string | Buffer
  headers?: Record<string, string>
  status: number
  code: string
  detail?: RegExp
}
const post = (
  payload: string | Buffer,
  status: number,
  code: string,
  headers: Record<string, string> = JSON_TYPE
): Failing => ({
  method: 'POST',
  url: '/eligibility',
  payload,
  headers,
  status,
  code
})
const cursor = (text: string) => `/measures?cursor=${Buffer.from(text).toString('base64url')}`
const malformed = 'malformed-json'
const unreadable = 'unreadable-body'
const BATCH = '/eligibility/batch'
const LINES_TYPE = { 'content-type': 'application/x-ndjson' }
const utf8 = (text: string) => Buffer.from(text)
/** 我是个体户, as a Windows console sends it. */
const CALLER = Buffer.from([0xce, 0xd2, 0xca, 0xc7, 0xb8, 0xf6, 0xcc, 0xe5, 0xbb, 0xa7])
const GBK = Buffer.concat([utf8('{"question":"'), CALLER, utf8('"}')])
const GBK_LINE = Buffer.concat([utf8('{"id":"'), CALLER, utf8('","facts":{}}')])
const media = 'unsupported-media-type'

/** Everything else that is refused. */
export const FAILING: Failing[] = [
  post('{', 400, malformed),
  post('', 400, malformed),
  post('{"facts":{}}}', 400, malformed),
  post("{'facts':{}}", 400, malformed),
  post(facts('{"lease":{"monthlyRent":NaN}}'), 400, malformed),
  post(facts('{"lease":{"monthlyRent":-Infinity}}'), 400, malformed),
  post('  ', 400, malformed),
  ...[
    ['in GBK', GBK],
    ['cut within a character', Buffer.concat([utf8('{"question":"房租').subarray(0, -1), utf8('"}')])],
    [
      'with half a character, encoded',
      Buffer.concat([utf8('{"question":"'), Buffer.from([0xed, 0xa0, 0x80]), utf8('"}')])
    ],
    ['in UTF-16', Buffer.from('\ufeff{"question":"房租"}', 'utf16le')],
    ['in GBK, packed', gzipSync(GBK), { 'content-encoding': 'gzip' }]
  ].map(([, bytes, more]) => ({
    ...post(bytes as Buffer, 400, unreadable, { ...JSON_TYPE, ...(more as object) }),
    url: '/answers',
    detail: /UTF-8/
  })),
  ...[
    ['in GBK', GBK_LINE],
    ['in GBK, behind lines that are blank', Buffer.concat([utf8('\r\n  \n'), GBK_LINE, utf8('\n{}\n')])],
    ['in UTF-16, with its mark', Buffer.from('\ufeff{"id":"a","facts":{}}\n', 'utf16le')],
    ['in UTF-16', Buffer.from('{"id":"a","facts":{}}\n', 'utf16le')],
    ['in GBK, packed', gzipSync(GBK_LINE), { 'content-encoding': 'gzip' }]
  ].map(([, bytes, more]) => ({
    ...post(bytes as Buffer, 400, unreadable, { ...LINES_TYPE, ...(more as object) }),
    url: BATCH,
    detail: /UTF-8/
  })),
  ...['gbk', 'GB18030', '"gb2312"', 'utf-16', 'iso-8859-1', 'utf-8; charset=gbk'].flatMap(charset => [
    { ...post(GBK, 415, media, { 'content-type': `application/json; charset=${charset}` }), url: '/answers' },
    { ...post(GBK, 415, media, { 'content-type': `application/x-ndjson;charset=${charset}` }), url: BATCH }
  ]),
  ...[JSON_TYPE, LINES_TYPE].flatMap(type => {
    const url = type === JSON_TYPE ? '/eligibility' : BATCH
    const sound = type === JSON_TYPE ? '{"facts":{}}' : '{"id":"a","facts":{}}\n'
    const as = (packing: string) => ({ ...type, 'content-encoding': packing })
    return [
      ...['zstd', 'compress', 'gzip, gzip', 'constructor', 'aes128gcm'].map(packing =>
        post(gzipSync(sound), 415, media, as(packing))
      ),
      post(sound, 400, unreadable, as('gzip')),
      post(sound, 400, unreadable, as('deflate')),
      post(sound, 400, unreadable, as('br')),
      post(gzipSync(sound), 400, unreadable, as('br')),
      post(gzipSync(sound).subarray(0, 20), 400, unreadable, as('gzip')),
      post(brotliCompressSync(sound).subarray(0, 8), 400, unreadable, as('br')),
      post('', 400, unreadable, as('deflate'))
    ].map(one => ({ ...one, url }))
  }),
  ...(
    [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync]
    ] as const
  ).map(([packing, pack]) =>
    post(pack(Buffer.alloc(1024 * 1024, ' ')), 413, 'payload-too-large', {
      ...JSON_TYPE,
      'content-encoding': packing
    })
  ),
  { method: 'POST', url: BATCH, status: 415, code: media, detail: /x-ndjson/ },
  { ...post('{}', 415, media, {}), url: BATCH },
  post('x'.repeat(5_000_000), 413, 'payload-too-large'),
  post('{"facts":{}}'.padEnd(65_537), 413, 'payload-too-large'),
  post('{"facts":{}}', 400, 'bad-request', { ...JSON_TYPE, 'content-length': '5' }),
  post('{"facts":{}}', 415, media, { 'content-type': 'text/plain' }),
  post('{"facts":{}}', 415, media, { 'content-type': 'application/xml' }),
  post('{"facts":{}}', 415, media, { 'content-type': 'application/x-www-form-urlencoded' }),
  post('{"facts":{}}', 415, media, { 'content-type': 'multipart/form-data; boundary=x' }),
  post('{"facts":{}}', 415, media, { 'content-type': 'nonsense' }),
  post('{"facts":{}}', 415, media, {}),
  {
    method: 'POST',
    url: '/eligibility/batch',
    payload: '{}',
    headers: JSON_TYPE,
    status: 415,
    code: media,
    detail: /x-ndjson/
  },
  { url: '/eligibility', status: 405, code: 'method-not-allowed', detail: /只接受 POST。/ },
  {
    method: 'PUT',
    url: '/eligibility?asOf=2022-07-01',
    payload: '{}',
    headers: JSON_TYPE,
    status: 405,
    code: 'method-not-allowed'
  },
  {
    method: 'DELETE',
    url: '/measures',
    status: 405,
    code: 'method-not-allowed',
    detail: /只接受 GET、HEAD。/
  },
  { method: 'OPTIONS', url: '/measures/one', status: 405, code: 'method-not-allowed' },
  { method: 'PUT', url: '/measures/one/two', status: 404, code: 'not-found' },
  { url: '/nothing?here', status: 404, code: 'not-found', detail: /没有 GET \/nothing 这个地址/ },
  { url: '/docs/static/..%2f..%2fpackage.json', status: 404, code: 'not-found' },
  { url: '/%zz', status: 400, code: 'bad-request' },
  { url: '/measures/%ff', status: 400, code: 'bad-request' },
  ...[
    'q=%B7%BF%D7%E2',
    'q=%E6%88',
    'q=%',
    'q=100%',
    'q=%ED%A0%80',
    'q=%u623f',
    '%B7=1',
    'q=x&unit=%C7%F8'
  ].map(query => ({
    url: `/measures?${query}`,
    status: 400,
    code: 'bad-request',
    detail: /UTF-8/
  })),
  { url: '/nothing?q=%B7', status: 400, code: 'bad-request' },
  { url: `/measures/${'a'.repeat(201)}`, status: 400, code: 'bad-request', detail: /太长/ },
  { url: '/measures?cursor=nonsense', status: 400, code: 'bad-request', detail: /cursor/ },
  { url: '/measures?cursor=', status: 400, code: 'bad-request', detail: /cursor/ },
  { url: cursor('5.othersetofrules'), status: 400, code: 'bad-request', detail: /cursor/ },
  { url: cursor('-5.othersetofrules'), status: 400, code: 'bad-request', detail: /cursor/ },
  {
    url: '/measures/no-such-thing-at-all-or-anywhere',
    status: 404,
    code: 'unknown-measure',
    detail: /anywhere 的政策。/
  },
  {
    url: '/measures/state-owned-rent-relif',
    status: 404,
    code: 'unknown-measure',
    detail: /是不是 state-owned-rent-relief？/
  },
  {
    url: `/measures/${encodeURIComponent('国有房屋租金减免3个月')}`,
    status: 404,
    code: 'unknown-measure',
    detail: /是不是 state-owned-rent-relief？/
  },
  { url: '/measures/__proto__', status: 404, code: 'unknown-measure' },
  { url: '/clauses/99', status: 404, code: 'unknown-clause', detail: /第 99 条，编号从 1 到 \d+/ },
  { url: '/clauses/0', status: 404, code: 'unknown-clause' },
  { url: '/clauses/toString', status: 404, code: 'unknown-clause' }
]

/** Parameters that are refused: the address, the error as "pointer" or "pointer → suggestion", the part named. */
export const PARAMETERS: [string, string, string][] = [
  ['/measures?sector=x', '/sector → section', '查询参数'],
  ['/measures?limit=0', '/limit', '查询参数'],
  ['/measures?limit=101', '/limit', '查询参数'],
  ['/measures?limit=many', '/limit', '查询参数'],
  ['/measures?limit=1&limit=2', '/limit', '查询参数'],
  ['/measures?kind=Z', '/kind', '查询参数'],
  ['/measures?window=opne', '/window → open', '查询参数'],
  ['/measures?clause=56', '/clause', '查询参数'],
  ['/measures?asOf=2022-02-30', '/asOf', '查询参数'],
  ['/measures?q=', '/q', '查询参数'],
  [`/measures?q=${'x'.repeat(201)}`, '/q', '查询参数'],
  ['/measures?__proto__=x', '/__proto__', '查询参数'],
  ['/measures/incubator-rent-subsidy?asof=2022-07-01', '/asof → asOf', '查询参数'],
  ['/facts?subject=leese', '/subject → lease', '查询参数'],
  ['/clauses?clause=4', '/clause', '查询参数'],
  ['/clauses/4?day=2022-07-01', '/day', '查询参数'],
  [`/measures/${'a'.repeat(81)}`, '/id', '地址'],
  ['/clauses/12345678901', '/clause', '地址']
]

/** Wrong bodies of other routes, each with the pointers of its errors. */
export const OTHERS: [string, string, ...string[]][] = [
  ['/eligibility?asOf=2022-07-01', '{"facts":{}}', '/asOf'],
  ['/calculate?measure=x', '{"facts":{}}', '/measure'],
  ['/calculate', '{"facts":{},"measure":"nothing"}', '/measure'],
  ['/calculate', '{"facts":{},"measure":null}', '/measure', '/measure'],
  ['/calculate', '{"facts":{},"explain":"full"}', '/explain'],
  ['/calculate', '{"measure":"incubator-rent-subsidy"}', '/facts'],
  ['/answers', '{}', '/question'],
  ['/answers', '{"question":""}', '/question'],
  ['/answers', JSON.stringify({ question: '问'.repeat(2001) }), '/question'],
  ['/answers', '{"question":5}', '/question'],
  ['/answers', '{"question":"房租","limit":11}', '/limit'],
  ['/answers', '{"question":"房租","facts":{"lease":{"start":"soon"}}}', '/facts/lease/start']
]
