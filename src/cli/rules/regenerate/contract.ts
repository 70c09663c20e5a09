/** openapi/openapi.json: the contract, from the schemas of the service. */
import { buildApp } from '../../../app.ts'
import { corpusOf } from '../../../hearing/corpus.ts'
import { hearingFor, readModel } from '../../../hearing/hearing.ts'
import { readSounds } from '../../../hearing/syllables.ts'
import { readLines } from '../../../hotline/lines.ts'
import { type RuleFiles, readWitnesses } from '../../../policy/files.ts'
import { linkPolicy } from '../../../policy/load.ts'

/** Nothing is asked while it is written, so a model of older phrases does, and need not be trained again first. */
export async function contract(files: RuleFiles): Promise<string> {
  const policy = linkPolicy(files)
  const trainedOn = corpusOf(policy, files, readSounds()).digest
  const app = await buildApp({
    policy,
    witnesses: readWitnesses(),
    coverage: {},
    hearing: hearingFor(policy, files, { ...readModel(), trainedOn }),
    lines: readLines(files)
  })
  await app.ready()
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`
  await app.close()
  return text
}
