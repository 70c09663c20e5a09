/** What the versions of a measure say while the day that chooses among them is not known. */
import type { Assessment, Program } from '../engine/program.ts'
import { possibleVersions } from '../engine/versions.ts'
import { FALSE, OUTCOMES, type Outcome, type Truth, UNKNOWN } from '../policy/kleene.ts'
import type { Choice, Document, Fact, Measure } from '../policy/model.ts'
import { versionsText } from '../policy/version-words.ts'
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

const WORDS: Record<Outcome, string> = { eligible: '符合', ineligible: '不符合', undetermined: '还不能确定' }
const NOT_THERE = '没有这一项'

/** A version that a day chooses says when it is in force. */
function spanOf({ inForce }: Document) {
  const { from, to } = inForce as NonNullable<Document['inForce']>
  return { from, to }
}

/**
 * The same, as answers show it.
 * @param amountOf the amount by a version, where amounts are asked for
 */
export function versionsView(
  { policy }: Program,
  { fact: index }: Choice,
  says: readonly Says[],
  amountOf: (measure: Measure) => string | null = () => null
): VersionsView {
  const { id, label } = policy.facts[index] as Fact
  const each = says.map(({ document, measure, truth }) => ({
    document,
    outcome: OUTCOMES[truth],
    amount: measure && truth !== FALSE ? amountOf(measure) : null,
    said: measure ? WORDS[OUTCOMES[truth]] : NOT_THERE
  }))
  const [first] = each
  const isSame = each.every(({ outcome, amount }) => outcome === first?.outcome && amount === first?.amount)
  const words = each.map(({ document, said, amount }) => ({
    number: document.number,
    version: document.version,
    span: spanOf(document),
    says: [said, amount].filter(Boolean).join('，')
  }))
  return {
    chosenBy: id,
    same: isSame,
    text: versionsText(label, words, isSame),
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
