/** A run in a process of its own, killed in the middle. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { Program } from '../../../src/engine/program.ts'
import { readPolicy } from '../../../src/plan.ts'
import { applicants, batch, DAY, file, put, stateOf, text } from '../../helpers/batch-command.ts'

t.test('a process that is killed while two threads decide', async t => {
  put('long.ndjson', applicants(25_000))
  const files = (output: string) => [file('long.ndjson'), file(output)]
  // Through tsx, as `npm run batch` does it.
  const args = ['--import', 'tsx', 'src/cli/batch.ts', ...files('killed.ndjson'), ...DAY, '--threads', '2']
  const running = spawn(process.execPath, args, { stdio: 'ignore', env: {} })
  const ended = once(running, 'exit')
  const isUnderWay = () =>
    existsSync(file('killed.ndjson.unfinished')) && stateOf('killed.ndjson').written > 0
  while (!isUnderWay() && running.exitCode === null) await wait(10)
  running.kill('SIGKILL')
  t.strictSame(await ended, [null, 'SIGKILL'])
  t.ok(stateOf('killed.ndjson').written > 0)
  // A process of its own goes by every rule set there is.
  const program = new Program(readPolicy())
  t.equal((await batch([...files('killed.ndjson'), '--resume'], undefined, program)).code, 0)
  await batch([...files('never.ndjson'), ...DAY], undefined, program)
  t.ok(text('killed.ndjson') === text('never.ndjson'), 'as one run on one thread')
})
