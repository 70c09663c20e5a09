/** What is said of the versions of a rule set, in the language of answers. */
import { spanText } from './window.ts'

interface Span {
  from: string | null
  to: string | null
}

/** （从2025年6月1日起）; empty where both ends are open: the first version has no beginning, and the last no end. */
const inBrackets = ({ from, to }: Span) => (from || to ? `（${spanText({ from, to })}）` : '')

/** A condition: the day that chooses lies in the time of one version. */
export const withinText = (label: string, span: Span, number: string) =>
  `${label}在${number}有效期内${inBrackets(span)}`

/** A condition: the day that chooses lies in the time of any version. */
export const withinAnyText = (label: string, span: Span) => `${label}在有效期内${inBrackets(span)}`

/** A condition: the day of the question lies in the time of a version. */
export const inForceText = (number: string, span: Span) => `问的那一天${number}有效${inBrackets(span)}`

/** What is taken for granted of the day that chooses, while the versions agree. */
export const presumed = (label: string, span: Span) => ({
  note: `没有说明${label}，按在有效期内${inBrackets(span)}算`,
  said: `${label}在有效期内`
})

/** What one version says: 国务院令第728号（1.0.0，2020年9月1日至2025年5月31日）：符合 */
const versionText = ({ number, version, span, says }: VersionSays) =>
  `${number}（${version}，${spanText(span)}）：${says}`

export interface VersionSays {
  number: string
  version: string
  span: Span
  says: string
}

/** What several versions say while the day that chooses is not known. */
export function versionsText(label: string, versions: readonly VersionSays[], isSame: boolean): string {
  const each = versions.map(versionText).join('；')
  return isSame ? `还不知道${label}，各版结论相同：${each}` : `要看${label}，各版结论不同：${each}`
}
