/** Lists of values that have a name in the contract, wherever they stand: `Outcome` is one type to every client. */
import { AMOUNT_STATUSES } from '../calculators/statuses.ts'
import { decidable } from '../policy/asked.ts'
import { AUDIENCES, COMPLETENESS, KINDS, NATURES } from '../policy/format.ts'
import { OUTCOMES } from '../policy/kleene.ts'
import type { Fact, Policy } from '../policy/model.ts'
import { WINDOW_STATUSES } from '../policy/window.ts'
import { CONDITION_KINDS } from './common.ts'
import { EXPLAIN } from './eligibility.ts'

/** A list of values with a name. */
export interface NamedList {
  name: string
  values: readonly string[]
  description: string
}

const FIXED: readonly NamedList[] = [
  {
    name: 'Outcome',
    values: OUTCOMES,
    description: 'eligible 符合，ineligible 不符合，undetermined 还不能确定。 The outcome.'
  },
  {
    name: 'MeasureKind',
    values: KINDS,
    description: 'B 可判断，C 可计算，D 对机关的要求，S 只可查询。 Kind of measure.'
  },
  {
    name: 'WindowStatus',
    values: WINDOW_STATUSES,
    description:
      'open 在期限内，upcoming 未开始，closed 期限已过，unstated 没有写期限。 Whether a window is open.'
  },
  { name: 'Audience', values: AUDIENCES, description: '惠及对象。 Whom a measure is for.' },
  {
    name: 'Completeness',
    values: COMPLETENESS,
    description: 'complete 完整，partial 部分缺失，missing 正文缺失。 How much of a clause is left.'
  },
  {
    name: 'ConditionKind',
    values: CONDITION_KINDS,
    description: 'all 都要满足，any 满足一项，not 不能有，leaf 一个条件。 Kind of condition.'
  },
  {
    name: 'Explain',
    values: EXPLAIN,
    description: 'none 只给结论，summary 加理由，full 加过程。 How much to explain.'
  },
  {
    name: 'Nature',
    values: NATURES,
    description:
      'cash 到手或不用付的钱；deferral 缓交；rate 费率；duty 他人须预留或支付；count 数量；date 日期；part 组成部分。 ' +
      'What kind of sum.'
  },
  {
    name: 'AmountStatus',
    values: AMOUNT_STATUSES,
    description:
      'exact 准确；approximate 左右；at-most 不超过；at-least 不低于；range 区间；not-stated 没有给出；undetermined 还缺条件。 ' +
      'How precise a sum is.'
  }
]

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

/** The values of a fact that is one of a list, or of each of its parts. */
const valuesOf = ({ schema }: Fact): readonly string[] => {
  const { items = schema } = schema as { items?: object }
  return (items as { enum?: readonly string[] }).enum ?? []
}

const meaning = ({ label, labels }: Fact) =>
  labels
    ? `${label}：${Object.entries(labels)
        .map(([value, text]) => `${value} ${text}`)
        .join('，')}。`
    : `${label}。`

/** The lists of a service with these rules: those of facts are called as the fact. */
export function namedLists(policy: Policy): NamedList[] {
  const ofFacts = policy.facts
    .filter(fact => valuesOf(fact).length > 0)
    .map(fact => ({
      name: `${capital(fact.subject)}${capital(fact.key)}`,
      values: valuesOf(fact),
      description: `${meaning(fact)} Values of ${fact.id}.`
    }))
  return [
    ...FIXED,
    {
      name: 'MeasureId',
      values: decidable(policy).map(({ id }) => id),
      description: '可以判断的政策，见 GET /measures。 Measures that can be decided.'
    },
    {
      name: 'PolicyId',
      values: policy.sets.map(({ id }) => id),
      description: '规则集，见 GET /policies。 Rule sets.'
    },
    ...ofFacts
  ]
}
