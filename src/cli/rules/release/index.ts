/** `release`: keeps the rule files of a release, so that what comes after can be compared with them. */
import { join } from 'node:path'
import { CHANGELOG, readEntries } from '../../../policy/changelog.ts'
import { loadPolicy } from '../../../policy/load.ts'
import type { Document } from '../../../policy/model.ts'
import { packRelease } from '../../../policy/releases.ts'
import { type Command, common, FINE, parse, Usage } from '../../frame/command.ts'
import { readRules } from '../../frame/read.ts'

const help = `Usage: npm run rules -- release [options]

Writes the rule files, with what they share, into releases/VERSION.json.gz of the rule set: what diff --since-release
compares with. The entry of this version in ${CHANGELOG} must be released: with its date, and the digest of these files.

  --rules DIR    the rule set (default the one the service serves)
  --json         the file that was written as JSON

Exit codes: 0 written, 2 not released, wrong usage or unreadable input.
`

export const release: Command = {
  name: 'release',
  summary: 'keep the rule files of a release',
  help,
  async run(args, io) {
    const { values } = parse(args, common)
    const files = readRules(values.rules)
    const { version, digest } = loadPolicy(files).documents[0] as Document
    const entry = readEntries(join(values.rules, CHANGELOG)).find(one => one.version === version)
    if (entry?.digest !== digest)
      throw new Usage(`${CHANGELOG} has no released entry of ${version} with ${digest}`)
    const file = packRelease(values.rules, version, files)
    io.out(values.json ? `${JSON.stringify({ file })}\n` : `${file}\n`)
    return FINE
  }
}
