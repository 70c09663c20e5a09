import { readFileSync } from 'node:fs'
import { client } from './generated/client.gen.ts'
import { answerQuestion, calculateAmount, decideEligibility } from './generated/sdk.gen.ts'
import type {
  AnswersRequest,
  CalculateRequest,
  EligibilityRequest,
  MeasureId,
  Outcome
} from './generated/types.gen.ts'

interface Example {
  path: string
  body: unknown
}

const [origin = '', file = ''] = process.argv.slice(2)
client.setConfig({ baseUrl: origin })

async function ask({ path, body }: Example): Promise<unknown> {
  switch (path) {
    case '/eligibility':
      return (await decideEligibility({ body: body as EligibilityRequest })).data
    case '/calculate':
      return (await calculateAmount({ body: body as CalculateRequest })).data
    default:
      return (await answerQuestion({ body: body as AnswersRequest })).data
  }
}

const outcome: Outcome = 'undetermined'
const measure: MeasureId = 'job-creation-award'
const answers: unknown[] = []
for (const example of JSON.parse(readFileSync(file, 'utf8')) as Example[]) answers.push(await ask(example))
console.log(JSON.stringify({ answers, named: [outcome, measure] }))
