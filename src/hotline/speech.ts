/** What an agent reads aloud: the window first when it is not open, then the outcome, then the measure. */
import type { Amount } from '../calculators/amount.ts'
import type { windowView } from '../rules/eligibility.ts'
import type { Figure, Measure } from '../rules/policy.ts'
import { withUnit } from '../rules/values.ts'
import type { EligibilityResult } from '../schemas/eligibility.ts'

/** Half a minute, read calmly: about five characters a second. */
const CHARACTERS = 150

const sentences = (text: string): string[] => text.split(/(?<=[。！？])/)

function aboutWindow({ status, from, to }: ReturnType<typeof windowView>): string[] {
  if (status === 'closed')
    return [`先跟您说明，这项政策到${withUnit(to as string, 'date')}为止，现在已经过期了。`]
  if (status === 'upcoming') return [`先跟您说明，这项政策从${withUnit(from as string, 'date')}才开始。`]
  return []
}

/** What the amount as a whole is an amount of. */
function headlineOf({ figures }: Measure, amount: Amount): string {
  const calculated = new Set([...amount.figures, ...amount.deadlines].map(({ id }) => id))
  const shown = figures.filter(({ id }) => calculated.has(id))
  return (shown.find(({ headline }) => headline) ?? (shown[0] as Figure)).label
}

interface Decided {
  result: EligibilityResult | null
  amount: Amount | null
  /** the fact asked about next */
  asks: string | undefined
}
type Open = { text: string; missingFacts: readonly string[] }

function aboutOutcome(measure: Measure, isClosed: boolean, { result, amount, asks }: Decided): string[] {
  if (!result) return []
  // What would have been is said as such.
  const then = isClosed ? '在期限内的话，' : ''
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
  return [`${then}按您说的情况，条件都符合${sum}。`]
}

/**
 * At most half a minute of plain words. What comes first is never cut; of the measure's own words, whole
 * sentences are added while they fit.
 */
export function speech(measure: Measure, window: ReturnType<typeof windowView>, decided: Decided): string {
  const isClosed = window.status === 'closed'
  const first = [...aboutWindow(window), ...aboutOutcome(measure, isClosed, decided)].join('')
  const own = sentences(measure.hotline.say)
  let said = first
  for (const [index, sentence] of own.entries()) {
    if (index > 0 && said.length + sentence.length > CHARACTERS) break
    said += sentence
  }
  return said
}
