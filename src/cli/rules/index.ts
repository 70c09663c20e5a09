/** The commands for rule files. */
import type { Command } from '../frame/command.ts'
import { mainOf } from '../frame/main.ts'
import { check } from './check/index.ts'
import { diff } from './diff/index.ts'
import { explain } from './explain/index.ts'
import { mutate } from './mutate/index.ts'
import { fresh } from './new/index.ts'
import { pack } from './pack/index.ts'
import { regenerate } from './regenerate/index.ts'
import { release } from './release/index.ts'
import { witness } from './witness/index.ts'

export const commands: readonly Command[] = [
  check,
  diff,
  explain,
  fresh,
  mutate,
  pack,
  regenerate,
  release,
  witness
]

export const main = mainOf('rules', commands, 'Every command takes --help, --json and --rules DIR.')
