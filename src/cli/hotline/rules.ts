/** The rule sets that the hotline's commands are tried on: all that are served, or the one that is named. */
import { resolve } from 'node:path'
import { hearingFor } from '../../hearing/hearing.ts'
import { defaultRules } from '../../policy/files.ts'
import { newestOf, readLibrary } from '../../policy/library.ts'

/** What is heard. @param folder the usual one stands for all rule sets, as the service has them */
export function hearingOf(folder: string) {
  const library = readLibrary(resolve(folder) === resolve(defaultRules) ? undefined : [folder])
  const { policy } = library
  return { policy, hearing: hearingFor({ policy, sets: newestOf(library) }) }
}
