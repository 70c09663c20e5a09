/** Lines of POST /eligibility/batch: NDJSON in, NDJSON out. */
import { type Static, Type } from 'typebox'
import type { Facts } from '../rules/compile.ts'
import { WINDOW_STATUSES } from '../rules/window.ts'
import { AsOf, DateText, nullableText, oneOf, PolicyStampSchema, ref, strictObject } from './common.ts'
import { EligibilityResultSchema, EXPLAIN } from './eligibility.ts'
import { FieldErrorSchema } from './problem.ts'

/** Query of the batch. @param measureIds ids of the measures that can be decided */
export const batchQuery = (measureIds: readonly string[]) =>
  strictObject({
    measures: Type.Optional(
      Type.Array(oneOf(measureIds), {
        minItems: 1,
        maxItems: measureIds.length,
        uniqueItems: true,
        description: '要判断的政策，可以写多个 measures=；默认全部。 Repeat for several.'
      })
    ),
    explain: Type.Optional(oneOf(EXPLAIN, { default: 'none' })),
    only: Type.Optional(oneOf(['eligible'], { description: '只列出符合的政策。 Only what is eligible.' })),
    asOf: AsOf
  })
export type BatchQuery = Static<ReturnType<typeof batchQuery>>

export const BatchLineSchema = strictObject(
  {
    id: Type.String({ minLength: 1, maxLength: 100, examples: ['91110117000000001A'] }),
    facts: Type.Unsafe<Facts>({ $ref: 'Facts#' }),
    asOf: AsOf
  },
  { $id: 'BatchLine', description: '一行一个申请人。 One applicant a line.' }
)
export type BatchLine = Static<typeof BatchLineSchema>

const Decided = strictObject({ measure: Type.String(), window: oneOf(WINDOW_STATUSES) })

export const BatchAnswerSchema = strictObject(
  {
    id: Type.String(),
    asOf: DateText('以哪一天为准。'),
    eligible: Type.Array(Decided),
    undetermined: Type.Optional(Type.Array(Decided, { description: 'only=eligible 时不给出。' })),
    ineligible: Type.Optional(Type.Array(Decided, { description: 'only=eligible 时不给出。' })),
    results: Type.Optional(
      Type.Array(ref(EligibilityResultSchema), { description: 'explain 为 summary 或 full 时给出。' })
    )
  },
  { $id: 'BatchAnswer', description: '一行一个答案，顺序与提交的相同。 One answer a line, in order.' }
)

export const BatchErrorSchema = strictObject(
  {
    line: Type.Integer({ description: '第几行，从 1 起。' }),
    id: nullableText({ description: '这一行的 id，读不出时为 null。' }),
    error: strictObject({
      code: oneOf(['malformed-json', 'validation-failed', 'line-too-long']),
      detail: Type.String(),
      errors: Type.Array(ref(FieldErrorSchema))
    })
  },
  { $id: 'BatchError', description: '有错的一行；其余的照常判断。 A bad line; the rest goes on.' }
)
export type BatchError = Static<typeof BatchErrorSchema>

export const BatchEndSchema = strictObject(
  {
    end: strictObject({
      policy: ref(PolicyStampSchema),
      lines: Type.Integer({ description: '读到的行数，不含空行。' }),
      answers: Type.Integer(),
      errors: Type.Integer(),
      outcomes: strictObject({
        eligible: Type.Integer(),
        undetermined: Type.Integer(),
        ineligible: Type.Integer()
      }),
      digest: Type.String({ description: '前面所有行（含换行）的 SHA-256。' })
    })
  },
  { $id: 'BatchEnd', description: '最后一行：计数和摘要。没有这一行就是没有做完。 The last line.' }
)

export const batchSchemas = [BatchLineSchema, BatchAnswerSchema, BatchErrorSchema, BatchEndSchema]
