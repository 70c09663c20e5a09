/** Makes dist/: `npm run build`. */
import { pack } from './pack.ts'

await pack('dist')
