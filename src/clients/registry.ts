/** The clients that are known now: read again when the file changes; a file that is wrong changes nothing. */
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import { type KnownClient, readClients } from './format.ts'

/** Milliseconds between two looks at the file. Looked at by its path, so that a mounted secret may be replaced. */
const EVERY = 1000

/** Where reloading tells what came of it. */
export interface Told {
  info(text: string): void
  error(text: string): void
}

export class Registry {
  private readonly file: string
  private readonly check: (clients: Iterable<KnownClient>) => void
  private clients: Map<string, KnownClient>

  /**
   * @param file path of clients.json
   * @param check refuses clients that this service cannot serve, by throwing
   * @throws Error when the file cannot be read or is wrong
   */
  constructor(file: string, check: (clients: Iterable<KnownClient>) => void = () => {}) {
    this.file = file
    this.check = check
    this.clients = this.read()
  }

  private read(): Map<string, KnownClient> {
    try {
      const clients = readClients(readFileSync(this.file, 'utf8'))
      this.check(clients.values())
      return clients
    } catch (error) {
      throw new Error(`${this.file}: ${(error as Error).message}`)
    }
  }

  get(id: string): KnownClient | undefined {
    return this.clients.get(id)
  }

  /** Reads the file again. */
  reload(told: Told): void {
    try {
      this.clients = this.read()
      told.info(`${this.clients.size} clients`)
    } catch (error) {
      told.error(`the clients stay as they were: ${(error as Error).message}`)
    }
  }

  /** @returns what ends the watch */
  watch(told: Told): () => void {
    const look = () => this.reload(told)
    watchFile(this.file, { interval: EVERY, persistent: false }, look)
    return () => unwatchFile(this.file, look)
  }
}
