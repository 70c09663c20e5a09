/** `npm run bruno`: writes bruno/ from the committed contract. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Contract, collection } from './bruno-collection.ts'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const contract = JSON.parse(readFileSync(at('openapi/openapi.json'), 'utf8')) as Contract
rmSync(at('bruno'), { recursive: true, force: true })
mkdirSync(at('bruno/environments'), { recursive: true })
for (const [path, text] of Object.entries(collection(contract))) writeFileSync(at(`bruno/${path}`), text)
