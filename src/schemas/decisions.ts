/** Responses of /decisions: what is on record, and what comes out when it is decided again. */
import { Type } from 'typebox'
import { anyValue, DateText, nullableText, oneOf, PolicyStampSchema, ref, strictObject } from './common.ts'

const ById = (description: string) => Type.Record(Type.String(), Type.String(), { description })

const record = {
  id: Type.String({ description: '记录编号。' }),
  time: Type.String({ format: 'date-time', description: '什么时候（UTC）。' }),
  client: nullableText({ description: '谁问的；服务不认调用方时为 null。' }),
  route: Type.String({ examples: ['POST /eligibility'] }),
  policies: Type.Array(ref(PolicyStampSchema), { description: '依据的规则集。' }),
  engine: Type.String({ description: '服务的版本。', examples: ['1.0.0'] }),
  asOf: DateText('以哪一天为准。'),
  outcomes: ById('每项政策的结论。'),
  amounts: ById('每项政策的金额，照读出来的文字。'),
  body: Type.String({ description: '答复正文（压缩之前）的 SHA-256。' }),
  prev: Type.String({ description: '前一条记录的 SHA-256。' })
}

export const DecisionSchema = strictObject(
  {
    ...record,
    kept: oneOf(['full', 'hashed', 'erased'], {
      'x-component': 'Kept',
      description: 'full 留有问的内容；hashed 只留摘要；erased 已按要求抹去。 What is left of what was asked.'
    }),
    request: anyValue('当时问的内容；没有留下时为 null。 What was asked, or null.')
  },
  { $id: 'Decision', description: '一个决定的记录。 A decision on record.' }
)

export const DecisionListSchema = strictObject(
  {
    items: Type.Array(
      strictObject(record, {
        'x-component': 'DecisionSummary',
        description: '一条记录，没有问的内容。 A record without what was asked.'
      })
    )
  },
  { $id: 'DecisionList', description: '找到的记录，新的在前。 The newest first.' }
)

const side = (description: string) =>
  strictObject(
    {
      engine: Type.String(),
      policies: Type.Array(ref(PolicyStampSchema)),
      same: Type.Boolean({ description: '是否一样。' }),
      because: Type.Array(
        oneOf(['rules', 'engine'], {
          'x-component': 'ChangedPart',
          description: '规则，还是程序。 Rules or engine.'
        }),
        { description: '变了的是规则、程序，还是两者。' }
      ),
      differences: Type.Array(
        strictObject(
          {
            pointer: Type.String({ description: 'JSON Pointer（RFC 6901）。' }),
            was: anyValue('原来的'),
            is: anyValue('现在的')
          },
          { 'x-component': 'Difference', description: '一处不一样。 Where two answers differ.' }
        ),
        { description: '哪里不一样，最多 100 处。 Where, at most 100.' }
      )
    },
    { 'x-component': 'Comparison', description }
  )

export const ReplaySchema = strictObject(
  {
    id: Type.String(),
    asOf: DateText('以哪一天为准。'),
    original: side(
      '用当时的规则重做，与记录比较：一样就是逐字节一样。 By the rules of then, against the record.'
    ),
    today: side('用今天的规则重做，与当时的规则比较。 By the rules of today, against those of then.')
  },
  { $id: 'Replay', description: '重做一个决定。 A decision made again.' }
)

export const decisionSchemas = [DecisionSchema, DecisionListSchema, ReplaySchema]
