import type { Finding } from './clients.ts'
export async function* spark(): AsyncGenerator<Finding> {}
