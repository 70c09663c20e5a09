/** After tsc: copies what the service reads at run time and tsc does not, from src/ to dist/. */
import { cpSync } from 'node:fs'

cpSync('src', 'dist', {
  recursive: true,
  filter: path => !path.endsWith('.ts') && !path.endsWith('.md')
})
