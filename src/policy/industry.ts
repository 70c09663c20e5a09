/** Industries: GB/T 4754—2017 codes, and the industry names of the size standard, as lists of code prefixes. */
export interface IndustryCodes {
  id: string
  title: string
  source: string
  certainty: string
  /** section letter → first and last two-digit division */
  sections: Record<string, [string, string]>
  /** how people call an industry → prefixes of the codes that it may be meant by */
  words: Record<string, string[]>
}

export type Industries = ReturnType<typeof industries>

/**
 * Reads what a caller may write for an industry.
 * @param codes the sections and divisions of GB/T 4754—2017
 * @param names industry names of the size standard with the code prefixes they stand for
 */
export function industries(codes: IndustryCodes, names: readonly { name: string; codes: string[] }[]) {
  const prefixesOf = new Map([
    ...Object.entries(codes.words),
    ...names.map(entry => [entry.name, entry.codes] as const)
  ])
  const sectionOf = new Map<string, string>()
  for (const [section, [first, last]] of Object.entries(codes.sections)) {
    for (let division = Number(first); division <= Number(last); division++) {
      sectionOf.set(String(division).padStart(2, '0'), section)
    }
  }
  return {
    names: names.map(({ name }) => name),
    /** A JSON Schema pattern that holds for exactly what `read` accepts. */
    pattern: `^(?:${[
      ...prefixesOf.keys(),
      ...Object.keys(codes.sections),
      ...[...sectionOf].map(([division, section]) => `${section}?${division}[0-9]{0,2}`)
    ].join('|')})$`,
    /**
     * @param industry "H62", "6210", "H" or a name such as "餐饮业"
     * @returns code prefixes with their section letter, or undefined when it is no industry
     */
    read(industry: string): readonly string[] | undefined {
      const named = prefixesOf.get(industry)
      if (named) return named
      if (Object.hasOwn(codes.sections, industry)) return [industry]
      const match = /^([A-T]?)(\d{2})(\d{0,2})$/.exec(industry)
      const section = match && sectionOf.get(match[2] as string)
      if (!match || !section || (match[1] && match[1] !== section)) return undefined
      return [`${section}${match[2]}${match[3]}`]
    }
  }
}

/** Whether an industry given as `code` falls, or may fall, under an entry for `prefix`. */
export const mayFallUnder = (code: string, prefix: string): boolean =>
  code.startsWith(prefix) || prefix.startsWith(code)
