/** Questions of many answers: which of these situations are you in? */
import { type Static, Type } from 'typebox'
import type { Policy } from '../policy/model.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { oneOf, ref, strictObject } from './common.ts'

/** Facts to send: any of them, by subject. */
const SomeFacts = (description: string) =>
  Type.Unsafe<Facts>({ allOf: [{ $ref: 'Facts#' }, { description }] })

export const SituationSchema = strictObject(
  {
    id: Type.String({ examples: ['state-owned-premises'] }),
    topic: Type.String({ description: '同一类的排在一起，可以先问这一类有没有。', examples: ['租房'] }),
    label: Type.String({ description: '接着“您”读。', examples: ['2022年里租着国有的房屋办公或者经营'] }),
    why: Type.String({ description: '没有选，为什么就能这样认定。' }),
    whenChosen: SomeFacts('选了，就提供这些事实；空的，接着问。 Facts to send when chosen.'),
    whenNotChosen: SomeFacts(
      '没有选，就提供这些事实；选了的情况也提到的事实除外。 Facts to send when not chosen, but for those that a chosen one is about.'
    )
  },
  { $id: 'Situation', description: '一种情况。 A situation an applicant may be in.' }
)

export const SituationsQuestionSchema = strictObject(
  {
    list: Type.String({ description: '问过以后，放进请求的 situationsAsked。', examples: ['situations'] }),
    question: Type.String({ description: '可以直接问来电人的话，答案可以有几个。' }),
    situations: Type.Array(ref(SituationSchema))
  },
  {
    $id: 'SituationsQuestion',
    description:
      '一问多答：先问这个，比一项一项问少得多。两个选了的情况对同一个事实说法不同的，不要提供，留着问。 ' +
      'A question of many answers, to be put first. Where two chosen situations say different things of a fact, send neither.'
  }
)

/** Null where single questions do as well. */
export const SituationsQuestionOrNull = Type.Unsafe<Static<typeof SituationsQuestionSchema> | null>({
  anyOf: [{ $ref: 'SituationsQuestion#' }, { type: 'null' }],
  description:
    '没有结论的政策多、说的又不是一件事时，先问这个；否则为 null。 To be put before all others; else null.'
})

/** What a list is called, of those there are. */
export function situationsListSchema({ situations }: Policy) {
  const options = {
    $id: 'SituationsListId',
    description: '一问多答的问题，见 GET /facts。 A question of many answers.'
  }
  const ids = situations.map(({ id }) => id)
  // JSON Schema knows no empty list of texts: where there is no such question, nothing is one.
  return ids.length > 0 ? oneOf(ids, options) : Type.Unsafe<string>({ not: {}, ...options })
}

export const SituationsAsked = Type.Optional(
  Type.Array(Type.Unsafe<string>({ type: 'string', $ref: 'SituationsListId#' }), {
    maxItems: 20,
    uniqueItems: true,
    description: '已经问过的一问多答的问题，不再问。 Questions of many answers that were put before.'
  })
)

export const situationsSchemas = [SituationSchema, SituationsQuestionSchema]
