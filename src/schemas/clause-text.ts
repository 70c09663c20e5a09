/** The answer of GET /clauses/{clause}/text. */
import { type Static, Type } from 'typebox'
import { COVERED_BY } from '../policy/coverage.ts'
import { COMPLETENESS } from '../policy/format.ts'
import type { ClauseText } from '../policy/text.ts'
import { nullableText, oneOf, PolicyStampSchema, ref, strictObject } from './common.ts'

const places = Type.Array(
  strictObject(
    {
      from: Type.Integer({ description: '从第几个字起，自0数起，计标点。 First place, from 0.' }),
      to: Type.Integer({ description: '到第几个字为止，不含。 Place after the last.' })
    },
    { 'x-component': 'TextSpan', description: '原文里的一段。 A span of the text.' }
  ),
  { description: '在各句连写的原文里的位置。 Places in the sentences, written one after the other.' }
)

const text = strictObject({
  subsection: nullableText({ description: '小标题；没有的为 null。 Heading above the clause.' }),
  sentences: Type.Array(
    strictObject(
      {
        text: Type.String({ description: '一句，不留空白。 A sentence, without white space.' }),
        paragraph: Type.Integer({ description: '第几段，自1数起。 Its paragraph, from 1.' })
      },
      { 'x-component': 'Sentence', description: '原文的一句。 A sentence of the text.' }
    ),
    { description: '现存的各句。 What survives, sentence by sentence.' }
  ),
  quotations: Type.Array(
    strictObject(
      {
        quote: Type.String({ description: '词句，中间略去的写作“……”。 The words.' }),
        by: oneOf(COVERED_BY, {
          'x-component': 'CoveredBy',
          description: '规则里的什么以它为依据。 What rests on the words.'
        }),
        measure: nullableText({ description: '哪一项政策；不属于哪一项的为 null。 Measure, or null.' }),
        why: nullableText({ description: '词句不决定什么时，为什么。 Why words decide nothing, else null.' }),
        places
      },
      { 'x-component': 'Quotation', description: '规则所依据的一处词句。 Words that a rule rests on.' }
    ),
    { description: '规则所依据的词句。 Words that the rules rest on.' }
  ),
  unused: { ...places, description: '没有交代的词句的位置。 Words that nothing accounts for.' },
  closing: Type.Array(Type.String(), { description: '结尾对各条都有效的话。 What holds for every clause.' })
})

export const ClauseTextSchema = strictObject(
  {
    policy: ref(PolicyStampSchema),
    clause: Type.String({ examples: ['4', '50-52'] }),
    title: Type.String({ description: '方案或条例的名称。 Title of the document.' }),
    completeness: oneOf(COMPLETENESS, { description: 'complete 完整，partial 部分缺失，missing 正文缺失。' }),
    lost: nullableText({ description: '抄本缺失了什么。 What the copy lost.' }),
    text: Type.Unsafe<ClauseText | null>({
      ...text,
      type: ['object', 'null'],
      'x-component': 'SurvivingText',
      description:
        '现存的原文；手头没有原文的为 null。 The text as it survives, null where it is not at hand.'
    })
  },
  { $id: 'ClauseText', description: '一条的原文，和规则所依据的词句。 The text, and what rests on it.' }
)
export type ClauseTextView = Static<typeof ClauseTextSchema>
