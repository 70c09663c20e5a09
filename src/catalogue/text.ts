/** The text of a clause as callers read it beside the rules. */
import { stampOf } from '../policy/asked.ts'
import type { Clause, Document } from '../policy/model.ts'
import type { ClauseText } from '../policy/text.ts'
import type { ClauseTextView } from '../schemas/clause-text.ts'

/** @param text undefined where the text of the rule set is not at hand */
export const textView = (
  document: Document,
  { id, completeness, lost }: Clause,
  text: ClauseText | undefined
): ClauseTextView => ({
  policy: stampOf(document),
  clause: id,
  title: document.title,
  completeness,
  lost,
  text: text ?? null
})
