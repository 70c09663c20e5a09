/** `new`: makes a rule set to begin with. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { asset } from '../../../assets.ts'
import { readRuleFiles } from '../../../policy/files.ts'
import { type Command, common, FINE, parse, Usage } from '../../frame/command.ts'
import { regenerateAll } from '../regenerate/generated.ts'

const help = `Usage: npm run rules -- new ID [options]

Makes a rule set to begin with, in a folder of its name: one clause with one measure, its facts, its cases, a changelog,
and what is worked out from them. It passes check as it is; put the text of your document in its place, part by part
(src/rules/README.md, "Add a document, or a version").

  --in DIR   the folder to make it in (default src/rules)
  --json     the paths as JSON

Exit codes: 0 fine, 2 wrong usage: no id, one that is none (letters a to z, digits, hyphens), or one that is there.
`

const SKELETON = asset('cli/rules/new/skeleton')
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Writes the files of the skeleton, with the id put in. @returns their paths */
function copyTo(folder: string, id: string): string[] {
  const names = readdirSync(SKELETON, { recursive: true, encoding: 'utf8' }).filter(name =>
    /\.\w+$/.test(name)
  )
  return names.sort().map(name => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, readFileSync(join(SKELETON, name), 'utf8').replaceAll('{id}', id))
    return relative(process.cwd(), path)
  })
}

export const fresh: Command = {
  name: 'new',
  summary: 'make a rule set to begin with, that passes check',
  help,
  async run(args, io) {
    const { values, positionals } = parse(args, {
      json: common.json,
      in: { type: 'string', default: asset('rules') }
    })
    const [id = '', ...more] = positionals
    if (!ID.test(id) || more.length > 0) {
      throw new Usage('name one id: letters a to z, digits and hyphens, such as rent-relief-2026')
    }
    const folder = join(values.in, id)
    if (existsSync(folder)) throw new Usage(`${folder} is there already`)
    const copied = copyTo(folder, id)
    const paths = [
      ...copied,
      ...(await regenerateAll({ files: readRuleFiles(folder), folder, source: null }))
    ]
    const next = `Next: src/rules/README.md, and npm run rules -- check --rules ${relative(process.cwd(), folder)}\n`
    io.out(values.json ? `${JSON.stringify(paths)}\n` : `${paths.map(path => `${path}\n`).join('')}${next}`)
    return FINE
  }
}
