/** Batches at once: each has a share of the memory and of the processor for as long as it takes. */
import type { FastifyInstance, onRequestHookHandler } from 'fastify'
import fp from 'fastify-plugin'
import type { Bounds } from '../bounds.ts'
import { ProblemError } from './problems.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** a hook of routes that take batches */
    admitBatch: onRequestHookHandler
  }
}

/** Seconds; a batch of a hundred thousand takes about as long. */
const RETRY_AFTER = 10

export const batches = fp<Pick<Bounds, 'batches' | 'batchesPerClient'>>(
  async (app: FastifyInstance, bounds) => {
    const running = new Map<string, number>()
    let all = 0
    app.decorate('admitBatch', (request, reply, done) => {
      const whom = request.client?.id ?? request.ip
      const own = running.get(whom) ?? 0
      const isTooMany = own >= bounds.batchesPerClient
      if (isTooMany || all >= bounds.batches) {
        reply.header('retry-after', RETRY_AFTER)
        const whose = isTooMany ? '同一来源' : '服务'
        done(
          new ProblemError('service-unavailable', `${whose}正在处理的批量请求已满，请等前面的完成后再试。`)
        )
        return
      }
      all++
      running.set(whom, own + 1)
      reply.raw.once('close', () => {
        all--
        const left = (running.get(whom) as number) - 1
        if (left > 0) running.set(whom, left)
        else running.delete(whom)
      })
      done()
    })
  },
  { name: 'batches' }
)
