/**
 * The browser that the pages are tested in. Run as a command (before the tests) it says where there is none: the browser
 * tests are skipped then, except in CI, where that is an error. It installs nothing.
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PACKAGES = ['chromium', 'fonts-noto-cjk']

/** What to do about a missing browser, for a person to read. */
export const MISSING = `no Chromium: install it (Debian: sudo apt-get install ${PACKAGES.join(' ')}), or set CHROMIUM_PATH`

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @returns the path of a Chromium or Chrome: CHROMIUM_PATH, or one on the PATH; undefined where there is none */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH
  const folders = (env.PATH ?? '').split(delimiter)
  return NAMES.flatMap(name => folders.map(folder => join(folder, name))).find(runs)
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !chromiumPath()) {
  console.error(
    `${MISSING}. ${process.env.CI ? 'CI does not go on without it.' : 'The browser tests are SKIPPED.'}`
  )
  process.exitCode = process.env.CI ? 1 : 0
}
