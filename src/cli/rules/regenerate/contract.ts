/** openapi/openapi.json: the contract, from the schemas of the service. */
import { buildApp } from '../../../app.ts'
import { corpusOf } from '../../../hearing/corpus.ts'
import { hearingFor, readModel } from '../../../hearing/hearing.ts'
import { readSounds } from '../../../hearing/syllables.ts'
import { readLines } from '../../../hotline/lines.ts'
import type { Library } from '../../../policy/library.ts'
import { newestOf } from '../../../policy/library.ts'

/** Nothing is asked while it is written, so a model of older phrases does, and need not be trained again first. */
export async function contract(library: Library): Promise<string> {
  const { policy } = library
  const sets = newestOf(library)
  const trainedOn = corpusOf(policy, sets, readSounds()).digest
  const app = await buildApp({
    policy,
    refused: [],
    witnesses: Object.assign({}, ...sets.map(({ witnesses }) => witnesses)),
    examples: new Map(),
    coverage: new Map(),
    texts: new Map(),
    entries: new Map(),
    hearing: hearingFor({ policy, sets }, undefined, { ...readModel(), trainedOn }),
    lines: readLines(sets)
  })
  await app.ready()
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`
  await app.close()
  return text
}
