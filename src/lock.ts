/** One process at a time on a file or folder: a file beside it says which process it is. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'

/** Milliseconds in which whoever made the file has written into it. */
const WRITTEN_WITHIN = 10_000

/** Held by this process: its number alone does not tell, for a container gives the same to every run. */
const held = new Set<string>()

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code

/** When a process started, where the system tells: another one may have its number by now. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Behind the name of the program, which may have spaces and brackets: the 20th.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] as string
  } catch {
    return ''
  }
}

/** How a process is named in a lock. */
export const ownerOf = (pid: number) => [hostname(), pid, startOf(pid)].join(' ')

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** Whether the run that wrote a lock may still be under way; of another machine, nobody can tell. */
async function isHeld(file: string, owner: string): Promise<boolean> {
  const [host, number] = owner.split(' ')
  const pid = Number(number)
  if (owner === '') return Date.now() - (await stat(file)).mtimeMs < WRITTEN_WITHIN
  if (host !== hostname()) return true
  if (pid === process.pid) return held.has(file)
  return isRunning(pid) && ownerOf(pid) === owner
}

/** @returns whether it is ours now */
async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, ownerOf(process.pid), { flag: 'wx' })
    held.add(file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Clears away a lock that nobody holds. @returns false where another has taken it in between */
async function clear(file: string, owner: string): Promise<boolean> {
  const aside = `${file}.${randomUUID()}`
  await rename(file, aside)
  const isSame = (await readFile(aside, 'utf8')) === owner
  if (isSame) await rm(aside)
  else await rename(aside, file)
  return isSame
}

/**
 * Keeps other processes from something until it is let go.
 * @param file the lock
 * @returns what lets it go; null while another process has it
 */
export async function lockFile(file: string): Promise<(() => Promise<void>) | null> {
  const isOurs = async (): Promise<boolean> => {
    if (await take(file)) return true
    try {
      const owner = await readFile(file, 'utf8')
      return !(await isHeld(file, owner)) && (await clear(file, owner)) && (await take(file))
    } catch (error) {
      // Let go in between.
      if (codeOf(error) === 'ENOENT') return take(file)
      throw error
    }
  }
  if (!(await isOurs())) return null
  return async () => {
    held.delete(file)
    await rm(file, { force: true })
  }
}
