/** Reading and writing clients.json as the commands do: written aside and put in place, and only when it is right. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Client, readClients } from '../../clients/format.ts'
import { Usage } from '../frame/command.ts'

export type Entry = Client

/** Only its owner may read it: where requests are signed, the hashes are secrets. */
const MODE = 0o600

/** @throws Usage when the file is wrong, or what is to be written into it */
function check(text: string, file: string): void {
  try {
    readClients(text)
  } catch (error) {
    throw new Usage(`${file}: ${(error as Error).message}`)
  }
}

/** The clients of a file; none where there is no file yet. */
export function readFile(file: string): Entry[] {
  if (!existsSync(file)) return []
  const text = readFileSync(file, 'utf8')
  check(text, file)
  return (JSON.parse(text) as { clients: Entry[] }).clients
}

export function writeFile(file: string, clients: readonly Entry[]): void {
  const text = `${JSON.stringify({ clients }, null, 2)}\n`
  check(text, file)
  const aside = `${file}.new`
  writeFileSync(aside, text, { mode: MODE })
  renameSync(aside, file)
}
