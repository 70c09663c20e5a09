/** `changes`: what answers differently than before? */
import { Type } from 'typebox'
import { changesSince } from '../../catalogue/policies.ts'
import { DAY } from '../../policy/vocabulary.ts'
import type { RouteContext } from '../../routes/context.ts'
import { oneOf, strictObject } from '../../schemas/common.ts'
import type { ChangeEntry } from '../../schemas/policies.ts'
import { fitting } from '../answer.ts'
import { leanObject } from '../lean.ts'
import type { Tool } from '../tool.ts'

/** Entries that are told of; of older ones, which version each is of. */
const TOLD = 10

/** An entry with the first of its points; without any, only whom it concerns. */
function view(
  { digest: _digest, measures, points, date, ...entry }: ChangeEntry,
  count: number,
  all: boolean
) {
  return leanObject({
    ...entry,
    date: date ?? '未发布',
    measures: all ? measures : [],
    points: points.slice(0, count),
    pointsLeft: points.length > count ? points.length - count : null
  })
}

export function changesTool({ program, entries }: RouteContext): Tool<{ since?: string; measure?: string }> {
  return {
    name: 'changes',
    title: '规则变更 · What changed',
    description:
      '规则集各个版本改了什么、影响哪些政策、谁会注意到，最新的在前。 What each version of the rules changed: points, measures, ' +
      'period, who notices. Newest first.',
    schema: strictObject({
      since: Type.Optional(
        Type.Unsafe<string>({ ...DAY, description: '从哪天起（YYYY-MM-DD）。 From this day on.' })
      ),
      measure: Type.Optional(
        oneOf(
          program.policy.measures.map(({ id }) => id),
          { description: '只要影响这项政策的。 Only changes of this measure.' }
        )
      )
    }),
    run: ({ args: { since, measure } }) => {
      const found = changesSince(entries, since).filter(
        ({ measures }) => measure === undefined || measures.includes(measure)
      )
      const told = found.slice(0, TOLD)
      const older = found.slice(TOLD).map(({ policy, version }) => `${policy} ${version}`)
      const points = told.reduce((sum, one) => sum + one.points.length, 0)
      return fitting(points, whole => {
        let room = whole
        const changes = told.map(one => {
          const entry = view(one, room, whole > 0 && measure === undefined)
          room = Math.max(0, room - one.points.length)
          return entry
        })
        return {
          total: found.length,
          ...(found.length === 0 && { message: '没有这样的变更。' }),
          ...leanObject({ changes, left: older })
        }
      })
    }
  }
}
