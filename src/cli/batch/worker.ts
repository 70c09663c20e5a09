/** A worker of the pool: holds its own copy of the rules, decides the blocks it is sent. */
import { workerData } from 'piscina'
import { Program } from '../../engine/program.ts'
import { Output } from '../../output.ts'
import { readPolicy } from '../../plan.ts'
import { type Done, decidingOf, ROOM, type Spec, type Task } from './deciding.ts'

const decide = decidingOf(new Program(readPolicy()), workerData as Spec)
const output = new Output(ROOM)

export default function work({ room, ...block }: Task): Done {
  const tally = decide(block, output)
  const { length } = output
  const bytes = length > room.length ? output.take() : null
  if (!bytes) output.moveTo(room)
  return { bytes, length, tally }
}
