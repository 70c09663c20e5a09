/**
 * Whether the event loop keeps up, for GET /health/ready. (@fastify/under-pressure also asks for the memory from a
 * timer; that opens a file, and where no more can be opened, it throws and ends the process.)
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    isUnderPressure(): boolean
  }
}

const RESOLUTION = 10
/** Milliseconds between two looks. */
const EVERY = 1000
/** Milliseconds that the event loop may lag, on average between two looks. */
const MAX_DELAY = 1000

/** Whether a mean delay, in nanoseconds, is too much; NaN where it lagged so much that there was none to measure. */
export const isTooLate = (mean: number): boolean => !(mean / 1e6 - RESOLUTION <= MAX_DELAY)

export const pressure = fp(
  async (app: FastifyInstance) => {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
    delay.enable()
    let isLate = false
    const timer = setInterval(() => {
      isLate = isTooLate(delay.mean)
      delay.reset()
    }, EVERY).unref()
    app.decorate('isUnderPressure', () => isLate)
    app.addHook('onClose', async () => {
      clearInterval(timer)
      delay.disable()
    })
  },
  { name: 'pressure' }
)
