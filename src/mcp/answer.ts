/** The result of a tool: the whole answer as text, and the whole answer as data. */
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { FieldError } from '../field-error.ts'
import { type ProblemCode, problem } from '../schemas/problem.ts'
import { outline } from './outline.ts'

/** Bytes of an answer that a conversation bears, with room for what carries it. */
const MOST = 15 * 1024

type Structured = Record<string, unknown>

export const answered = (structured: Structured): CallToolResult => ({
  content: [{ type: 'text', text: outline(structured) }],
  structuredContent: structured
})

const bytesOf = (result: CallToolResult): number => Buffer.byteLength(JSON.stringify(result))

/**
 * An answer that fits: with as many whole parts as there is room for.
 * @param parts how many there are
 * @param make the answer with the first parts whole and the rest only named
 */
export function fitting(parts: number, make: (whole: number) => Structured): CallToolResult {
  const all = answered(make(parts))
  if (parts === 0 || bytesOf(all) <= MOST) return all
  let best = answered(make(0))
  let [fits, over] = [0, parts]
  while (over - fits > 1) {
    const whole = (fits + over) >> 1
    const result = answered(make(whole))
    if (bytesOf(result) > MOST) over = whole
    else [fits, best] = [whole, result]
  }
  return best
}

/** A call that was wrong: what HTTP would have answered, so that the assistant can mend it. */
export const refused = (
  code: ProblemCode,
  detail: string,
  instance: string,
  errors?: FieldError[]
): CallToolResult => ({ ...answered({ ...problem(code, detail, instance, errors) }), isError: true })
