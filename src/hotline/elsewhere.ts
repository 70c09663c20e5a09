/** What is said of a question that is about another district, year or level of government, or someone else. */
import type { Measure } from '../policy/model.ts'
import type { Elsewhere, Lines } from './lines.ts'

/** A sentence with its places filled in. */
const filled = (say: string, places: Readonly<Record<string, string>>) =>
  say.replace(/\{(\w+)\}/g, (_place, name: string) => places[name] as string)

/**
 * What has to be said before, or in place of, the cards; null where the question is about this plan.
 * @param best the measure that the question is about, if any; what is beside another rule set is not said of it
 */
export function saidElsewhere(
  question: string,
  best: Measure | undefined,
  { elsewhere }: Lines
): string | null {
  const [first] = elsewhere
  const about = best?.document.id ?? first?.policy
  const isMeant = ({ policy, notFor }: Elsewhere) =>
    policy === about &&
    (notFor === null || (best !== undefined && !best.audience.some(one => notFor.includes(one))))
  for (const one of elsewhere) {
    const match = one.pattern.exec(question)
    if (!match || one.unless?.test(question) || !isMeant(one)) continue
    const places = {
      ...match.groups,
      title: best?.title ?? '',
      who: (best?.forWhom ?? '').replace(/\p{Sentence_Terminal}$/u, '')
    }
    return filled(one.say, places)
  }
  return null
}
