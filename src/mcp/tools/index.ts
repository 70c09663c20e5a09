/** The tools, by task; an assistant chooses among few. */
import type { RouteContext } from '../../routes/context.ts'
import type { Tool } from '../tool.ts'
import { calculateTool } from './calculate.ts'
import { changesTool } from './changes.ts'
import { decideTool } from './decide.ts'
import { findMeasuresTool } from './find-measures.ts'
import { nextQuestionTool } from './next-question.ts'
import { readClauseTool } from './read-clause.ts'

export const toolsOf = (context: RouteContext): Tool[] => [
  findMeasuresTool(context),
  nextQuestionTool(context),
  decideTool(context),
  calculateTool(context),
  readClauseTool(context),
  changesTool(context)
]
