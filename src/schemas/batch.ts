/** Lines of POST /eligibility/batch: NDJSON in, NDJSON out. */
import { type Static, Type } from 'typebox'
import type { Facts } from '../policy/vocabulary.ts'
import { WINDOW_STATUSES } from '../policy/window.ts'
import { AsOf, DateText, nullableText, oneOf, recorded, ref, restingOn, strictObject } from './common.ts'
import { EligibilityResultSchema, EXPLAIN, PossibleField } from './eligibility.ts'
import { FieldErrorSchema } from './problem.ts'

/** Measures as a query names them. */
const measuresIn = (measureIds: readonly string[]) =>
  Type.Optional(
    Type.Array(oneOf(measureIds), {
      minItems: 1,
      maxItems: measureIds.length,
      uniqueItems: true,
      description: '要判断的政策，用逗号隔开，或写多个 measures=；默认全部。 With commas, or repeated.'
    })
  )

/** Query of the template. @param measureIds ids of the measures that can be decided */
export const templateQuery = (measureIds: readonly string[]) =>
  strictObject({ measures: measuresIn(measureIds) })

/** How a table is read. */
const reading = {
  keep: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
      maxItems: 100,
      description:
        '表格里这些列不是事实，只是标题像，原样带到答案旁边。 Columns of a table that are no facts, however near their titles are.'
    })
  ),
  sheet: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description:
        '工作簿里读哪一个工作表，默认是唯一像申请人的那个。 Of a workbook; default: the only one that fits.'
    })
  )
}

/** Query of the preview of a table. */
export const previewQuery = strictObject(reading)

/**
 * Query of the batch.
 * @param measureIds ids of the measures that can be decided
 * @param policyIds ids of the rule sets
 */
export const batchQuery = (measureIds: readonly string[], policyIds: readonly string[]) =>
  strictObject({
    measures: measuresIn(measureIds),
    policies: Type.Optional(
      Type.Array(oneOf(policyIds), {
        minItems: 1,
        maxItems: policyIds.length,
        uniqueItems: true,
        description: '问哪些规则集，写法同 measures；默认当天有效的全部。 Rule sets; default all in force.'
      })
    ),
    versions: Type.Optional(
      Type.Array(Type.String({ pattern: '^[^:]+:.+$', maxLength: 160, examples: ['pinggu-2022-9:1.1.0'] }), {
        minItems: 1,
        maxItems: policyIds.length,
        uniqueItems: true,
        description:
          '指定用哪一版：规则集:版本号，或者 规则集:摘要。 Versions to use, policy:version or policy:digest.'
      })
    ),
    explain: Type.Optional(
      oneOf(EXPLAIN, { default: 'none', description: '解释到什么程度。 How much to explain.' })
    ),
    only: Type.Optional(oneOf(['eligible'], { description: '只列出符合的政策。 Only what is eligible.' })),
    ...reading,
    asOf: AsOf
  })
export type BatchQuery = Static<ReturnType<typeof batchQuery>>

export const BatchLineSchema = strictObject(
  {
    id: Type.String({ minLength: 1, maxLength: 100, examples: ['91110117000000001A'] }),
    facts: Type.Unsafe<Facts>({ $ref: 'Facts#' }),
    possible: PossibleField,
    asOf: AsOf
  },
  { $id: 'BatchLine', description: '一行一个申请人。 One applicant a line.', 'x-agrees': true }
)
export type BatchLine = Static<typeof BatchLineSchema>

const Ids = (description: string) => Type.Optional(Type.Array(Type.String(), { description }))

export const BatchAnswerSchema = strictObject(
  {
    ...recorded,
    id: Type.String(),
    asOf: DateText('以哪一天为准。'),
    notice: Type.Optional(
      Type.String({
        description:
          '问的日子超出方案当年时才有：方案没有写期限的，现在还执不执行要核实。 After the horizon of the plan.'
      })
    ),
    eligible: Type.Array(
      strictObject(
        { measure: Type.String(), window: oneOf(WINDOW_STATUSES) },
        { 'x-component': 'EligibleMeasure', description: '符合的一项。 A measure that is eligible.' }
      ),
      {
        description: '符合的政策，以及在 asOf 当天是否在有效期内。 With whether its window is open.'
      }
    ),
    undetermined: Ids('还不能确定的政策；only=eligible 时不给出。'),
    ineligible: Ids('不符合的政策；only=eligible 时不给出。'),
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
    error: strictObject(
      {
        code: oneOf(
          [
            'malformed-text',
            'malformed-json',
            'malformed-row',
            'validation-failed',
            'line-too-long',
            'internal-error'
          ],
          { 'x-component': 'LineErrorCode', description: '稳定的错误代码。 Stable code.' }
        ),
        detail: Type.String(),
        errors: Type.Array(ref(FieldErrorSchema), { description: '最多列出 20 处。 At most 20.' })
      },
      { 'x-component': 'LineError', description: '这一行的错误。 What is wrong with the line.' }
    )
  },
  { $id: 'BatchError', description: '有错的一行；其余的照常判断。 A bad line; the rest goes on.' }
)
export type BatchError = Static<typeof BatchErrorSchema>

export const BatchEndSchema = strictObject(
  {
    end: strictObject(
      {
        ...restingOn,
        lines: Type.Integer({ description: '读到的行数，不含空行。' }),
        answers: Type.Integer({ description: '回答了几行。 Lines answered.' }),
        errors: Type.Integer({ description: '有错误的行数。 Lines with errors.' }),
        outcomes: strictObject(
          { eligible: Type.Integer(), ineligible: Type.Integer(), undetermined: Type.Integer() },
          { 'x-component': 'OutcomeCounts', description: '各结论的次数。 How often each outcome.' }
        ),
        digest: Type.String({ description: '前面所有行（含换行）的 SHA-256。' })
      },
      { 'x-component': 'BatchTotals', description: '计数和摘要。 Counts and digest.' }
    )
  },
  { $id: 'BatchEnd', description: '最后一行：计数和摘要。没有这一行就是没有做完。 The last line.' }
)

export const BatchOutputLineSchema = Type.Unsafe({
  oneOf: [BatchAnswerSchema, BatchErrorSchema, BatchEndSchema].map(ref),
  $id: 'BatchOutputLine',
  description: '答案中的一行：一个答案，一处错误，或者最后的计数。 One line of what comes back.'
})

export const batchSchemas = [
  BatchLineSchema,
  BatchAnswerSchema,
  BatchErrorSchema,
  BatchEndSchema,
  BatchOutputLineSchema
]
