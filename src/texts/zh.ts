/**
 * What answers say, in Chinese. Every language has the same table (see en.ts): a text that is missing there does not
 * compile. What a rule set itself says stands in its files; here is only what is said of any.
 */
import { grouped, partsOf } from './numbers.ts'

interface Span {
  from: string | null
  to: string | null
}

/** What the sentences about a window are made of. */
interface WindowParts {
  /** 2022年, 到2022年6月30日为止 */
  span: string
  from: string
  to: string
  /** what the dates are about */
  what: string
  /** whom to ask */
  unit: string
  /** what the document is called */
  called: string
}
type OfWindow = (parts: WindowParts) => string

/** By unit, what is written behind a number; nothing where it has none. */
const UNITS: Readonly<Record<string, string>> = {
  CNY: '元',
  'CNY-per-month': '元/月',
  GBP: '英镑',
  'GBP-per-month': '英镑/月',
  percent: '%',
  'percent-per-year': '%（年）',
  month: '个月',
  day: '天',
  'working-day': '个工作日',
  year: '年',
  person: '人',
  litre: '升',
  batch: '批次',
  test: '次',
  ratio: '',
  industry: '',
  date: '',
  'year-month': ''
}

/** @param text digits, or YYYY-MM-DD, or YYYY-MM @param unit one of `units` */
function quantity(text: string, unit = 'ratio'): string {
  const [year, month, day] = partsOf(text)
  if (unit === 'year-month') return `${year}年${month}月`
  return unit === 'date' ? `${year}年${month}月${day}日` : `${grouped(text)}${UNITS[unit]}`
}

const date = (text: string) => quantity(text, 'date')
const known = (texts: readonly string[]) => texts.join('，')

/** As short as it can be said: 2022年, 2022年6月1日至12月31日, 到2022年12月31日为止. */
function span({ from, to }: Span): string {
  if (from && to) {
    const year = from.slice(0, 4)
    if (from === `${year}-01-01` && to === `${year}-12-31`) return `${year}年`
    return `${date(from)}至${date(to).replace(new RegExp(`^${year}年`), '')}`
  }
  return to ? `到${date(to)}为止` : `从${date(from as string)}起`
}

/** （从2025年6月1日起）; empty where both ends are open: the first version has no beginning, and the last no end. */
const inBrackets = (one: Span) => (one.from || one.to ? `（${span(one)}）` : '')

const clause = (id: string) => `第${id.replace('-', '至')}条`
interface ServiceItem {
  number: string
  clause: string
  title: string
  lead: string | null
  forWhom: string
  conditions: string | null
}
interface ServiceFields {
  设定依据: string
  事项名称: string
  实施主体: string | null
  服务对象: string
  受理条件: string | null
  办理流程: null
  法定办结时限: null
  承诺办结时限: null
  是否收费: null
  办理地点: null
  咨询电话: null
  监督电话: null
}

const NOTHING: OfWindow = () => ''

export const zh = {
  /** what a document is called that does not say */
  called: '方案',
  /** sentences one behind the other */
  sentences: (texts: readonly string[]) => texts.join(''),
  speech: {
    /** Mandarin on the telephone, with its pauses: a mark of punctuation takes about as long as a character */
    charactersPerSecond: 4.5,
    /** between two sentences */
    stop: /(?<=[。！？])/,
    /** what a text is made of, to tell whether another says the same */
    pieces: (text: string): string[] => [...text.replace(/[^\p{L}\p{N}.%]/gu, '')]
  },
  units: UNITS,
  quantity,
  values: {
    yes: '是',
    no: '否',
    none: '无',
    /** stands for a text that is none of those compared with */
    other: '其他',
    /** 养老保险、失业保险 */
    list: (texts: readonly string[]) => texts.join('、'),
    /** 中型、小型或微型 */
    oneOf: (texts: readonly string[]) =>
      texts.length > 1 ? `${texts.slice(0, -1).join('、')}或${texts.at(-1)}` : texts.join(),
    between: (least: string, most: string) => `${least}至${most}`,
    atLeast: (text: string) => `不低于${text}`,
    atMost: (text: string) => `不超过${text}`,
    notBefore: (text: string) => `不早于${text}`,
    notAfter: (text: string) => `不晚于${text}`,
    about: (text: string) => `约${text}`,
    /** 企业规模：大型 */
    labelled: (label: string, text: string) => `${label}：${text}`
  },
  conditions: {
    and: '，并且',
    or: '，或者',
    /** between parts that are long themselves */
    longAnd: '；并且',
    longOr: '；或者'
  },
  basis: {
    certainty: { verified: '已核对', unverified: '未核实', reading: '本服务的理解' } as Record<
      string,
      string
    >,
    parts: { closing: '结尾', title: '标题' } as Record<string, string>,
    /** what is not in the document @param certainty one of those above */
    elsewhere: (source: string, quote: string | null, called: string, certainty: string) =>
      `${source}${quote ? `：“${quote}”` : ''}（不在本${called}内，${certainty}）`,
    clause,
    quoted: (id: string, isHeading: boolean, quote: string) =>
      `${clause(id)}${isHeading ? '小标题' : ''}：“${quote}”`,
    part: (called: string, part: string, quote: string) => `${called}${part}：“${quote}”`
  },
  offices: {
    /** whom to ask where nobody is named */
    anyone: '12345',
    noneNamed: '条文没有写由哪个部门负责，请打12345转办。',
    lost: '责任单位在现有抄本中缺失，请打12345转办。',
    noLead: (called: string, first: string) => `${called}没有写由哪个部门主办，条文最先写的是${first}。`,
    /** @param isReading whether the text does not say who leads */
    lead: (lead: string, isReading: boolean, called: string, supporting: readonly string[]) => {
      const why = isReading ? `（${called}没有分主次，按事项内容理解）` : ''
      return `主办：${lead}${why}${supporting.length > 0 ? `；配合：${supporting.join('、')}` : ''}。`
    }
  },
  window: {
    span,
    unstated: (({ called }) => `${called}没有写期限`) as OfWindow,
    epidemic: (({ what, called }) => `只说${what}，${called}没有写起止日期`) as OfWindow,
    /** by kind and status, in short, for lists */
    text: {
      application: {
        open: ({ span }) => `${span}，在有效期内`,
        upcoming: ({ span }) => `${span}，还没有开始`,
        closed: ({ span }) => `${span}，已经过期`
      },
      event: {
        open: ({ span, what }) => `只算${span}${what}，现在在这段时间内`,
        upcoming: ({ span, what }) => `只算${span}${what}，还没有到这段时间`,
        closed: ({ span, what, unit }) =>
          `只算${span}${what}；这段时间已经过去，在里面的仍然算，现在还办不办问${unit}`
      },
      target: {
        open: ({ to, what, called }) => `${called}要求最迟${to}${what}，还没有到期`,
        upcoming: ({ from, to, what, called }) => `${called}要求从${from}起、最迟${to}${what}，还没有开始`,
        closed: ({ to, what, called }) =>
          `${called}要求最迟${to}${what}，日子已经过了；没有办到是逾期，不是政策过期`
      }
    } as Record<'application' | 'event' | 'target', Record<'open' | 'upcoming' | 'closed', OfWindow>>,
    /** the same to a caller, before anything else; empty where the window is no obstacle */
    say: {
      application: {
        upcoming: ({ from }) => `先跟您说明，这项政策从${from}才开始。`,
        closed: ({ to }) => `先跟您说明，这项政策到${to}为止，现在已经过期了。`
      },
      event: {
        upcoming: ({ from, what }) => `先跟您说明，这一项只算从${from}起${what}，现在还没有到。`,
        closed: ({ span, what, unit }) =>
          `先跟您说明，这一项只算${span}${what}。这段时间已经过去，在里面的仍然算，现在还办不办要问${unit}。`
      },
      target: {
        upcoming: NOTHING,
        closed: ({ to, what, unit, called }) =>
          `先跟您说明，${called}要求最迟${to}${what}，日子已经过了。没有办到的是逾期，可以向${unit}催办，也可以投诉。`
      }
    } as Record<'application' | 'event' | 'target', Record<'upcoming' | 'closed', OfWindow>>,
    /** the obstacle in a few words */
    short: {
      application: { closed: '已过期', upcoming: '还没开始' },
      event: { closed: '期间已过', upcoming: '还没到期间' },
      target: { closed: '已过期限', upcoming: '还没开始' }
    } as Record<'application' | 'event' | 'target', Record<'upcoming' | 'closed', string>>,
    notSure: '是否还执行要核实',
    /** whatever the day, a sentence each */
    whole: {
      unstated: ({ called }) => `${called}没有写期限。`,
      epidemic: ({ what, called }) => `只说${what}，${called}没有写起止日期。`,
      application: ({ span }) => `${span}。`,
      event: ({ span, what }) => `只算${span}${what}。`,
      target: ({ to, what, called }) =>
        `${called}要求最迟${to}${what}；这是办到的期限，过了是逾期，不是政策过期。`
    } as Record<'unstated' | 'epidemic' | 'application' | 'event' | 'target', OfWindow>
  },
  versions: {
    /** a condition: the day that chooses lies in the time of one version */
    within: (label: string, one: Span, number: string) => `${label}在${number}有效期内${inBrackets(one)}`,
    /** a condition: the day that chooses lies in the time of any version */
    withinAny: (label: string, one: Span) => `${label}在有效期内${inBrackets(one)}`,
    /** a condition: the day of the question lies in the time of a version */
    inForce: (number: string, one: Span) => `问的那一天${number}有效${inBrackets(one)}`,
    presumed: (label: string, one: Span) => `没有说明${label}，按在有效期内${inBrackets(one)}算`,
    presumedSaid: (label: string) => `${label}在有效期内`,
    outcome: { eligible: '符合', ineligible: '不符合', undetermined: '还不能确定' } as Record<
      'eligible' | 'ineligible' | 'undetermined',
      string
    >,
    notThere: '没有这一项',
    /** what one version says: 国务院令第728号（1.0.0，2020年9月1日至2025年5月31日）：符合 */
    one: (number: string, version: string, one: Span, says: readonly string[]) =>
      `${number}（${version}，${span(one)}）：${known(says)}`,
    same: (label: string, each: readonly string[]) => `还不知道${label}，各版结论相同：${each.join('；')}`,
    differ: (label: string, each: readonly string[]) => `要看${label}，各版结论不同：${each.join('；')}`,
    amounts: (label: string, each: readonly string[]) => `要看${label}：${each.join('；或者')}`
  },
  formulas: {
    capped: (text: string, caps: readonly string[]) => [text, ...caps.map(cap => `不超过${cap}`)].join('，'),
    notBefore: (text: string, day: string) => `${text}，不早于${day}`,
    until: (from: string, to: string) => `${from} 至 ${to}`,
    period: (from: string, to: string) => `${from}至${to}`,
    days: (count: number) => `${count}天`,
    monthsBetween: (from: string, to: string, first: string | undefined, last: string | undefined) => {
      const limits = [first && `不早于${first}`, last && `不晚于${last}`].filter(Boolean).join('、')
      return `${from} 至 ${to}${limits && `（${limits}）`}`
    },
    firstDayLeftOut: (text: string) => `${text}，当天不算`,
    termEnd: (text: string) => `${text}，当天不算；最后一天是休息日的，到下一个工作日`,
    workingDays: (text: string) => `${text}，当天不算，只数工作日`
  },
  amounts: {
    rounding: '每一项在最后一步四舍五入到分；相加、相减用舍入后的数，各部分加起来等于总数',
    notStated: (called: string) => `${called}没有给出金额`,
    /** @param bounds what is known of it all the same */
    undetermined: (bounds: readonly string[]) => known(['还缺条件，算不出来', ...bounds]),
    notGiven: (label: string) => `${label}（未提供）`,
    inBrackets: (label: string, text: string) => `${label}（${text}）`,
    /** a figure within a formula: 房租3,600.00元 */
    named: (label: string, text: string) => `${label}${text}`,
    ifEligible: (text: string) => `如果符合，${text}`
  },
  totals: {
    notMoney: '不是可以相加的钱',
    notInWindow: '不在期限内',
    undetermined: '还缺条件，算不出金额',
    exclusive: (title: string, document: string | null) =>
      `与${document === null ? '' : `${document}的`}“${title}”不能同时享受，按金额高的计`,
    closingNotLoaded: (document: string) =>
      `${document}没有装进本服务：按它享受过同类政策没有，这里查不出来，以您说的为准。`,
    exclusiveNotLoaded: (title: string, document: string, other: string) =>
      `“${title}”与${document}的“${other}”不能同时享受。${document}没有装进本服务：享受过没有，这里查不出来，合计里也没有它。`
  },
  reasons: {
    notKnown: '还不知道',
    /** of several values: 可能是小型或微型 */
    maybe: (text: string) => `可能是${text}`,
    yes: (condition: string) => `符合：${condition}`,
    no: (condition: string, facts: readonly string[]) =>
      `不符合“${condition}”${facts.length > 0 ? `：${known(facts)}` : ''}`,
    unknown: (condition: string, facts: readonly string[]) =>
      `还不能确定：${condition}${facts.length > 0 ? `（${known(facts)}）` : ''}`,
    assumed: (condition: string) => `先按符合算：${condition}（还没有说）`
  },
  derived: {
    /** what a fact follows from */
    from: known,
    /** several reasons for one fact */
    reasons: (texts: readonly string[]) => texts.join('；'),
    notDerivable: '推算不出',
    withoutTax: (price: string) => `${price}，不含增值税`,
    withTax: (price: string, divisor: number) => `${price}，含税价 ÷ ${divisor}`,
    daysElapsed: (texts: readonly string[]) => `${known(texts)}，开始的当天不算，末尾连着的休息日不算`,
    daysOffUnknown: '那一年的放假安排还不知道，算不出最后一天',
    noValueOnDay: '本服务的表里没有那一天的数',
    size: (industry: string, parts: readonly string[], deciding: string) =>
      `按${industry}标准，${parts.join('、')}，起决定作用的是${deciding}`
  },
  conflicts: {
    told: (label: string, is: string, because: string, follows: string) =>
      `${label}填的是${is}，但${because}，推算是${follows}；以填的为准，请核对`,
    otherKind: (label: string, is: string, other: string, value: string, kinds: string) =>
      `${label}填的是${is}，但${other}（${value}）说的是${kinds}；以填的为准，请核对`,
    derived: (label: string, is: string, because: string, follows: string) =>
      `${label}按一处推算是${is}，但${because}，推算是${follows}；请核对`
  },
  examples: {
    eligible: '全部条件都满足',
    ineligible: (condition: string) => `不符合这一条：${condition}`,
    undetermined: '还缺事实'
  },
  /** a measure as catalogues of public services list it, by GB/T 39046—2020; null where a country has no such form */
  serviceItem: (item: ServiceItem): ServiceFields | null => ({
    设定依据: `${item.number}第${item.clause}条`,
    事项名称: item.title,
    实施主体: item.lead,
    服务对象: item.forWhom,
    受理条件: item.conditions,
    办理流程: null,
    法定办结时限: null,
    承诺办结时限: null,
    是否收费: null,
    办理地点: null,
    咨询电话: null,
    监督电话: null
  }),
  /** what an entry of a knowledge base says */
  knowledge: {
    units: (units: readonly string[]) =>
      units.length > 0 ? `责任单位：${units.join('、')}。` : '责任单位在现有抄本中缺失。',
    later: (day: string, notice: string) => `${day}以后来问的，先说：${notice}`,
    forWhom: (text: string) => `适用对象：${text}`,
    mind: (texts: readonly string[]) => `注意：${texts.join('')}`,
    openPoint: (point: string, taken: string, other: string, interpreter: string) =>
      `原文没有说清：${point}。本服务理解为${taken}，也可理解为${other}，由${interpreter}解释。`,
    basis: (title: string, number: string, clause: string) => `依据：${title}（${number}）第${clause}条。`,
    title: (title: string, number: string, clause: string) => `${title}（${number}第${clause}条）`,
    lostTitle: (clause: string, number: string) => `第${clause}条（正文在现有抄本中缺失）（${number}）`,
    kind: '政策文件',
    clause: (id: string) => `第${id}条`
  },
  card: {
    inThatYear: (called: string) => `按当年的${called}，`,
    inThatPeriod: '在这段时间里的话，',
    inTime: '在期限内的话，',
    byWhatYouSay: '按您说的情况，',
    /** @param granted what was taken for granted, in few words */
    eligible: (then: string, granted: readonly string[]) =>
      `${then}${granted.length > 0 ? `要是${known(granted)}，条件就都符合` : '条件都符合'}。`,
    undetermined: (then: string, open: number, first: string) =>
      `${then}能不能享受，还差${open}条${open > 1 ? '，先看' : ''}：${first}。`,
    /** of several versions, while the day that chooses is not known */
    dependsOnDay: (then: string, label: string, question: string) =>
      `${then}能不能享受，要看${label}：${question}`,
    ineligible: (condition: string) => `这一项要求${condition}，按您说的情况对不上。`,
    amount: (label: string, text: string) => `${label}${text}。`,
    otherReading: (called: string, text: string, reading: string) =>
      `金额${called}没写明，也可能是${text}（${reading}）。`,
    openPoint: (point: string, called: string, interpreter: string) =>
      `${point}，这一点${called}没写明，由${interpreter}解释。`,
    window: (text: string) => `期限：${text}`,
    roughFact: (label: string, text: string) => `${label}${text}`,
    /** an amount that rests on what was heard only roughly: 如果人数2人至3人，20,000.00元至30,000.00元 */
    ifRough: (facts: readonly string[], text: string) => `如果${known(facts)}，${text}`,
    titles: (titles: readonly string[]) => titles.join('，还是'),
    lostClause: (text: string, units: readonly string[]) => `${text}（${units.join('、')}）`
  }
}

/** The table of words of a language. */
export type Texts = typeof zh
