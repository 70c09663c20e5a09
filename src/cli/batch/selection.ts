/** Which rule sets a run is about, and in which version: `--policies` and `--versions`. */
import { nearest } from '../../field-errors.ts'
import { pinned, type Selection } from '../../policy/asked.ts'
import type { Measure, Policy, Versions } from '../../policy/model.ts'
import { Usage } from '../frame/command.ts'

const partsOf = (list: string) => list.split(/[,，]/)

/** @throws Usage when there is no such rule set */
function setOf({ sets }: Policy, option: string, id: string): Versions {
  const found = sets.find(set => set.id === id)
  if (found) return found
  const ids = sets.map(set => set.id)
  throw new Usage(`${option}：没有规则集“${id}”，有的是 ${ids.join('、')}`)
}

function policiesOf(list: string, policy: Policy): string[] {
  return [...new Set(partsOf(list).map(id => setOf(policy, '--policies', id).id))]
}

/** id:version or id:digest, as the query of the batch over HTTP has them. */
function versionsOf(list: string, policy: Policy): Record<string, string> {
  return Object.fromEntries(
    partsOf(list).map(pair => {
      const at = pair.indexOf(':')
      if (at < 0) throw new Usage(`--versions：“${pair}”应当写成 规则集:版本号，或者 规则集:摘要`)
      const set = setOf(policy, '--versions', pair.slice(0, at))
      const version = pair.slice(at + 1)
      if (pinned(set, version)) return [set.id, version]
      const known = set.documents.map(one => one.version)
      const near = nearest(version, known)
      const meant = near === undefined ? '' : `，是不是 ${near}`
      throw new Usage(`--versions：${set.id} 没有 ${version} 这一版${meant}，有的是 ${known.join('、')}`)
    })
  )
}

/**
 * What a run selects, checked as a request is.
 * @param measures ids that are named, if any
 * @throws Usage naming what there is not, or what lies outside of the rule sets that are named
 */
export function selectionOf(
  values: { policies?: string | undefined; versions?: string | undefined },
  policy: Policy,
  measures: readonly string[] | undefined
): Pick<Selection, 'policies' | 'versions'> {
  const policies = values.policies === undefined ? undefined : policiesOf(values.policies, policy)
  const versions = values.versions === undefined ? undefined : versionsOf(values.versions, policy)
  const isOutside = (id: string) => policies !== undefined && !policies.includes(id)
  const pin = Object.keys(versions ?? {}).find(isOutside)
  if (pin !== undefined) throw new Usage(`--versions：${pin} 不在 --policies 里`)
  const measure = measures?.find(id => isOutside((policy.measure(id) as Measure).document.id))
  if (measure !== undefined) throw new Usage(`--measures：${measure} 不属于 --policies 里的规则集`)
  return { policies, versions }
}
