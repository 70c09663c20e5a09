/** What the guards of meaning know of a rule set, and the faults they have found in it. */
import type { ValidateFunction } from 'ajv'
import { pointerTo } from '../../field-error.ts'
import type { Fault } from '../fault.ts'
import { industriesOf, type RuleSet } from '../rule-set.ts'
import { factSchema, type JsonSchema } from '../vocabulary.ts'
import { valueShape } from './shapes.ts'

/** Where something stands in a file, step by step. */
export type Path = readonly (string | number)[]

export class Findings {
  readonly faults: Fault[] = []
  readonly set: RuleSet
  /** of facts whose schema is one, by id */
  readonly schemas = new Map<string, { schema: JsonSchema; fits: ValidateFunction }>()
  readonly measureIds: readonly string[]

  constructor(set: RuleSet) {
    this.set = set
    this.measureIds = Object.values(set.clauses).flatMap(clause => clause.measures.map(({ id }) => id))
    const known = industriesOf(set.files)
    for (const [id, fact] of Object.entries(set.facts.facts)) {
      try {
        const schema = factSchema(fact, known, this.measureIds)
        this.schemas.set(id, { schema, fits: valueShape(schema) })
      } catch (error) {
        this.fault('facts.json', ['facts', id, 'schema'], (error as Error).message, 'make it a JSON Schema')
      }
    }
  }

  fault(file: string, path: Path, message: string, remedy: string) {
    this.faults.push({ file, pointer: pointerTo(...path), message, remedy })
  }
}
