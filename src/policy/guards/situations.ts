/** Guards of situations.json: ids that occur once, facts that exist, values that fit, and no answer against itself. */
import { SITUATIONS_FILE as FILE, type RawSituations } from '../situations-format.ts'
import type { Findings, Path } from './findings.ts'

type List = RawSituations['lists'][number]

function checkTold(findings: Findings, path: Path, told: Record<string, unknown>): void {
  for (const [id, value] of Object.entries(told)) {
    const at = (message: string, remedy: string) => findings.fault(FILE, [...path, id], message, remedy)
    const entry = findings.schemas.get(id)
    if (!entry) at(`unknown fact "${id}"`, 'use one of facts.json')
    else if (!entry.fits(value)) at(`${JSON.stringify(value)} does not fit the fact`, 'mend it')
  }
}

function checkList(findings: Findings, path: Path, { onlyFor, situations }: List): void {
  const ids = situations.map(({ id }) => id)
  const schema = onlyFor && findings.schemas.get(onlyFor.fact)
  if (onlyFor && !schema) {
    findings.fault(
      FILE,
      [...path, 'onlyFor', 'fact'],
      `unknown fact "${onlyFor.fact}"`,
      'use one of facts.json'
    )
  }
  for (const value of (schema && onlyFor?.values) ?? []) {
    if (schema?.fits(value)) continue
    const message = `${JSON.stringify(value)} does not fit the fact`
    findings.fault(FILE, [...path, 'onlyFor', 'values'], message, 'mend it')
  }
  const denied = new Map<string, { id: string; value: string }>()
  for (const [index, { id, chosen, notChosen }] of situations.entries()) {
    const own = [...path, 'situations', index]
    if (ids.indexOf(id) !== index) findings.fault(FILE, [...own, 'id'], `"${id}" stands twice`, 'rename one')
    checkTold(findings, [...own, 'chosen'], chosen)
    checkTold(findings, [...own, 'notChosen'], notChosen)
    for (const [fact, denial] of Object.entries(notChosen)) {
      const at = (message: string, remedy: string) =>
        findings.fault(FILE, [...own, 'notChosen', fact], message, remedy)
      const value = JSON.stringify(denial)
      if (JSON.stringify(chosen[fact]) === value) at('to choose it says the same', 'drop one')
      const before = denied.get(fact)
      if (before && before.value !== value)
        at(`"${before.id}" denies it by ${before.value}`, 'make them agree')
      denied.set(fact, before ?? { id, value })
    }
  }
}

export function checkSituations(findings: Findings): void {
  const raw = findings.set.files[FILE] as RawSituations | undefined
  for (const [index, list] of (raw?.lists ?? []).entries()) checkList(findings, ['lists', index], list)
}
