/**
 * `npm run hotline -- seconds`: how long the answers of the hotline take to be read aloud: what is said, and what must
 * be said besides, over every measure, outcome and open point, on days around the windows.
 */

import { Program } from '../../engine/program.ts'
import { readLines } from '../../hotline/lines.ts'
import { readRuleFiles, readWitnesses, setOf } from '../../policy/files.ts'
import { loadPolicy } from '../../policy/load.ts'
import { seconds } from '../../policy/spoken-length.ts'
import { common, FINE, type Io, parse, Usage } from '../frame/command.ts'
import { everyCard } from './cards.ts'

/** Of a number of cards, in seconds. */
interface Length {
  mean: number
  max: number
}
export interface Lengths {
  cards: number
  say: Length
  mustSay: Length
  together: Length
}

const rounded = (value: number) => Math.round(value * 10) / 10

function lengthOf(values: readonly number[]): Length {
  const sum = values.reduce((all, value) => all + value, 0)
  return { mean: rounded(sum / values.length), max: rounded(Math.max(...values)) }
}

const line = (name: string, { mean, max }: Length) =>
  `${name.padEnd(16)}mean ${mean.toFixed(1).padStart(5)} s, max ${max.toFixed(1).padStart(5)} s\n`

/**
 * @param args `--json`, `--rules FOLDER`
 * @returns FINE
 * @throws Usage for wrong usage
 */
export async function runSeconds(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parse(args, common)
  if (positionals.length > 0) throw new Usage('seconds takes no FILE')
  const files = readRuleFiles(values.rules)
  const program = new Program(loadPolicy(files))
  const cards = [...everyCard(program, readWitnesses(values.rules), readLines([setOf(files)]))].map(
    ({ card }) => card
  )
  const say = cards.map(card => seconds(card.say))
  const mustSay = cards.map(card => seconds(card.mustSay.join('')))
  const lengths: Lengths = {
    cards: cards.length,
    say: lengthOf(say),
    mustSay: lengthOf(mustSay),
    together: lengthOf(say.map((one, index) => one + (mustSay[index] as number)))
  }
  if (values.json) io.out(`${JSON.stringify(lengths, null, 2)}\n`)
  else {
    io.out(`${lengths.cards} cards\n`)
    io.out(line('say', lengths.say) + line('mustSay', lengths.mustSay) + line('together', lengths.together))
  }
  return FINE
}
