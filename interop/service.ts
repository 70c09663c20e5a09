/** The built service on a port of its own, for clients that are no part of it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { bareEnv } from '../attack/bare-env.ts'
import { root } from '../bench/built.ts'

export interface Running {
  origin: string
  stop(): void
}

/** The address that the log says, once it does. */
async function addressOf(server: ChildProcess): Promise<string> {
  for await (const line of createInterface(server.stdout as NodeJS.ReadableStream)) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
    if (address) return address
  }
  throw new Error('the service ended before it listened')
}

/** Starts dist/server.js; whoever starts it stops it. */
export async function start(env: Record<string, string> = {}): Promise<Running> {
  const server = spawn(process.execPath, [`${root}dist/server.js`], {
    env: { ...bareEnv(), HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const origin = await addressOf(server)
  server.stdout.resume()
  return { origin, stop: () => void server.kill('SIGTERM') }
}
