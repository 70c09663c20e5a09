/** Attacks whose one run is a test too, again and again against the built service. */
import type { Finding } from './finding.ts'
import { refused } from './refusal.ts'
import { start } from './service.ts'
import { type Stop, stopping } from './stop.ts'

export async function refusals(times = 5): Promise<Finding> {
  const service = await start()
  const { port } = service
  const seen: (number | undefined)[] = []
  for (let time = 0; time < times; time++) {
    seen.push(await refused(port, 10, false), await refused(port, 10, true))
  }
  await service.stop()
  const read = seen.filter(status => status === 413).length
  return {
    attack: '10 MB where 64 KB are taken',
    passed: read === seen.length,
    figures: `${read} of ${seen.length} read the 413`
  }
}

export async function stops(runs = 10): Promise<Finding> {
  const all: Stop[] = []
  const codes: (number | null)[] = []
  for (let run = 0; run < runs; run++) {
    const service = await start()
    const ended = new Promise<number | null>(resolve => service.child.once('exit', resolve))
    all.push(await stopping(service.port, () => service.child.kill('SIGTERM')))
    codes.push(await ended)
    await service.stop()
  }
  const sum = (count: keyof Stop) => all.reduce((total, one) => total + one[count], 0)
  const isClean = codes.every(code => code === 0)
  return {
    attack: `SIGTERM among 40 kept and 40 one-shot connections, ${runs} times`,
    passed: sum('lost') === 0 && isClean,
    figures: `${sum('lost')} lost, ${sum('answered')} answered; exit codes ${[...new Set(codes)].join(', ')}`
  }
}
