/** The text of a row into its cells (RFC 4180); a quotation mark inside of a cell that has none around it is text. */

const GAP: Record<string, RegExp> = { '\t': / */y }
const ANY_GAP = /[ \t]*/y
const QUOTED = /"([^"]*(?:""[^"]*)*)"/y

/** @param pattern sticky */
function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** @param text of a row whose quotation marks fit together, without its end of line */
export function cellsOf(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator)
  const gap = GAP[separator] ?? ANY_GAP
  const skip = (at: number) => at + (matchAt(gap, text, at) as RegExpExecArray)[0].length
  const cells: string[] = []
  for (let at = 0; at <= text.length; at++) {
    const quoted = matchAt(QUOTED, text, skip(at))
    if (quoted) {
      cells.push((quoted[1] as string).replaceAll('""', '"'))
      at = skip(QUOTED.lastIndex)
    } else {
      const end = text.indexOf(separator, at)
      const cell = text.slice(at, end === -1 ? undefined : end)
      cells.push(cell)
      at += cell.length
    }
  }
  return cells
}
