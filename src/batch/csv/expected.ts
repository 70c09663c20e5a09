/** What a cell would have to say, told where it is not understood. */
import type { Fact, Policy } from '../../policy/model.ts'
import { unitWord } from '../../policy/words.ts'
import { choicesIn } from './cells.ts'
import type { Column } from './header.ts'
import { isPercent } from './numbers.ts'

/** Names that are listed. */
const LISTED = 12

const listed = (names: readonly string[]) =>
  names.length > LISTED ? `${names.slice(0, LISTED).join('、')} 等 ${names.length} 个` : names.join('、')

function numbers({ unit }: Fact, scale: number): string {
  if (scale > 0) return '应当是数字，例如 22；单位写在表头里了，格子里不要再写'
  if (isPercent(unit)) return '应当是百分数，例如 4.35%；不到 1% 的要写上百分号'
  return unit === 'CNY' ? '应当是金额，例如 220000 或 22万元' : `应当是数字，例如 3 或 3${unitWord(unit)}`
}

function ofFact(fact: Fact, policy: Policy, scale: number): string {
  const { type, format } = fact.schema as Record<string, unknown>
  if (type === 'boolean') return '应当是“是”或“否”（也可以写 √ 或 ×、Y 或 N），不知道就空着'
  if (type === 'number' || type === 'integer') return numbers(fact, scale)
  if (format === 'date') return '应当是年月日，例如 2022-07-01 或 2022年7月1日'
  if (fact.unit === 'year-month') return '应当是年月，例如 2022-07 或 2022年7月'
  const choices = choicesIn(fact, policy)
  if (!choices) return '应当是文字'
  const all = listed(choices)
  return type === 'array' ? `应当是 ${all} 中的几个，用顿号隔开；一个也没有写“无”` : `应当是 ${all} 之一`
}

/** What the cells of a column would have to say. */
export function expectedOf(column: Column, policy: Policy): string {
  if (column.kind === 'fact') return ofFact(column.fact, policy, column.scale)
  if (column.kind === 'asOf') return '应当是年月日，例如 2022-07-01'
  if (column.kind === 'id') return '这个号码被表格缩短了，后几位已经丢失；请把这一列设成文本，再填一遍'
  return '这一列没有标题，不知道是什么'
}
