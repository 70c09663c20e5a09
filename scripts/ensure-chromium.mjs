/**
 * Before the tests: the pages are tested in a real browser. Finds Debian's Chromium, or installs it where
 * this may be done; otherwise says what to do. CHROMIUM_PATH names another Chromium or Chrome.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const run = (...args) => spawnSync('apt-get', args, { stdio: 'inherit' }).status === 0

if (!existsSync(path)) {
  console.log(`${path} is missing; the browser tests need it`)
  const may = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (
    !may ||
    !run('update') ||
    !run('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk')
  ) {
    console.error(
      'Install Chromium (Debian: sudo apt-get install chromium fonts-noto-cjk), or set CHROMIUM_PATH.'
    )
    process.exit(1)
  }
}
