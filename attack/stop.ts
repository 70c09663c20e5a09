/** The signal to stop, in the middle of kept connections and of one-shot ones. */
import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

export interface Stop {
  answered: number
  /** sent, but not answered */
  lost: number
}

/** One request. @returns null when no connection was to be had, so that nothing was sent */
function ask(port: number, agent: Agent | false): Promise<boolean | null> {
  return new Promise(resolve => {
    const sent = request(
      { port, host: '127.0.0.1', path: '/measures/job-creation-award', agent },
      response => {
        response.resume().once('close', () => resolve(response.complete && response.statusCode === 200))
      }
    )
    sent.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED' ? null : false))
    sent.end()
  })
}

/** Asks again and again on both kinds of connections, tells the service to stop, and counts until nobody listens. */
export async function stopping(port: number, stop: () => void, kept = 40, single = 40): Promise<Stop> {
  const counts = { answered: 0, lost: 0 }
  const caller = async (agent: Agent | false) => {
    for (;;) {
      const isAnswered = await ask(port, agent)
      if (isAnswered === null) break
      counts[isAnswered ? 'answered' : 'lost']++
      await pause(10 * Math.random())
    }
    if (agent) agent.destroy()
  }
  const callers = [
    ...Array.from({ length: kept }, () => caller(new Agent({ keepAlive: true, maxSockets: 1 }))),
    ...Array.from({ length: single }, () => caller(false))
  ]
  await pause(500)
  stop()
  await Promise.all(callers)
  return counts
}
