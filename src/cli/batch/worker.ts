/** A worker of the pool: holds its own copy of the rules, decides the blocks it is sent. */
import { move, transferableSymbol, valueSymbol, workerData } from 'piscina'
import { readPolicy } from '../../plan.ts'
import { Program } from '../../rules/compile.ts'
import { decidingOf, type Spec, type Work } from './deciding.ts'

const decide = decidingOf(new Program(readPolicy()), workerData as Spec)

/** @returns the answers, their memory handed over rather than copied */
export default function work(task: Work) {
  const done = decide(task)
  return move({ [transferableSymbol]: [done.bytes.buffer], [valueSymbol]: done } as never)
}
