/** What a line says: an applicant whose facts are sound, or what is wrong with it. */
import type { ErrorObject, ValidateFunction } from 'ajv'
import type { TSchema } from 'typebox'
import { strictAjv } from '../ajv.ts'
import { GivenFacts } from '../engine/given-facts.ts'
import type { Program } from '../engine/program.ts'
import { fieldErrors } from '../field-errors.ts'
import { later, laterOf } from '../later.ts'
import type { PossibleFacts } from '../policy/possible.ts'
import type { Facts } from '../policy/vocabulary.ts'
import { BatchLineSchema } from '../schemas/batch.ts'
import { factsSchemas, possibleSchema } from '../schemas/facts.ts'
import { type Read, readJson } from '../strict-json.ts'
import { type Applicant, type Fault, fault, LONGEST_ID } from './applicant-shape.ts'
import { dayFits, tellableFacts } from './fact-checks.ts'
import { takeChecked, takeFitting } from './given.ts'
import { Id } from './id.ts'
import type { Line } from './lines.ts'
import { Scanner } from './scan/scanner.ts'

/** Errors listed of one line: whoever sends thousands of them in a line has not mistyped. */
const LISTED = 20
interface LineShape {
  id: string
  facts: Facts
  possible?: PossibleFacts
  asOf?: string
}

const idOf = (value: unknown) => {
  const id = (value as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id : null
}

/** Reads applicants, one after the other. */
export interface ApplicantReader {
  /** @param value what a line holds, of any shape */
  ofValue(value: unknown): Applicant | Fault
  /** @param line of NDJSON */
  ofLine(line: Line): Applicant | Fault
}

function makeReader({ policy }: Program): ApplicantReader {
  const { facts, subjects } = factsSchemas(policy)
  const schemas = [...subjects, facts, possibleSchema(policy)] as TSchema[]
  const checkBySchema = later(() =>
    strictAjv({ verbose: true, schemas, validateSchema: false }).compile(BatchLineSchema)
  )
  const factIds = policy.facts.map(({ id }) => id)
  const tellable = tellableFacts(policy)
  const isDay = dayFits()
  const given = new GivenFacts(policy.facts.length)
  const pairs = policy.facts.flatMap(({ index, notBefore }) => {
    const earlier = notBefore === undefined ? undefined : policy.fact(notBefore)
    return earlier ? [{ earlier: earlier.index, later: index }] : []
  })
  const scanner = new Scanner(tellable, isDay, given)
  /** Whether nothing ends before it begins; else the schema says what. */
  const agrees = (): boolean => {
    const { values } = given
    for (const { earlier, later } of pairs) {
      const [from, to] = [values[earlier] as string | undefined, values[later] as string | undefined]
      if (from !== undefined && to !== undefined && to < from) return false
    }
    return true
  }
  /** The few shapes that nearly every line has; anything else is for the schema. */
  const quick = (value: unknown): Applicant | undefined => {
    if (typeof value !== 'object' || value === null) return undefined
    let names = 0
    for (const name in value) names += name === 'id' || name === 'facts' || name === 'asOf' ? 1 : 99
    const { id, facts, asOf } = value as Partial<LineShape>
    if (names > 3 || typeof id !== 'string' || id === '' || id.length > LONGEST_ID) return undefined
    if (asOf !== undefined && !isDay(asOf)) return undefined
    return takeFitting(facts, tellable, given) && agrees()
      ? { id: Id.of(id), given, told: undefined, asOf }
      : undefined
  }
  const ofValue = (value: unknown) => {
    given.clear()
    const found = quick(value)
    if (found) return found
    const check: ValidateFunction = checkBySchema()
    if (!check(value)) {
      const errors = fieldErrors((check.errors as ErrorObject[]).slice(0, LISTED), factIds)
      return fault('validation-failed', idOf(value), errors)
    }
    const { id, facts, possible = {}, asOf } = value as LineShape
    given.clear()
    return { id: Id.of(id), given, told: takeChecked(facts, possible, tellable, given), asOf }
  }
  const ofLine = (line: Line) => {
    if (line.unreadable) return fault(line.unreadable)
    const found = scanner.scan(line)
    if (found && agrees()) return found
    let read: Read
    try {
      read = readJson(line.text)
    } catch {
      return fault('malformed-json')
    }
    const { value, faults } = read
    if (faults.length === 0) return ofValue(value)
    const id = faults.some(({ pointer }) => pointer === '/id') ? null : idOf(value)
    return fault('validation-failed', id, faults)
  }
  return { ofValue, ofLine }
}

/** By program: compiling the schemas costs more than deciding hundreds of lines. */
export const applicantReader = laterOf(makeReader)
