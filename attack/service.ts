/** The built service in a process of its own, with as little of everything as an attack wants. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { memoryOf } from '../bench/servers.ts'
import { bareEnv } from './bare-env.ts'

const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url))
/** Milliseconds between two looks at the memory. */
const EVERY = 50

export interface Service {
  port: number
  child: ChildProcess
  /** most memory seen so far, MiB */
  peak(): number
  isRunning(): boolean
  stop(): Promise<void>
}

/**
 * Starts the service on loopback and waits until it listens.
 * @param limits of the shell, such as `ulimit -n 64`
 * @param args of node
 */
export async function start(limits = 'true', args = '', env: NodeJS.ProcessEnv = {}): Promise<Service> {
  const child = spawn('sh', ['-c', `${limits} && exec "$0" ${args} "$1"`, process.execPath, SERVER], {
    env: { ...bareEnv(), HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let port = 0
  let said = ''
  // Read to the end, so that its log never waits for us.
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (port) return
    said += text
    port = Number(/listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1] ?? 0)
  })
  while (!port) {
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
    if (child.exitCode !== null) throw new Error('the service did not start; was it built (npm run build)?')
  }
  let peak = 0
  const watch = setInterval(() => {
    if (isRunning()) peak = Math.max(peak, memoryOf(child.pid as number) ?? 0)
  }, EVERY)
  const isRunning = () => child.exitCode === null && child.signalCode === null
  return {
    port,
    child,
    peak: () => Math.round(peak),
    isRunning,
    async stop() {
      clearInterval(watch)
      if (!isRunning()) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
}
