/** An entry of the knowledge-base export. */
import { Type } from 'typebox'
import { strictObject } from './common.ts'

export const KnowledgeEntrySchema = strictObject(
  {
    编号: Type.String({ description: '不变的编号。', examples: ['state-owned-rent-relief'] }),
    版本: Type.String({ description: '规则集版本。' }),
    更新标识: Type.String({ description: '内容变了才变。' }),
    类目: Type.String(),
    标题: Type.String({ maxLength: 128, description: '唯一。' }),
    内容: Type.String(),
    发文单位: Type.String(),
    材料性质: Type.String(),
    关键字: Type.String({ description: '分号隔开，每个不超过 20 个字。' })
  },
  { $id: 'KnowledgeEntry', description: '知识库条目。 A knowledge-base entry.' }
)
