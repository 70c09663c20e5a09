/**
 * After tsc: copies what the service reads at run time and tsc does not, from src/ to dist/; then checks the
 * rule set once and notes its digest, so that the service need not check it again at every start.
 */
import { cpSync, writeFileSync } from 'node:fs'

cpSync('src', 'dist', {
  recursive: true,
  filter: path => !path.endsWith('.ts') && !path.endsWith('.md')
})

const { defaultRules, readRuleFiles } = await import('../dist/rules/files.js')
const { loadPolicy } = await import('../dist/rules/load.js')
writeFileSync('dist/rules/sound.txt', loadPolicy(readRuleFiles(defaultRules)).digest)
