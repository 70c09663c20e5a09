/** Two versions of a rule set compared by their answers: what changed, and the edit that changed it. */
import { Program } from '../../../engine/program.ts'
import type { RuleFiles } from '../../../policy/files.ts'
import { faultsOf } from '../../../policy/guards/index.ts'
import { linkPolicy } from '../../../policy/link.ts'
import { loadPolicy, loadReleased } from '../../../policy/load.ts'
import { inFormatOfToday } from '../../../policy/older-format.ts'
import { type Edit, editsBetween, without } from '../edits.ts'
import { type Answer, answerTo, type Question } from '../questions.ts'

export type Mark = '+' | '-' | '~'

/** One thing an answer says, and what it says in each version; null where it does not say it. */
export interface Part {
  /** `outcome`, `window`, `reason`, or the id of a figure */
  name: string
  before: string | null
  after: string | null
}

export interface Change {
  question: Question
  /** newly eligible, no longer eligible, any other change */
  mark: Mark
  parts: Part[]
  /** each edit that brings a part of the old answer back when it alone is taken back; empty where none does */
  causes: Edit[]
}

/** What an answer says, by what it is about. A measure that is not there says nothing. */
function saidIn(answer: Answer | null): Map<string, string> {
  if (!answer) return new Map()
  const { outcome, window, amounts, reasons } = answer
  return new Map([
    ['outcome', outcome],
    ['window', window],
    ...Object.entries(amounts),
    ...reasons.map((text): [string, string] => [`reason ${text}`, text])
  ])
}

function partsOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Part[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter(key => before.get(key) !== after.get(key))
    .map(key => ({
      name: key.startsWith('reason ') ? 'reason' : key,
      before: before.get(key) ?? null,
      after: after.get(key) ?? null
    }))
}

function markOf(before: Answer | null, after: Answer | null): Mark {
  const [was, is] = [before, after].map(answer => answer?.outcome === 'eligible')
  return was === is ? '~' : is ? '+' : '-'
}

/** @returns undefined for a rule set with faults: then the edit cannot be taken back alone */
const programOf = (files: RuleFiles): Program | undefined =>
  faultsOf(files).length > 0 ? undefined : new Program(linkPolicy(files))

/** Whether an edit may bear on a measure: its own, or one that no measure owns. */
const bearsOn = ({ owner }: Edit, measure: string, measures: ReadonlySet<string>) =>
  owner === measure || !measures.has(owner)

/**
 * Compares the answers of two versions.
 * @param before files in the format of their day
 * @param questions see questions.ts
 * @param progress told of each edit that is tried; null: what causes a change is not looked for
 */
export function changesBetween(
  before: RuleFiles,
  after: RuleFiles,
  questions: (old: Program, now: Program) => readonly Question[],
  progress: ((done: number, total: number) => void) | null
): { asked: number; edits: Edit[]; changes: Change[] } {
  const [old, now] = [new Program(loadReleased(before)), new Program(loadPolicy(after))]
  const edits = editsBetween(inFormatOfToday(before), after)
  const asked = questions(old, now)
  const changes = asked.flatMap((question): Change[] => {
    const [left, right] = [answerTo(old, question), answerTo(now, question)]
    const parts = partsOf(saidIn(left), saidIn(right))
    return parts.length === 0 ? [] : [{ question, mark: markOf(left, right), parts, causes: [] }]
  })
  const measures = new Set([old, now].flatMap(({ policy }) => policy.measures.map(({ id }) => id)))
  if (!progress) return { asked: asked.length, edits, changes }
  for (const [index, edit] of edits.entries()) {
    progress(index + 1, edits.length)
    const concerned = changes.filter(({ question }) => bearsOn(edit, question.measure, measures))
    const program = concerned.length > 0 ? programOf(without(edit, after)) : undefined
    if (!program) continue
    for (const change of concerned) {
      const back = saidIn(answerTo(program, change.question))
      const restores = ({ name, before, after }: Part) => {
        const said = (text: string | null) => back.get(name === 'reason' ? `reason ${text}` : name) ?? null
        return before === null ? said(after) === null : said(before) === before
      }
      if (change.parts.some(restores)) change.causes.push(edit)
    }
  }
  return { asked: asked.length, edits, changes }
}
