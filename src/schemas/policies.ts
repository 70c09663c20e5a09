/** Schemas of the rule sets: what is loaded, in which versions, and what changed. */
import { type Static, Type } from 'typebox'
import { Lang, nullableText, PolicyVersionSchema, ref, strictObject } from './common.ts'

const EntrySchema = strictObject(
  {
    policy: Type.String({ description: '规则集。 Rule set.' }),
    version: Type.String(),
    date: nullableText({ description: '发布日期；还没有发布的为 null。 Day of release, or null.' }),
    digest: nullableText({ description: '规则摘要；还没有发布的为 null。' }),
    measures: Type.Array(Type.String(), { description: '答复有变化的政策。 Measures whose answers change.' }),
    from: nullableText({ description: '影响的第一天；不限为 null。' }),
    to: nullableText({ description: '影响的最后一天；不限为 null。' }),
    notices: nullableText({ description: '谁会注意到。 Who notices.' }),
    points: Type.Array(Type.String(), { description: '改了什么。 What changed.' })
  },
  { $id: 'ChangeEntry', description: '规则变更记录中的一条。 An entry of a changelog.' }
)
export type ChangeEntry = Static<typeof EntrySchema>

const VersionSchema = strictObject(
  {
    ...PolicyVersionSchema.properties,
    title: Type.String(),
    number: Type.String({ description: '文号。' }),
    issuer: Type.String(),
    dated: Type.String(),
    published: Type.String(),
    lang: Lang,
    chosenBy: nullableText({
      description: '由哪个事实决定适用哪一版；由所问的日子决定时为 null。 The fact that chooses, or null.'
    }),
    predecessor: nullableText({ description: '前一版，或者被代替的文件。 What it replaced.' }),
    clauses: Type.Integer({ description: '条数。' }),
    measures: Type.Array(Type.String()),
    added: Type.Array(Type.String(), { description: '前一版没有的政策。 Measures the one before has not.' }),
    removed: Type.Array(Type.String(), { description: '前一版有、这一版没有的政策。' }),
    changed: Type.Array(Type.String(), { description: '与前一版条件、参数或者算法不同的政策。' })
  },
  { $id: 'RuleSetVersion', description: '规则集的一个版本。 A version of a rule set.' }
)

const SummarySchema = strictObject(
  {
    id: Type.String({ examples: ['pinggu-2022-9'] }),
    title: Type.String({ description: '最新一版的名称。' }),
    number: Type.String(),
    lang: Lang,
    inForce: nullableText({ description: '今天有效的是哪一版；没有的为 null。 Version in force today.' }),
    versions: Type.Array(ref(PolicyVersionSchema), { description: '全部版本，旧的在前。 Oldest first.' })
  },
  { $id: 'RuleSet' }
)

export const PoliciesSchema = strictObject(
  { total: Type.Integer(), items: Type.Array(ref(SummarySchema)) },
  { $id: 'RuleSetList', description: '全部规则集。 Every rule set.' }
)

export const PolicyDetailSchema = strictObject(
  {
    id: Type.String(),
    inForce: nullableText({ description: '今天有效的是哪一版；没有的为 null。' }),
    versions: Type.Array(ref(VersionSchema), { description: '全部版本，旧的在前。' }),
    changes: Type.Array(ref(EntrySchema), { description: '变更记录，新的在前。 Newest first.' })
  },
  { $id: 'RuleSetDetail' }
)

export const ChangesSchema = strictObject(
  { total: Type.Integer(), items: Type.Array(ref(EntrySchema), { description: '新的在前，未发布的最前。' }) },
  { $id: 'Changes', description: '规则改了什么。 What changed in the rules.' }
)

export const policiesSchemas = [
  EntrySchema,
  VersionSchema,
  SummarySchema,
  PoliciesSchema,
  PolicyDetailSchema,
  ChangesSchema
]
