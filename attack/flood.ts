/** A client in a rush, in a process of its own: asks on many connections until its input ends, and counts what it gets. */
import { Agent, request } from 'node:http'

const [port, key, connections, body = ''] = process.argv.slice(2)
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) })
const counts: Record<number, number> = {}
let isOver = false
process.stdin.resume().on('end', () => {
  isOver = true
})

const ask = () =>
  new Promise<void>(resolve => {
    const asked = request({ port, agent, host: '127.0.0.1', path: '/eligibility', method: 'POST', headers })
    asked.on('error', () => resolve())
    asked.on('response', answer => {
      counts[answer.statusCode as number] = (counts[answer.statusCode as number] ?? 0) + 1
      answer.resume().on('close', resolve)
    })
    asked.end(body)
  })

await Promise.all(
  Array.from({ length: Number(connections) }, async () => {
    while (!isOver) await ask()
  })
)
process.stdout.write(JSON.stringify(counts))
agent.destroy()
