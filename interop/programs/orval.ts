import { readFileSync } from 'node:fs'
import {
  type AnswersRequest,
  answerQuestion,
  type CalculateRequest,
  calculateAmount,
  decideEligibility,
  type EligibilityRequest,
  type MeasureId,
  type Outcome
} from './generated/client.ts'

interface Example {
  path: string
  body: unknown
}

const [, file = ''] = process.argv.slice(2)

async function ask({ path, body }: Example): Promise<unknown> {
  switch (path) {
    case '/eligibility':
      return (await decideEligibility(body as EligibilityRequest)).data
    case '/calculate':
      return (await calculateAmount(body as CalculateRequest)).data
    default:
      return (await answerQuestion(body as AnswersRequest)).data
  }
}

const outcome: Outcome = 'undetermined'
const measure: MeasureId = 'job-creation-award'
const answers: unknown[] = []
for (const example of JSON.parse(readFileSync(file, 'utf8')) as Example[]) answers.push(await ask(example))
console.log(JSON.stringify({ answers, named: [outcome, measure] }))
