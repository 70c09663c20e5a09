/** What the catalogue may be searched by, beside words. */
import type { Measure, Policy } from '../policy/model.ts'
import { windowStatus } from '../policy/window.ts'
import type { MeasureQuery } from '../schemas/catalogue.ts'

/** Every unit that a clause names. */
export const unitsOf = (policy: Policy): string[] => [
  ...new Set(policy.documents.flatMap(({ clauses }) => clauses.flatMap(({ responsible }) => responsible)))
]

/** The filters of the catalogue, each true where it is not asked for. */
export function matches(
  measure: Measure,
  query: Pick<MeasureQuery, 'policy' | 'clause' | 'section' | 'kind' | 'audience' | 'unit' | 'window'>,
  asOf: string
): boolean {
  const { policy, clause, section, kind, audience, unit, window } = query
  return (
    (policy === undefined || measure.document.id === policy) &&
    (clause === undefined || measure.clause.id === clause) &&
    (section === undefined || measure.clause.section.includes(section)) &&
    (kind === undefined || measure.kind === kind) &&
    (audience === undefined || measure.audience.includes(audience)) &&
    (unit === undefined || measure.responsible.includes(unit)) &&
    (window === undefined || windowStatus(measure.window, asOf) === window)
  )
}
