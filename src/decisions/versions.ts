/** What the versions of a measure say while the day that chooses among them is not known. */
import type { Assessment, Program } from '../engine/program.ts'
import { possibleVersions } from '../engine/versions.ts'
import { FALSE, OUTCOMES, type Truth, UNKNOWN } from '../policy/kleene.ts'
import type { Choice, Document, Fact, Measure } from '../policy/model.ts'
import type { VersionsView } from '../schemas/common.ts'

/** One version, and how it decides the measure; not at all where it does not have it. */
export interface Says {
  document: Document
  measure: Measure | null
  truth: Truth
}

/** What each version that may count says, oldest first. */
export const saidBy = (program: Program, assessment: Assessment, choice: Choice): Says[] =>
  possibleVersions(program, assessment, choice).map(({ document, measure }) => ({
    document,
    measure,
    truth: measure ? program.decide(measure, assessment) : FALSE
  }))

/** A version that a day chooses says when it is in force. */
function spanOf({ inForce }: Pick<Document, 'inForce'>) {
  const { from, to } = inForce as NonNullable<Document['inForce']>
  return { from, to }
}

/**
 * The same, as answers show it, in the words of the newest version that has the measure.
 * @param amountOf the amount by a version, where amounts are asked for
 */
export function versionsView(
  { fact: index, none: { document } }: Choice,
  says: readonly Says[],
  amountOf: (measure: Measure) => string | null = () => null
): VersionsView {
  const { id, label } = document.facts[index] as Fact
  const words = document.texts.versions
  const each = says.map(({ document, measure, truth }) => ({
    document,
    outcome: OUTCOMES[truth],
    amount: measure && truth !== FALSE ? amountOf(measure) : null,
    said: measure ? words.outcome[OUTCOMES[truth]] : words.notThere
  }))
  const [first] = each
  const isSame = each.every(({ outcome, amount }) => outcome === first?.outcome && amount === first?.amount)
  const texts = each.map(({ document: { number, version, ...rest }, said, amount }) =>
    words.one(number, version, spanOf(rest), [said, ...(amount === null ? [] : [amount])])
  )
  return {
    chosenBy: id,
    same: isSame,
    text: (isSame ? words.same : words.differ)(label, texts),
    candidates: each.map(({ document, outcome, amount }) => ({
      version: document.version,
      inForce: spanOf(document),
      outcome,
      amount
    }))
  }
}

/** The newest version that decides a measure as all of them come to; the measure itself while they come to nothing. */
export function speaking(measure: Measure, says: readonly Says[], truth: Truth): Measure {
  if (truth === UNKNOWN) return measure
  return says.findLast(one => one.measure)?.measure ?? measure
}
