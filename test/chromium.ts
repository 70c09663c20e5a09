/**
 * The browser that the pages are tested in. Run as a command (before the tests) it installs Debian's where there is
 * none and this may be done; otherwise the browser tests are skipped, except in CI, where that is an error.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PACKAGES = ['chromium', 'fonts-noto-cjk']

/** Minutes that an installation may take: whoever waits longer has no network, and is told at once. */
const MOST_MINUTES = 5

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

/** Installs Debian's Chromium, for root only. @returns whether there is a browser now */
function install(): boolean {
  if (process.getuid?.() !== 0 || !runs('/usr/bin/apt-get')) return false
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, { stdio: 'inherit', timeout: MOST_MINUTES * 60_000 }).status === 0
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...PACKAGES)
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !chromiumPath() && !install()) {
  console.error(
    `${MISSING}. ${process.env.CI ? 'CI does not go on without it.' : 'The browser tests are SKIPPED.'}`
  )
  process.exitCode = process.env.CI ? 1 : 0
}
