/** `pack`: writes a rule set as one file. */
import { writeFileSync } from 'node:fs'
import { readFolder } from '../../../policy/library.ts'
import { loadPolicy } from '../../../policy/load.ts'
import type { Document } from '../../../policy/model.ts'
import { FORMAT, isPacked, packText } from '../../../policy/pack.ts'
import { type Command, common, FINE, parse, Usage } from '../../frame/command.ts'
import { needFolder } from '../../frame/read.ts'

const help = `Usage: npm run rules -- pack [options]

Writes a rule set as one file (${FORMAT}), with its digest: the rule files with what they share put in, the changelog,
the examples and the coverage; without cases and calls. The same rule files make the same bytes. A service reads such
files where it reads folders: RULES=a.json,folder, and in RULES_ARCHIVE. A rule set that has faults is not packed.

  --out FILE   the file to write; its name ends in .json (default ID-VERSION.json, here)
  --rules DIR  the rule set (default the one the service serves)
  --json       what was written as JSON

Exit codes: 0 fine, 2 wrong usage, unreadable input, or faults.
`

export const pack: Command = {
  name: 'pack',
  summary: 'write a rule set as one file, with its digest',
  help,
  async run(args, io) {
    const { values } = parse(args, { ...common, out: { type: 'string' } })
    needFolder(values.rules)
    const packed = readFolder(values.rules)
    const { id, version, digest } = loadPolicy(packed.files).documents[0] as Document
    const file = values.out ?? `${id}-${version}.json`
    if (!isPacked(file)) throw new Usage(`--out has to end in .json: it is by this that a file is told`)
    const text = packText(packed)
    writeFileSync(file, text)
    const written = { file, id, version, digest, bytes: Buffer.byteLength(text) }
    io.out(values.json ? `${JSON.stringify(written)}\n` : `${file}: ${id} ${version} ${digest}\n`)
    return FINE
  }
}
