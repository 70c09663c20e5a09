/**
 * Made-up rule sets that are loaded beside each other: one of two versions of which the day of the contract chooses,
 * and one of two versions of which the day of the question does.
 */

const source = { source: '编的', certainty: 'reading' } as const
const named = (name: string) => ({ name, basis: '货已经交了' })
export const fact = (label: string, schema: object, example: unknown, more: object = {}) => ({
  label,
  english: label,
  question: `${label}？`,
  description: label,
  schema,
  example,
  ...more
})

export const measure = (id: string, title: string, conditions: object, more: object = {}) => ({
  id,
  kind: 'B',
  title,
  summary: '说明',
  forWhom: '卖方',
  audience: ['enterprise'],
  delivery: null,
  window: null,
  conditions,
  related: [],
  exclusive: [],
  interpretations: [],
  silent: [],
  hotline: { say: '说', mustSay: [], keywords: [title] },
  phrases: ['一', '二', '三', '四', '五', '六', '七', '八'].map(word => `${title}怎么办${word}`),
  ...more
})

export const clause = (measures: object[]) => ({
  clause: '1',
  numbers: [1],
  section: '一、付款',
  subsection: null,
  completeness: 'complete',
  lost: null,
  summary: '说明',
  responsible: ['区商务局'],
  measures
})

export const policy = (id: string, version: string, from: string, to: string | null, more: object = {}) => ({
  id,
  version,
  title: `${id}办法`,
  number: `${from.slice(0, 4)}年1号`,
  issuer: '区政府',
  dated: from,
  published: from,
  timeZone: 'Asia/Shanghai',
  clauses: 1,
  inForce: { from, to, basis: source },
  conditions: {},
  ...more
})

const delivered = { fact: 'repay.delivered', operator: 'equal', value: true, ...named('货已经交了') }
const large = { fact: 'repay.largeBuyer', operator: 'equal', value: true, ...named('买方是大企业') }

const interest = (rate: number) =>
  measure(
    'late-interest',
    '逾期利息',
    { all: [delivered] },
    {
      kind: 'C',
      parameters: {
        rate: { label: '利率', value: rate, unit: 'percent', precision: 'exact', basis: '货已经交了' }
      },
      figures: [
        {
          id: 'interest',
          label: '利息',
          unit: 'CNY',
          formula: 'share',
          inputs: { of: { fact: 'repay.sum' }, rate: { parameter: 'rate' } },
          nature: 'cash',
          headline: true,
          basis: '货已经交了'
        }
      ]
    }
  )

const repayFacts = {
  subjects: { repay: { label: '付款', english: 'repay' }, enterprise: 'shared' },
  facts: {
    'enterprise.employees': 'shared',
    'repay.signedOn': fact('签订日期', { type: 'string', format: 'date' }, '2024-01-01'),
    'repay.delivered': fact('已经交货', { type: 'boolean' }, true),
    'repay.largeBuyer': fact('买方是大企业', { type: 'boolean' }, true),
    'repay.sum': fact('货款', { type: 'number', minimum: 0 }, 10000, { unit: 'CNY' })
  }
}

/** What both versions say alike, what only one says, and what they say differently. */
const old = clause([
  measure('acceptance', '验收', { all: [delivered] }),
  measure('term', '付款期限', { all: [delivered] }),
  interest(5),
  measure('old-only', '旧办法的登记', { all: [delivered] })
])
const recent = clause([
  measure('acceptance', '验收', { all: [delivered] }),
  measure('term', '付款期限', { all: [delivered, large] }),
  interest(6),
  measure('new-only', '新办法的公示', { all: [delivered] })
])

/** What the hotline needs of the newest version. */
const hotline = (heard: string) => ({
  'hotline-lexicon.json': { concepts: { 付: ['付款', '货款'] } },
  'hotline-outside.json': { topics: { weather: ['今天天气怎么样', '明天下雨吗', '下雪了没有'] } },
  'hotline-lines.json': {
    lines: [],
    unstated: { notCovered: '没有写。', lostClause: '缺失。', unsure: '您问的是{titles}吗？' },
    elsewhere: []
  },
  'hotline-understanding.json': {
    year: 2025,
    years: {},
    says: [{ fact: heard, value: true, pattern: '交了货' }],
    numbers: [],
    dates: [],
    months: []
  }
})

export const repayOld = {
  'policy.json': policy('repay', '1.0.0', '2020-09-01', '2025-05-31', { versionBy: 'repay.signedOn' }),
  'facts.json': repayFacts,
  'clause-01.json': old
}
export const repayNew = {
  'policy.json': policy('repay', '2.0.0', '2025-06-01', null, { versionBy: 'repay.signedOn' }),
  'facts.json': repayFacts,
  'clause-01.json': recent,
  ...hotline('repay.delivered')
}

const noticeFacts = {
  subjects: { notice: { label: '公告', english: 'notice' } },
  facts: { 'notice.posted': fact('贴出了公告', { type: 'boolean' }, true) }
}
const posted = { fact: 'notice.posted', operator: 'equal', value: true, ...named('贴出了公告') }
const notPosted = { not: posted, ...named('没有贴公告') }

export const noticeOld = {
  'policy.json': policy('notice', '1.0.0', '2021-01-01', '2022-12-31'),
  'facts.json': noticeFacts,
  'clause-01.json': clause([measure('posting', '公告', { all: [posted] })])
}
export const noticeNew = {
  'policy.json': policy('notice', '2.0.0', '2024-01-01', null),
  'facts.json': noticeFacts,
  'clause-01.json': clause([
    measure('posting', '公告', { all: [notPosted] }),
    measure('archive', '存档', { all: [posted] })
  ])
}

/** Two versions of which the first has no beginning and the last no end, each with a list of measures. */
const lendFacts = {
  subjects: { lend: { label: '借款', english: 'lend' } },
  facts: {
    'lend.madeOn': fact('借款日期', { type: 'string', format: 'date' }, '2024-01-01'),
    'lend.secured': fact('有抵押', { type: 'boolean' }, true),
    'lend.held': fact('已经享受的', { type: 'array' }, ['cap'], { measureIds: true })
  }
}
const secured = { fact: 'lend.secured', operator: 'equal', value: true, ...named('有抵押') }
const lend = (version: string, from: string | null, to: string | null, measures: object[]) => ({
  'policy.json': policy('lend', version, from ?? '2015-01-01', to, {
    inForce: { from, to, basis: source },
    versionBy: 'lend.madeOn',
    horizon: { to: '2030-12-31', notice: '以后的事请问{unit}', basis: source }
  }),
  'facts.json': lendFacts,
  'clause-01.json': clause(measures),
  ...hotline('lend.secured')
})
const cap = measure('cap', '利率上限', { all: [secured] })
export const lendOld = lend('1.0.0', null, '2020-08-19', [cap])
export const lendNew = lend('2.0.0', '2020-08-20', null, [
  cap,
  measure('early', '提前还款', { all: [secured] })
])

/** A list of situations to tick. */
export const listOf = (fact: string) => ({
  lists: [
    {
      id: 'ticked',
      question: '有哪些情况？',
      situations: [
        {
          id: 'one',
          topic: '情况',
          label: '有',
          why: '因为',
          chosen: { [fact]: true },
          notChosen: { [fact]: false }
        }
      ]
    }
  ]
})

/** The files of some rule sets, as folders. */
export const foldersOf = (sets: Record<string, object>) =>
  Object.fromEntries(
    Object.entries(sets).map(([name, files]) => [
      name,
      Object.fromEntries(Object.entries(files).map(([file, content]) => [file, JSON.stringify(content)]))
    ])
  )
