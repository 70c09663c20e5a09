/**
 * The edits between two rule sets, each of which can be taken back alone: that is how an answer that changed
 * is traced to what changed it. JSON Patch libraries do not fit: their operations build on one another, and
 * they do not pair the conditions of a list by name.
 */
import { pointerTo } from '../../field-error.ts'
import type { RuleFiles } from '../../policy/files.ts'

type Step = string | number
type Json = unknown

export interface Edit {
  file: string
  /** JSON Pointer in the new file; for something removed, where it would stand */
  pointer: string
  kind: 'added' | 'removed' | 'changed'
  /** undefined for something added */
  before: Json
  /** undefined for something removed */
  after: Json
  /** what it belongs to: a measure's id, `condition sme`, `fact lease.start`, or the file */
  owner: string
  /** file, then steps inside it */
  path: readonly Step[]
}

type Found = Pick<Edit, 'kind' | 'before' | 'after' | 'path'>

const isRecord = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const same = (a: Json, b: Json) => JSON.stringify(a) === JSON.stringify(b)

/** What makes an item of a list the same item although its content differs. */
const keyOf = (item: Json): string =>
  String((isRecord(item) && (item.id ?? item.name ?? item.condition ?? item.fact)) || JSON.stringify(item))

/** Pairs of items of two lists, by the longest common run of keys; the rest stands alone, in order. */
function paired(before: readonly Json[], after: readonly Json[]): [number | null, number | null][] {
  const [left, right] = [before.map(keyOf), after.map(keyOf)]
  const length = left.map(() => new Array<number>(right.length + 1).fill(0))
  length.push(new Array<number>(right.length + 1).fill(0))
  const at = (i: number, j: number) => length[i]?.[j] as number
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const row = length[i] as number[]
      row[j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pairs: [number | null, number | null][] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) pairs.push([i++, j++])
    else if (j === right.length || (i < left.length && at(i + 1, j) >= at(i, j + 1))) pairs.push([i++, null])
    else pairs.push([null, j++])
  }
  return pairs
}

function* between(before: Json, after: Json, path: readonly Step[]): Generator<Found> {
  if (same(before, after)) return
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const inside = [...path, key]
      if (!Object.hasOwn(after, key))
        yield { kind: 'removed', before: before[key], after: undefined, path: inside }
      else if (!Object.hasOwn(before, key))
        yield { kind: 'added', before: undefined, after: after[key], path: inside }
      else yield* between(before[key], after[key], inside)
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    let next = 0
    for (const [i, j] of paired(before, after)) {
      const inside = [...path, j ?? next]
      if (j !== null) next = j + 1
      if (j === null) yield { kind: 'removed', before: before[i as number], after: undefined, path: inside }
      else if (i === null) yield { kind: 'added', before: undefined, after: after[j], path: inside }
      else yield* between(before[i], after[j], inside)
    }
  } else yield { kind: 'changed', before, after, path }
}

function ownerOf({ path, before, after }: Found, files: RuleFiles): string {
  const [file, part, item] = path as [string, Step?, Step?]
  if (part === 'measures' && item !== undefined) {
    if (path.length === 3) return keyOf(after ?? before)
    return keyOf((files[file] as { measures: Json[] }).measures[item as number])
  }
  if (file === 'policy.json' && part === 'conditions') return `condition ${item}`
  return file === 'facts.json' && part === 'facts' ? `fact ${item}` : file
}

/** Every edit that leads from one rule set to the other, as small as it can be. */
export const editsBetween = (before: RuleFiles, after: RuleFiles): Edit[] =>
  [...between(before, after, [])].map(found => {
    const [file, ...inside] = found.path as [string, ...Step[]]
    return { ...found, file, pointer: pointerTo(...inside), owner: ownerOf(found, after) }
  })

/** A copy of a value with one place changed; the rest is shared. */
function changedAt(value: Json, path: readonly Step[], edit: Edit): Json {
  const [step, ...rest] = path as [Step, ...Step[]]
  if (Array.isArray(value)) {
    const index = step as number
    if (rest.length > 0) return value.with(index, changedAt(value[index], rest, edit))
    // What changes in a list changes inside an item of it, or is removed and added.
    return edit.kind === 'added' ? value.toSpliced(index, 1) : value.toSpliced(index, 0, edit.before)
  }
  const { [step]: child, ...others } = value as Record<string, Json>
  if (rest.length > 0) return { ...others, [step]: changedAt(child, rest, edit) }
  return edit.kind === 'added' ? others : { ...others, [step]: edit.before }
}

/** The new rule set with one edit taken back. */
export const without = (edit: Edit, after: RuleFiles): RuleFiles =>
  changedAt(after, edit.path, edit) as RuleFiles
