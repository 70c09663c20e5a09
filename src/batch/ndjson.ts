/** Answers as NDJSON: for bare outcomes, texts of measures made once and joined. */
import type { Program } from '../rules/compile.ts'
import { resultFor, stampOf } from '../rules/eligibility.ts'
import { FALSE, TRUE } from '../rules/kleene.ts'
import type { Measure, Policy } from '../rules/policy.ts'
import { windowStatus } from '../rules/window.ts'
import { type BatchOptions, measuresOf, type Tally, type Writer } from './decider.ts'

/** Days whose texts are kept: lines may each name a day of their own, only what a batch repeats is worth it. */
const DAYS = 1_000

/** The texts of eligible measures, for each day that was asked about. */
function eligibleTexts(measures: readonly Measure[]) {
  const byDay = new Map<string, readonly string[]>()
  return (asOf: string): readonly string[] => {
    const before = byDay.get(asOf)
    if (before) return before
    const made = measures.map(
      ({ id, window }) => `,${JSON.stringify({ measure: id, window: windowStatus(window, asOf) })}`
    )
    if (byDay.size < DAYS) byDay.set(asOf, made)
    return made
  }
}

/** @param options checked before */
export function ndjsonWriter(program: Program, options: BatchOptions): Writer {
  const { explain = 'none', only } = options
  const measures = measuresOf(program, options)
  const ids = measures.map(({ id }) => `,${JSON.stringify(id)}`)
  const eligibleOn = eligibleTexts(measures)
  return {
    answer({ id }, assessment, truths, asOf) {
      const texts = eligibleOn(asOf)
      let eligible = ''
      let undetermined = ''
      let ineligible = ''
      for (let index = 0; index < truths.length; index++) {
        const truth = truths[index]
        if (truth === TRUE) eligible += texts[index]
        else if (truth === FALSE) ineligible += ids[index]
        else undetermined += ids[index]
      }
      let text = `{"id":${JSON.stringify(id)},"asOf":"${asOf}","eligible":[${eligible.slice(1)}]`
      if (!only) {
        text += `,"undetermined":[${undetermined.slice(1)}],"ineligible":[${ineligible.slice(1)}]`
      }
      if (explain !== 'none') {
        const results = measures
          .filter((_measure, index) => !only || truths[index] === TRUE)
          .map(measure => resultFor(program, assessment, measure, asOf, explain))
        text += `,"results":${JSON.stringify(results)}`
      }
      return `${text}}\n`
    },
    error: (line, { id, error }) => `${JSON.stringify({ line, id, error })}\n`
  }
}

/** The last line: without it, the answers are not complete. @param digest of all that came before, hex */
export const endLine = (policy: Policy, tally: Tally, digest: string) =>
  `${JSON.stringify({ end: { policy: stampOf(policy), ...tally, digest: `sha256:${digest}` } })}\n`
