/** A PostgreSQL of the test's own, on a socket of its own, where Debian's package is. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const INSTALLED = '/usr/lib/postgresql'

const isRoot = process.getuid?.() === 0

/** Where its programs are; undefined where there is none, nor any to be installed. */
function programs(): string | undefined {
  if (!existsSync(INSTALLED) && isRoot) {
    try {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], {
        env,
        stdio: 'ignore'
      })
    } catch {
      // Not to be had here: the tests that need it say so.
    }
  }
  const [version] = existsSync(INSTALLED) ? readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a)) : []
  return version && join(INSTALLED, version, 'bin')
}

const bin = programs()

/** What tests say that cannot be run without it; false where they can. */
export const noPostgres: string | false = bin ? false : 'no PostgreSQL'

/** It does not run as root. */
function asServer(): { uid?: number; gid?: number } {
  if (!isRoot) return {}
  const id = (kind: string) => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

export interface Database {
  url: string
  stop(): Promise<void>
  start(): Promise<void>
}

/** Starts an empty one, and throws it away when the test ends. */
export async function database(t: { after(work: () => unknown): void }): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'pg-'))
  const owner = asServer()
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid as number)
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  execFileSync(join(bin as string, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'tests', '--no-sync'], {
    ...owner,
    cwd: folder,
    stdio: 'ignore'
  })
  let server: ReturnType<typeof spawn> | null = null
  const stop = async () => {
    if (!server) return
    const ended = once(server, 'exit')
    server.kill('SIGINT')
    await ended
    server = null
  }
  const start = async () => {
    const args = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'unix_socket_permissions=0777']
    server = spawn(join(bin as string, 'postgres'), args, { ...owner, cwd: folder, stdio: 'ignore' })
    for (let round = 0; round < 300; round++) {
      try {
        execFileSync(join(bin as string, 'pg_isready'), ['-h', folder], { stdio: 'ignore' })
        return
      } catch {
        await setTimeout(100)
      }
    }
    throw new Error('PostgreSQL did not start')
  }
  t.after(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })
  await start()
  return { url: `postgres://tests@/postgres?host=${encodeURIComponent(folder)}`, stop, start }
}
