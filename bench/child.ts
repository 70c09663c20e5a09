/** One line of the bench in a process of its own, so that no line warms up or litters another's. */
import { PACES } from './line.ts'
import { lines } from './lines.ts'

const [name, pace] = process.argv.slice(2) as [string, keyof typeof PACES]
const line = lines[name]
if (!line) throw new Error(`there is no line ${name}`)
process.send?.(await line(PACES[pace]))
process.disconnect()
