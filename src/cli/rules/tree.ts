/** A decision as a tree to read in a terminal: each condition with its value, its result and its basis. */
import type { TraceNode } from '../../engine/trace.ts'
import type { Fact, Policy } from '../../policy/model.ts'
import { showValue } from '../../policy/words.ts'
import type { Colour, Paint } from '../frame/paint.ts'

const MARKS: Record<TraceNode['result'], [mark: string, colour: Colour]> = {
  true: ['✓', 'green'],
  false: ['✗', 'red'],
  unknown: ['?', 'yellow']
}
const GROUPS = { all: '全部满足', any: '满足一项', not: '不能满足', leaf: '' } as const
const ORIGINS = { given: '已提供', derived: '推算', assumed: '默认', unknown: '' } as const

/** 企业规模：小型（推算） */
function valueText({ fact: id, actual, origin }: TraceNode, policy: Policy): string {
  const fact = policy.fact(id as string) as Fact
  if (actual === null) return `${fact.label}：还不知道`
  const narrowed = Array.isArray(actual) && fact.schema.type !== 'array'
  const text = narrowed ? actual.map(one => showValue(fact, one)).join('或') : showValue(fact, actual)
  return `${fact.label}：${text}（${ORIGINS[origin as keyof typeof ORIGINS]}）`
}

function lineOf(node: TraceNode, policy: Policy, paint: Paint): string {
  const [mark, colour] = MARKS[node.result]
  const group = GROUPS[node.kind]
  return [
    paint(colour, mark),
    node.name ?? group,
    node.name && group && paint('dim', `〔${group}〕`),
    node.fact && valueText(node, policy),
    node.basis && paint('dim', node.basis.text)
  ]
    .filter(Boolean)
    .join('  ')
}

/** The lines of a tree, the root first. */
export function treeLines(node: TraceNode, policy: Policy, paint: Paint): string[] {
  const children = node.conditions ?? []
  const below = children.flatMap((child, index) => {
    const last = index === children.length - 1
    const [first, ...rest] = treeLines(child, policy, paint)
    return [`${last ? '└─' : '├─'} ${first}`, ...rest.map(line => `${last ? '   ' : '│  '}${line}`)]
  })
  return [lineOf(node, policy, paint), ...below]
}
