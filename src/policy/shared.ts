/**
 * Facts and standards of the world that rule sets share, so that a caller is asked once. A rule set names in its
 * facts.json what it takes: a fact or a subject whose place holds the word "shared" is put in from the shared file; one
 * whose place holds { "shared": { "label": … } } likewise, in the words that stand there: those of another language.
 * Standards come along where a rule file names them, and so do the words of the language that the ear goes by.
 */

import { pointerTo } from '../field-error.ts'
import { isObject } from '../strict-json.ts'
import { type Fault, PolicyError } from './fault.ts'
import type { RuleFiles } from './files.ts'

/** What stands in facts.json in place of a fact that is shared. */
const TAKEN = 'shared'

/** What a rule set may word itself of a fact, or of a subject, that it takes. */
export const WORDED = ['label', 'english', 'question', 'description', 'labels'] as const

const FACTS = 'facts.json'
const INDUSTRY_CODES = 'industry-codes.json'
/** Files whose parts are taken one by one: what a rule set does not say itself is as the shared file says. */
const COMPLETED = ['hotline-understanding.json']

type Named = Readonly<Record<string, unknown>>
type FactsFile = { subjects: Named; facts: Named }

/** Notes every text of a value, however deep, that is one of some names. */
function noteNames(value: unknown, names: ReadonlySet<string>, found: Set<string>): void {
  if (typeof value === 'string') {
    if (names.has(value)) found.add(value)
  } else if (typeof value === 'object' && value !== null) {
    for (const one of Object.values(value)) noteNames(one, names, found)
  }
}

/** The words in which a rule set takes what is shared, none for those of the shared file; undefined for its own. */
function wordsOf(value: unknown): Named | undefined {
  if (value === TAKEN) return {}
  return isObject(value) && isObject(value[TAKEN]) ? value[TAKEN] : undefined
}

function taken(own: Named, shared: Named, field: 'subjects' | 'facts', faults: Fault[]): Named {
  return Object.fromEntries(
    Object.entries(own).map(([id, value]) => {
      const words = wordsOf(value)
      if (!words) return [id, value]
      const fault = (path: readonly string[], message: string, remedy: string) =>
        faults.push({ file: FACTS, pointer: pointerTo(field, id, ...path), message, remedy })
      if (shared[id] === undefined) {
        fault([], `"${id}" is not among what is shared`, 'write it here, or add it to the shared folder')
      }
      for (const name of Object.keys(words)) {
        if ((WORDED as readonly string[]).includes(name)) continue
        fault([TAKEN, name], 'it is no word', `what is shared may be worded: ${WORDED.join(', ')}`)
      }
      return [id, { ...(shared[id] as Named), ...words }]
    })
  )
}

/**
 * The files of a rule set, complete.
 * @param own the files of its folder
 * @param shared those of the shared folder
 * @throws PolicyError naming each fact that is said to be shared and is not
 */
export function withShared(own: RuleFiles, shared: RuleFiles): RuleFiles {
  const facts = own[FACTS]
  // What has not its form is told by the guards.
  if (!isObject(facts) || !isObject(facts.facts) || !isObject(facts.subjects)) return own
  const { subjects = {}, facts: common = {} } = (shared[FACTS] ?? {}) as Partial<FactsFile>
  const faults: Fault[] = []
  const whole = {
    ...facts,
    subjects: taken(facts.subjects, subjects, 'subjects', faults),
    facts: taken(facts.facts, common, 'facts', faults)
  }
  if (faults.length > 0) throw new PolicyError(faults)
  const named = new Set<string>()
  noteNames([whole.facts, own], new Set(Object.keys(shared)), named)
  if (Object.values(whole.facts).some(fact => isObject(fact) && fact.industry)) named.add(INDUSTRY_CODES)
  const standards = Object.entries(shared).filter(([file]) => named.has(file))
  const completed = COMPLETED.flatMap(file =>
    isObject(own[file]) && isObject(shared[file]) ? [[file, { ...shared[file], ...own[file] }] as const] : []
  )
  return { ...Object.fromEntries(standards), ...own, ...Object.fromEntries(completed), [FACTS]: whole }
}
