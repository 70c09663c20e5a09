import type { Finding } from './clients.ts'
import type { Running } from './service.ts'
export async function* mcp(_service: Running): AsyncGenerator<Finding> {}
