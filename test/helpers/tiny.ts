/** A rule set of two clauses, made up, with its source, its cases and its changelog: what the commands are tried on. */
import { fact } from './versions.ts'

const named = (name: string, quote: string) => ({ name, basis: quote })
const words = {
  summary: '说明',
  forWhom: '小店',
  audience: ['enterprise'],
  delivery: null,
  related: [],
  exclusive: []
}
const hotline = { say: '说', mustSay: [], keywords: [] }
const phrases = [...'一二三四五六七八']
const clause = <T extends object>(id: string, numbers: number[], rest: T) => ({
  clause: id,
  numbers,
  section: '一、帮小店',
  subsection: null as string | null,
  completeness: 'complete',
  lost: null,
  summary: '说明',
  responsible: ['区商务局'],
  ...rest
})

const policy = {
  id: 'tiny',
  version: '1.0.0',
  title: '帮小店的办法',
  number: '1号',
  issuer: '区政府',
  dated: '2022-01-05',
  published: '2022-01-06',
  timeZone: 'Asia/Shanghai',
  clauses: 3,
  closing: {
    document: '6号',
    summary: '摘要',
    interpreter: '部门',
    basis: { part: 'closing', quote: '不再重复' }
  },
  conditions: {
    small: {
      fact: 'shop.staff',
      operator: 'lessThan',
      value: 10,
      name: '不到10人',
      basis: { source: '国家标准', certainty: 'verified' }
    }
  }
}

const facts = {
  subjects: { shop: { label: '店', english: 'shop' } },
  facts: {
    'shop.trade': fact('行业', { type: 'string', enum: ['food', 'books', 'tools'] }, 'food', {
      labels: { food: '餐饮', books: '图书', tools: '五金' }
    }),
    'shop.staff': fact('人数', { type: 'integer', minimum: 0 }, 3, { unit: 'person' }),
    'shop.open': fact('营业', { type: 'boolean' }, true, {
      assumeWhenMissing: {
        value: true,
        note: '没有说明的，按营业处理',
        said: '店开着',
        basis: { part: 'title', quote: '小店' }
      }
    }),
    'shop.staffOnLeave': fact('休假人数', { type: 'integer', minimum: 0 }, 1, { unit: 'person' }),
    'shop.streets': fact(
      '街道',
      { type: 'array', items: { type: 'string', enum: ['east', 'west'] } },
      ['east'],
      {
        labels: { east: '东街', west: '西街' }
      }
    ),
    'shop.rent': fact('月租', { type: 'number', minimum: 0 }, 1000, { unit: 'CNY' })
  }
}

const describes = (quote: string) => ({ quote, why: '不决定什么' })

const clause1 = clause('1', [1], {
  subsection: '（一）房租“即申即享”',
  descriptive: [
    describes('书店交的'),
    describes('个人都可以来申请'),
    describes('店铺应当'),
    describes('统一公告联系方式……负责督促检查这件事的落实')
  ],
  measures: [
    {
      ...words,
      id: 'rent-cut',
      kind: 'C',
      title: '减房租',
      delivery: { mode: '即申即享', basis: { clause: '1', part: 'subsection', quote: '即申即享' } },
      window: { kind: 'application', from: '2022-04-01', to: '2022-12-31', basis: '2022年4月至12月' },
      conditions: {
        all: [
          {
            fact: 'shop.trade',
            operator: 'in',
            value: ['food', 'books'],
            ...named('是餐饮店或书店', '餐饮店和书店')
          },
          { condition: 'small', ...named('是小店', '小店') },
          { fact: 'shop.open', operator: 'equal', value: true, ...named('在营业', '正在营业') }
        ]
      },
      parameters: {
        months: { label: '月数', value: 3, unit: 'month', precision: 'exact', basis: '三个月房租' },
        share: { label: '比例', value: 50, unit: 'percent', precision: 'exact', basis: '减半' },
        payBy: {
          label: '截止日',
          value: '2022-12-31',
          unit: 'date',
          precision: 'exact',
          basis: '2022年4月至12月'
        },
        own: {
          label: '自付',
          value: 100,
          unit: 'CNY',
          precision: 'exact',
          basis: { source: '本服务', certainty: 'reading' }
        },
        band: {
          label: '区间',
          value: [1, 2],
          unit: 'CNY',
          precision: 'range',
          basis: { source: '本服务', certainty: 'reading' }
        }
      },
      figures: [
        {
          id: 'rent',
          label: '房租',
          unit: 'CNY',
          formula: 'product',
          inputs: { factors: [{ parameter: 'months' }, { fact: 'shop.rent' }] },
          nature: 'part',
          basis: '三个月房租'
        },
        {
          id: 'cut',
          label: '减免',
          unit: 'CNY',
          formula: 'share',
          inputs: { of: { figure: 'rent' }, rate: { parameter: 'share' } },
          nature: 'cash',
          headline: true,
          basis: '减半……正在营业'
        },
        {
          id: 'own',
          label: '自付',
          unit: 'CNY',
          formula: 'stated',
          inputs: { value: { parameter: 'own' } },
          nature: 'part',
          basis: '房租'
        },
        {
          id: 'band',
          label: '区间',
          unit: 'CNY',
          formula: 'stated',
          inputs: { value: { parameter: 'band' } },
          nature: 'part',
          basis: '房租'
        },
        {
          id: 'payBy',
          label: '截止日',
          unit: 'date',
          formula: 'stated',
          inputs: { value: { parameter: 'payBy' } },
          nature: 'date',
          basis: '2022年4月至12月'
        }
      ],
      interpretations: [
        {
          id: 'mixed',
          point: '兼营怎么办',
          taken: '按主业',
          other: '都算',
          interpreter: '区商务局',
          basis: '餐饮店和书店'
        }
      ],
      silent: ['没有写怎么申请。'],
      hotline,
      phrases
    },
    {
      ...words,
      id: 'advice',
      kind: 'S',
      title: '送上门的建议',
      window: null,
      interpretations: [],
      silent: [],
      hotline,
      phrases
    }
  ]
})

const clause2 = clause('2-3', [2, 3], {
  completeness: 'partial',
  lost: '条首缺失',
  descriptive: [describes('的店和不是'), describes('餐饮店的店，只要'), describes('免收费用')],
  measures: [
    {
      ...words,
      id: 'fee-cut',
      kind: 'B',
      title: '免收费用',
      window: null,
      conditions: {
        all: [
          {
            any: [
              { fact: 'shop.streets', operator: 'contains', value: 'east', ...named('在东街', '东街') },
              {
                not: { fact: 'shop.trade', operator: 'equal', value: 'food', ...named('是餐饮店', '餐饮店') },
                ...named('不是餐饮店', '餐饮店')
              }
            ]
          },
          {
            fact: 'shop.staffOnLeave',
            operator: 'lessThan',
            value: { fact: 'shop.staff' },
            ...named('有人上班', '有人上班')
          }
        ]
      },
      interpretations: [],
      silent: [],
      hotline,
      phrases
    }
  ]
})

/** The files of the rule set. */
export const tinyRules = {
  'policy.json': policy,
  'facts.json': facts,
  'clause-01.json': clause1,
  'clause-02-03.json': clause2
}

/** The text it is made from, sorted by clause. */
export const tinySource = {
  title: '帮小店的办法',
  closing: ['享受过的不再重复享受。'],
  clauses: [
    {
      clause: 1,
      between: null,
      subsection: '（一）房租“即申即享”',
      sentences: [
        '2022年4月至12月，餐饮店和书店交的三个月房租减半，小店和个人都可以来申请。',
        '店铺应当正在营业。',
        '区商务局统一公告联系方式并且负责督促检查这件事的落实。'
      ]
    },
    {
      clause: null,
      between: [2, 3],
      subsection: null,
      sentences: ['东街的店和不是餐饮店的店，只要有人上班，免收费用。']
    }
  ]
}

/** The same text, as somebody typed it. */
export const tinyText = `${tinySource.title}\n\n${tinySource.clauses
  .flatMap(({ subsection, sentences }) => [`${subsection ?? ''}\n\n`, ...sentences])
  .join('')
  .replace('餐饮店和书店', '餐饮店\n和书店')}\n${tinySource.closing.join('')}`

export const tinyCases = {
  clause: '1',
  measures: [
    {
      measure: 'rent-cut',
      asOf: '2022-07-01',
      given: { 'shop.trade': 'food', 'shop.staff': 3, 'shop.rent': 1000 },
      cases: [
        { name: 'a small restaurant', expect: { outcome: 'eligible' } },
        { name: 'a bookshop', with: { 'shop.trade': 'books' }, expect: { outcome: 'eligible' } },
        { name: 'nine people', with: { 'shop.staff': 9 }, expect: { outcome: 'eligible' } },
        { name: 'ten people', with: { 'shop.staff': 10 }, expect: { outcome: 'ineligible' } },
        { name: 'trade unknown', without: ['shop.trade'], expect: { outcome: 'undetermined' } },
        { name: 'a tool shop', with: { 'shop.trade': 'tools' }, expect: { outcome: 'ineligible' } },
        { name: 'after the window', asOf: '2023-01-01', expect: { outcome: 'eligible', window: 'closed' } }
      ]
    }
  ]
}

/** @param heading version, and in brackets the day of its release or 未发布 */
export const tinyEntry = (heading: string) => `## ${heading}

第一版。

- 影响的事项（Impacted measures）：
  - 第1条：减房租 \`rent-cut\`，\`advice\`
  - 第2至3条：\`fee-cut\`
- 影响的期间（Impacted period）：2022-01-01 至 不限。
- 谁会注意到（Who notices）：小店。
`

export const tinyChangelog = `# 变更记录\n\n${tinyEntry('1.0.0（未发布）')}`
