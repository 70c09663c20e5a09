/** What an agent reads aloud: the window first when it is not open, then the outcome, then the measure. */
import type { Amount } from '../calculators/amount.ts'
import type { AnsweredAmount } from '../calculators/answered.ts'
import type { Figure, Measure } from '../rules/policy.ts'
import { noticeOf, windowSaid, windowStatus } from '../rules/window.ts'
import type { EligibilityResult } from '../schemas/eligibility.ts'

/** Half a minute, read calmly: about five characters a second. */
const CHARACTERS = 150

const sentences = (text: string): string[] => text.split(/(?<=[。！？])/)

/** What the amount as a whole is an amount of. */
function headlineOf({ figures }: Measure, amount: Amount): string {
  const calculated = new Set([...amount.figures, ...amount.deadlines].map(({ id }) => id))
  const shown = figures.filter(({ id }) => calculated.has(id))
  return (shown.find(({ headline }) => headline) ?? (shown[0] as Figure)).label
}

interface Decided {
  result: EligibilityResult | null
  amount: AnsweredAmount | null
  /** the fact asked about next */
  asks: string | undefined
}
type Open = { text: string; missingFacts: readonly string[] }

/** What an outcome holds for, where it is not simply today: what would have been is said as such. */
function holdsFor(measure: Measure, asOf: string): string {
  if (noticeOf(measure, asOf)) return '按当年的方案，'
  const { window } = measure
  if (windowStatus(window, asOf) !== 'closed' || window?.kind === 'target') return ''
  return window?.kind === 'event' ? '在这段时间里的话，' : '在期限内的话，'
}

function aboutOutcome(measure: Measure, asOf: string, { result, amount, asks }: Decided): string[] {
  if (!result) return []
  const then = holdsFor(measure, asOf)
  if (result.outcome === 'ineligible') {
    const [reason] = result.reasons as unknown as [{ condition: string }]
    return [`这一项要求${reason.condition}，按您说的情况对不上。`]
  }
  if (result.outcome === 'undetermined') {
    const opens = result.conditionalOn as unknown as [Open, ...Open[]]
    const open = opens.find(({ missingFacts }) => missingFacts.includes(String(asks))) ?? opens[0]
    return [`${then}能不能享受，还要看这一条满不满足：${open.text}。`]
  }
  const sum =
    amount && amount.status !== 'undetermined' ? `，${headlineOf(measure, amount)}${amount.text}` : ''
  const others = (amount?.readings ?? [])
    .filter(({ taken }) => !taken)
    .map(({ reading, text }) => `方案没写明，也可能是${text}（${reading}）。`)
  return [`${then}按您说的情况，条件都符合${sum}。`, ...others]
}

/**
 * At most half a minute of plain words. What comes first is never cut; of the measure's own words, whole
 * sentences are added while they fit.
 * @param asOf YYYY-MM-DD
 */
export function speech(measure: Measure, asOf: string, decided: Decided): string {
  const first = [...windowSaid(measure, asOf), ...aboutOutcome(measure, asOf, decided)].join('')
  const own = sentences(measure.hotline.say)
  let said = first
  for (const [index, sentence] of own.entries()) {
    if (index > 0 && said.length + sentence.length > CHARACTERS) break
    said += sentence
  }
  return said
}
