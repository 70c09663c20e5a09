/** What the dearest question that was found costs the server, against a question as callers ask it. */
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { built, root } from './built.ts'
import type { Line } from './line.ts'
import { spreadOf } from './rounds.ts'
import { processorOf, start } from './servers.ts'
import { shown } from './table.ts'

/** Characters of a question, at most. */
const LONGEST = 2000
/** Milliseconds of the server's processor that a turn lasts about: /proc counts in hundredths of a second. */
const TURN = 400
const AS_OF = '2022-07-01'

const filled = (words: string) => words.repeat(Math.ceil(LONGEST / words.length)).slice(0, LONGEST)

/** Questions that make much of few characters: quantities, denials, words of many patterns, nothing twice. */
const DEAR = [
  ...[
    '我是个体户，租的是公家的铺面，房租能免几个月？',
    '贷款3万到5万，',
    '租一个月3000，',
    '至少有3个本区的，',
    '不是国有房',
    '从来没有租过什么任何国有房，',
    '2022年6月5号买',
    '我们专精特新，',
    '房租3000，贷款500万，雇3个本区的，',
    '個體戶租國有房',
    '1234567890',
    '1点'
  ].map(filled),
  '㍰'.repeat(LONGEST / 3 - 7),
  Array.from({ length: LONGEST }, (_, index) => String.fromCharCode(0x4e00 + index * 7)).join('')
]

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

async function ask(url: string, question: string): Promise<void> {
  const sent = request(`${url}/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    agent
  })
  sent.end(JSON.stringify({ question, asOf: AS_OF, limit: 10 }))
  const [response] = await once(sent, 'response')
  response.resume()
  await once(response, 'end')
  if (response.statusCode >= 500) throw new Error(`${response.statusCode}: ${question.slice(0, 40)}`)
}

export const dearest: Line = async ({ rounds }) => {
  const { readPolicy } = await built.plan()
  const usual = readPolicy().measures.flatMap(({ phrases }) => phrases.slice(0, 2))
  const server = await start([`${root}dist/server.js`])
  const cost = async (questions: readonly string[]) => {
    const before = processorOf(server.pid) ?? 0
    let asked = 0
    do {
      for (const question of questions) await ask(server.url, question)
      asked += questions.length
    } while ((processorOf(server.pid) ?? Number.POSITIVE_INFINITY) - before < TURN)
    return ((processorOf(server.pid) ?? 0) - before) / asked
  }
  try {
    for (let warm = 0; warm < 5; warm++) await cost(usual)
    const costs = new Map<string, number>()
    for (const question of DEAR) costs.set(question, await cost([question]))
    const [worst = '', most = 0] = [...costs].sort(([, a], [, b]) => b - a)[0] ?? []
    const ratios: number[] = []
    let average = 0
    for (let round = 0; round < Math.min(rounds, 5); round++) {
      average = await cost(usual)
      ratios.push((await cost([worst])) / average)
    }
    return [
      {
        line: 'dearest',
        what: 'dearest question found / a question of the plan',
        ratio: spreadOf(ratios),
        goal: { atMost: 20 },
        scale: `${shown(most)} ms (${worst.slice(0, 12)}…), ${shown(average)} ms`
      }
    ]
  } finally {
    agent.destroy()
    await server.stop()
  }
}
