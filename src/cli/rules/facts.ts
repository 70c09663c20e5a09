/** Facts from a file, held against the vocabulary exactly as a request's are. */
import { readFileSync } from 'node:fs'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { strictAjv } from '../../ajv.ts'
import { fieldErrors } from '../../field-errors.ts'
import type { Policy } from '../../policy/model.ts'
import type { Facts } from '../../policy/vocabulary.ts'
import { DAY } from '../../policy/vocabulary.ts'
import { factsSchemas } from '../../schemas/facts.ts'
import { Usage } from '../frame/command.ts'

/** @throws Usage when there is no such file */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Usage((error as Error).message)
  }
}

/** @param where named in the message: a file, a line of it @throws Usage when the text is not JSON */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Usage(`${where}: ${(error as Error).message}`)
  }
}

const isDay = strictAjv().compile<string>(DAY)

/** @param where named in the message @throws Usage when it is no day of the calendar, YYYY-MM-DD */
export function needDay(given: unknown, where: string): string {
  if (isDay(given)) return given
  throw new Usage(`${where}: ${JSON.stringify(given)} is no day; write YYYY-MM-DD`)
}

/**
 * What checks facts under one rule set.
 * @throws Usage naming every field that is unknown or has an impossible value
 */
export type FactCheck = (facts: unknown, where: string) => Facts

export function factCheck(policy: Policy): FactCheck {
  const { facts, subjects } = factsSchemas(policy)
  const fits: ValidateFunction = strictAjv({ schemas: subjects, verbose: true }).compile(facts)
  const ids = policy.facts.map(({ id }) => id)
  return (given, where) => {
    if (fits(given)) return given as Facts
    const problems = fieldErrors(fits.errors as ErrorObject[], ids).map(
      ({ pointer, message, suggestion }) => {
        return `${where}#${pointer}: ${message}${suggestion ? `（是不是 ${suggestion}）` : ''}`
      }
    )
    throw new Usage(problems.join('\n'))
  }
}
