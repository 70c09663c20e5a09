/** Which rule sets a request may select: what no schema can say of it. */
import { nearest } from '../field-errors.ts'
import { ProblemError } from '../plugins/problems.ts'
import { pinned, type Selection } from '../policy/asked.ts'
import type { Measure, Policy, Versions } from '../policy/model.ts'

const versionsText = ({ documents }: Versions) =>
  documents.map(({ version, digest }) => `${version}（${digest}）`).join('、')

/** @throws ProblemError unknown-version, naming every version there is */
function needVersions({ sets }: Policy, { versions = {} }: Selection, at: string): void {
  const errors = sets.flatMap(set => {
    const version = versions[set.id]
    if (version === undefined || pinned(set, version)) return []
    const suggestion = nearest(
      version,
      set.documents.map(one => one.version)
    )
    const message = `没有 ${version} 这一版，有的是 ${versionsText(set)}`
    return [{ pointer: `${at}/${set.id}`, message, ...(suggestion !== undefined && { suggestion }) }]
  })
  if (errors.length > 0)
    throw new ProblemError('unknown-version', 'versions 指定的版本不在这里，见 errors。', errors)
}

/**
 * Checks what a request selects: versions that are loaded, and of rule sets that it asks about.
 * @param at where the versions stand, by JSON Pointer
 * @throws ProblemError
 */
export function needSelection(policy: Policy, selection: Selection, at = '/versions'): void {
  const { policies, versions = {}, measures = [] } = selection
  needVersions(policy, selection, at)
  if (!policies) return
  const outside = (id: string, pointer: string) =>
    policies.includes(id) ? [] : [{ pointer, message: `属于 ${id}，不在 policies 里` }]
  const errors = [
    ...Object.keys(versions).flatMap(id => outside(id, `${at}/${id}`)),
    ...measures.flatMap((id, index) =>
      outside((policy.measure(id) as Measure).document.id, `/measures/${index}`)
    )
  ]
  if (errors.length > 0) {
    throw new ProblemError('validation-failed', `请求有 ${errors.length} 处自相矛盾，见 errors。`, errors)
  }
}

/** The rule set of an address. @throws ProblemError unknown-policy, with the nearest */
export function needSet({ sets }: Policy, id: string): Versions {
  const found = sets.find(one => one.id === id)
  if (found) return found
  const near = nearest(
    id,
    sets.map(one => one.id)
  )
  throw new ProblemError('unknown-policy', `没有编号为 ${id} 的规则集${near ? `，是不是 ${near}？` : '。'}`)
}
