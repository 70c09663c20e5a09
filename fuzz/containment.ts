/** An amount worked out of what is possible contains what it comes to when more is known. */

/** A sum, a number or a day as an answer gives it: settled, or between two ends of which either may be open (null). */
export interface Bounded {
  unit: string
  value: string | null
  min: string | null
  max: string | null
}

export interface Calculated {
  outcome: string
  conflicts: unknown[]
  amount: { figures: (Bounded & { id: string })[]; deadlines: { id: string; date: string | null }[] } | null
}

const numberOf = ({ unit }: Bounded, text: string) => (unit === 'date' ? Date.parse(text) : Number(text))

/** The least and the most that it may be. No number of a plan is below zero; upwards what is not given is open. */
function endsOf(figure: Bounded): [number, number] {
  const [low, high] = [figure.value ?? figure.min, figure.value ?? figure.max]
  const least = figure.unit === 'date' ? Number.NEGATIVE_INFINITY : 0
  return [
    low === null ? least : numberOf(figure, low),
    high === null ? Number.POSITIVE_INFINITY : numberOf(figure, high)
  ]
}

/**
 * Compares the answers to one question, once with a fact known and once with values that are possible for it.
 * A figure of the known answer may itself lie between two ends: the plan gives some rates only so.
 * @returns what is not contained, as a sentence; undefined when all is
 */
export function uncontained(known: Calculated, possible: Calculated): string | undefined {
  if (possible.outcome !== 'undetermined' && possible.outcome !== known.outcome)
    return `${possible.outcome} while possible, ${known.outcome} when known`
  for (const figure of known.amount?.figures ?? []) {
    const wide = possible.amount?.figures.find(({ id }) => id === figure.id)
    if (!wide) continue
    const [[low, high], [least, most]] = [endsOf(figure), endsOf(wide)]
    if (least > low || most < high)
      return `${figure.id}: ${low} to ${high} when known is not within ${least} to ${most}`
  }
  for (const { id, date } of known.amount?.deadlines ?? []) {
    const settled = possible.amount?.deadlines.find(deadline => deadline.id === id)?.date
    if (settled && settled !== date) return `${id}: ${settled} while possible, ${date} when known`
  }
  return undefined
}
