/** Answer of POST /eligibility/batch/preview. */
import { Type } from 'typebox'
import { nullableText, oneOf, ref, strictObject } from './common.ts'

const PreviewRowSchema = strictObject(
  {
    line: Type.Integer({ description: '第几行，与表格里一样从 1 数。' }),
    cells: Type.Array(Type.String()),
    errors: Type.Array(
      strictObject(
        {
          column: Type.Unsafe<number | null>({
            type: ['integer', 'null'],
            description: '第几列，从 0 数；说的是整行时为 null。 The index of the column.'
          }),
          message: Type.String()
        },
        { 'x-component': 'CellError', description: '一格有什么错。 What is wrong with a cell.' }
      )
    )
  },
  {
    $id: 'BatchPreviewRow',
    description: '一行，以及其中哪一格有误。 A row, and what is wrong with its cells.'
  }
)

export const BatchPreviewSchema = strictObject(
  {
    sheet: nullableText({ description: '读的是哪一个工作表；CSV 为 null。 The sheet that is read.' }),
    otherSheets: Type.Array(Type.String(), { description: '没有读的工作表。 Sheets that are not.' }),
    columns: Type.Array(
      strictObject(
        {
          title: Type.String(),
          kind: oneOf(['id', 'asOf', 'none', 'beside', 'fact'], {
            'x-component': 'ColumnKind',
            description: '编号、日期、没有标题、原样带出、事实。 beside: comes out as it is.'
          }),
          fact: nullableText({ description: '事实的 id。' }),
          label: nullableText({ description: '事实的中文名称。' })
        },
        { 'x-component': 'TableColumn', description: '一列，读作什么。 A column, and what it is read as.' }
      )
    ),
    rows: Type.Array(ref(PreviewRowSchema), {
      description: '前 10 行，以及其后有误的，最多 50 行有误的。 The first rows, and those with errors.'
    }),
    total: Type.Integer({ description: '一共几行。' }),
    wrong: Type.Integer({ description: '其中几行有误。' })
  },
  {
    $id: 'BatchPreview',
    description: '表格里读到了什么；什么也没有判断，也不保存。 Nothing is decided or kept.'
  }
)

export const batchPreviewSchemas = [PreviewRowSchema, BatchPreviewSchema]
