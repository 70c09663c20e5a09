/** What is said of an outcome: the window first when it is an obstacle, then the outcome, then what it hangs on. */
import type { Amount } from '../decisions/amount.ts'
import type { AnsweredAmount } from '../decisions/answered.ts'
import { openPoints } from '../decisions/eligibility.ts'
import type { NextQuestion } from '../decisions/interview/questions.ts'
import type { Reason } from '../decisions/reasons.ts'
import { assumedIn } from '../engine/assumed.ts'
import type { Assessment, Program } from '../engine/program.ts'
import type { Fact, Figure, Interpretation, Measure } from '../policy/model.ts'
import { factsUnder } from '../policy/uses.ts'
import { noticeOf, windowSaid, windowStatus } from '../policy/window.ts'
import type { EligibilityResult } from '../schemas/eligibility.ts'

/** What the amount as a whole is an amount of. */
function headlineOf({ figures }: Measure, amount: Amount): string {
  const calculated = new Set([...amount.figures, ...amount.deadlines].map(({ id }) => id))
  const shown = figures.filter(({ id }) => calculated.has(id))
  return (shown.find(({ headline }) => headline) ?? (shown[0] as Figure)).label
}

/** One measure decided for one caller. */
export interface Decided {
  program: Program
  assessment: Assessment
  measure: Measure
  /** null where there is nothing to decide */
  result: EligibilityResult | null
  amount: AnsweredAmount | null
  /** what is asked next */
  asks: Pick<NextQuestion, 'fact' | 'alternatives'> | null
}

type Open = { text: string; missingFacts: readonly string[] }

/** What an outcome holds for, where it is not simply today: what would have been is said as such. */
function holdsFor(measure: Measure, asOf: string): string {
  const { window, document } = measure
  const { card } = document.texts
  if (noticeOf(measure, asOf)) return card.inThatYear(document.called)
  if (windowStatus(window, asOf) !== 'closed' || window?.kind === 'target') return ''
  return window?.kind === 'event' ? card.inThatPeriod : card.inTime
}

/** What an eligible answer takes for granted: who, where, and what else was not said; in few words. */
function takenForGranted({ assessment, measure }: Decided): string[] {
  const assumed = assumedIn(assessment, [measure])
  const who = assumed.filter(({ leaf }) => leaf !== null)
  return [...who, ...assumed.filter(({ leaf }) => leaf === null)].map(({ said }) => said)
}

/** The open condition that is asked about next: it decides most. */
function firstOpen(opens: readonly Open[], asks: Decided['asks']): Open {
  const wanted = asks ? [asks.fact, ...asks.alternatives] : []
  const about = wanted.flatMap(fact => opens.filter(({ missingFacts }) => missingFacts.includes(fact)))
  return about[0] ?? (opens[0] as Open)
}

/** The fact whose day chooses the version, while it is not known. */
function openChooser({ assessment, measure: { choice, document } }: Decided): Fact | null {
  if (!choice || assessment.value(choice.fact) !== undefined) return null
  return document.facts[choice.fact] as Fact
}

/**
 * What an undetermined outcome waits for. That a day lies in the time of a version is nothing to be read to a caller,
 * who is asked for the day; and what several versions demand alike is counted once.
 */
function undetermined(decided: Decided, conditions: readonly Open[], then: string): string {
  const { asks } = decided
  const { card } = decided.measure.document.texts
  const chooser = openChooser(decided)
  const isOfVersion = ({ missingFacts }: Open) =>
    missingFacts.every(fact => fact === chooser?.id) && missingFacts.length > 0
  const distinct = [...new Map(conditions.map(one => [one.text, one])).values()]
  const opens = distinct.filter(one => !isOfVersion(one))
  if (chooser && (opens.length === 0 || asks?.fact === chooser.id)) {
    return card.dependsOnDay(then, chooser.label, chooser.question)
  }
  return card.undetermined(then, opens.length, firstOpen(opens, asks).text)
}

/** What is said after a no that a rule outside the plan makes a yes, for all or for some. */
const turnedBy = ({ nationalRules }: EligibilityResult): string[] =>
  (nationalRules as NonNullable<typeof nationalRules>).flatMap(({ bearing, said }) =>
    bearing !== 'beside' && said !== null ? [said] : []
  )

/** What comes first: the window where it is an obstacle, and the outcome. @param asOf YYYY-MM-DD */
export function saidFirst(decided: Decided, asOf: string): string[] {
  const { measure, result } = decided
  const { card } = measure.document.texts
  const then = holdsFor(measure, asOf)
  const about = () => {
    if (!result) return []
    if (result.outcome === 'eligible') {
      return [card.eligible(then || card.byWhatYouSay, takenForGranted(decided))]
    }
    if (result.outcome === 'undetermined') {
      return [undetermined(decided, result.conditionalOn as unknown as Open[], then)]
    }
    const [reason] = result.reasons as unknown as [Reason]
    return [card.ineligible(reason.condition), ...turnedBy(result)]
  }
  return [...windowSaid(measure, asOf).slice(0, 1), ...about()]
}

/** Whether an open point turns on a fact that a reason rests on. */
function isBehind({ when }: Interpretation, reasons: readonly Reason[], { policy }: Program): boolean {
  const used = new Set(reasons.flatMap(({ facts }) => facts.map(({ fact }) => fact)))
  return factsUnder(policy, when).some(fact => used.has(policy.facts[fact]?.id as string))
}

/** The open points that the outcome hangs on; those that only change the amount are said with it. */
function decidingPoints({ program, assessment, measure, result }: Decided): Interpretation[] {
  if (!result || result.outcome === 'undetermined') return []
  const reasons = result.reasons as unknown as Reason[]
  return openPoints(assessment, program.compiled(measure)).flatMap(([{ point }, bearing]) => {
    if (bearing !== 'decides' || point.otherwise) return []
    return result.outcome === 'eligible' || isBehind(point, reasons, program) ? [point] : []
  })
}

/** The amount, and what else it may be: how the text is read otherwise. */
function saidOfAmount({ measure, result, amount }: Decided): string[] {
  if (result?.outcome !== 'eligible' || !amount || amount.status === 'undetermined') return []
  const { called, texts } = measure.document
  const others = amount.readings
    .filter(({ taken }) => !taken)
    .map(({ reading, text }) => texts.card.otherReading(called, text, reading))
  return [texts.card.amount(headlineOf(measure, amount), amount.text), ...others]
}

/**
 * What is said next: the amount, what the outcome hangs on because the text leaves it open, and that a duty is
 * overdue, where the notice that the plan may have ended came first.
 * @param asOf YYYY-MM-DD
 */
export function saidNext(decided: Decided, asOf: string): string[] {
  const { called, texts } = decided.measure.document
  const points = decidingPoints(decided).map(({ point, interpreter }) =>
    texts.card.openPoint(point, called, interpreter)
  )
  const [sum = [], ...readings] = saidOfAmount(decided).map(sentence => [sentence])
  return [...sum, ...points, ...windowSaid(decided.measure, asOf).slice(1), ...readings.flat()]
}
