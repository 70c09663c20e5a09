/** A batch by json-rules-engine's own run: reads NDJSON, decides, writes what each is eligible for. `library.ts IN OUT` */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { dotted } from '../../src/cli/rules/cases/index.ts'
import { built } from '../built.ts'
import { sharedEngine } from '../peers/json-rules-engine.ts'

const [input, output] = process.argv.slice(2) as [string, string]
const policy = (await built.plan()).readPolicy()
const decidable = policy.measures.filter(({ conditions }) => conditions)
const eligible = sharedEngine(policy, decidable, { allowUndefinedFacts: true })

const file = await open(output, 'w')
for await (const line of createInterface({ input: createReadStream(input) })) {
  const { id, facts } = JSON.parse(line)
  await file.writeFile(`${JSON.stringify({ id, eligible: [...(await eligible(dotted(facts)))] })}\n`)
}
await file.close()
