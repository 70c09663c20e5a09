/**
 * After tsc: copies what the service reads at run time and tsc does not, from src/ to dist/; packs TypeBox into
 * one file; then checks the rule set once and notes its digest, so that the service need not check it again at
 * every start.
 */
import { cpSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

cpSync('src', 'dist', {
  recursive: true,
  filter: path => !path.endsWith('.ts') && !path.endsWith('.md')
})

await build({
  entryPoints: ['dist/typebox.js'],
  outfile: 'dist/typebox.js',
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  platform: 'node'
})

const { defaultRules, readRuleFiles } = await import('../dist/rules/files.js')
const { loadPolicy } = await import('../dist/rules/load.js')
writeFileSync('dist/rules/sound.txt', loadPolicy(readRuleFiles(defaultRules)).digest)
