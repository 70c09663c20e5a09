/** Runs the tools of others. */
import { spawn } from 'node:child_process'
import { root } from '../bench/built.ts'

/** Where tools and what they make lie; left there for the next run, and no part of the project. */
export const WORK = `${root}interop/.work`

/** A step that failed, with what the tool said. */
export class Failed extends Error {}

/**
 * @returns what it wrote on its standard output
 * @throws Failed when it ends with another code than 0, or takes too long
 */
export function run(command: string, args: readonly string[], cwd = WORK, seconds = 400): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, timeout: seconds * 1000, stdio: ['ignore', 'pipe', 'pipe'] })
    let [said, complained] = ['', '']
    child.stdout.on('data', piece => (said += piece))
    child.stderr.on('data', piece => (complained += piece))
    child.on('error', error => reject(new Failed(String(error))))
    child.on('close', code => {
      const tail = `${said}\n${complained}`.trim().split('\n').slice(-30).join('\n')
      if (code === 0) resolve(said)
      else reject(new Failed(`${command} ${args.join(' ')} ended with ${code}:\n${tail}`))
    })
  })
}

/** Whether a tool is on the machine. */
export const isThere = (command: string, flag = '--version'): Promise<boolean> =>
  run(command, [flag], root).then(
    () => true,
    () => false
  )

/** Runs a program of an npm package that is no dependency, on the Node that such tools want. */
export const npx = (packages: readonly string[], command: readonly string[], cwd = WORK): Promise<string> =>
  run(
    'npm',
    [
      'exec',
      '--yes',
      '--loglevel=error',
      ...['node@24', ...packages].map(name => `--package=${name}`),
      '--',
      ...command
    ],
    cwd
  )
