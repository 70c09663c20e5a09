import { readFileSync } from 'node:fs'
import createClient from 'openapi-fetch'
import type { components, paths } from './generated/api.d.ts'

type Schemas = components['schemas']
interface Example {
  path: string
  body: unknown
}

const [origin = '', file = ''] = process.argv.slice(2)
const client = createClient<paths>({ baseUrl: origin })

async function ask({ path, body }: Example): Promise<unknown> {
  switch (path) {
    case '/eligibility':
      return (await client.POST('/eligibility', { body: body as Schemas['EligibilityRequest'] })).data
    case '/calculate':
      return (await client.POST('/calculate', { body: body as Schemas['CalculateRequest'] })).data
    default:
      return (await client.POST('/answers', { body: body as Schemas['AnswersRequest'] })).data
  }
}

const outcome: Schemas['Outcome'] = 'undetermined'
const measure: Schemas['MeasureId'] = 'job-creation-award'
const answers: unknown[] = []
for (const example of JSON.parse(readFileSync(file, 'utf8')) as Example[]) answers.push(await ask(example))
console.log(JSON.stringify({ answers, named: [outcome, measure] }))
