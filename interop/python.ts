/** A Python of the project's own, with the packages that the tests with other tools need. */
import { existsSync } from 'node:fs'
import { run, WORK } from './run.ts'

export const PYTHON = `${WORK}/venv/bin/python`

/** Installs packages from PyPI, beside those that are there. */
export async function needPackages(...packages: readonly string[]): Promise<void> {
  if (!existsSync(PYTHON)) await run('python3', ['-m', 'venv', `${WORK}/venv`])
  await run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages])
}
