/** Why a start failed, in words for whoever started the service. */

interface SystemError extends Error {
  code?: string
  address?: string
  hostname?: string
  port?: number
  path?: string
}

/** What the operating system refuses, by its code. */
const REASONS: Record<string, (error: SystemError) => string> = {
  EADDRINUSE: ({ address, port }) =>
    `port ${port} on ${address} is in use by another process: stop that one, or set PORT`,
  EADDRNOTAVAIL: ({ address }) => `this machine does not have the address ${address}: check HOST`,
  ENOTFOUND: ({ hostname }) => `no address is known for ${hostname}: check HOST`,
  EAI_AGAIN: ({ hostname }) => `no address could be looked up for ${hostname}: check HOST`,
  ENOENT: ({ path }) => `${path} is not there: was the service built (npm run build)?`,
  EACCES: ({ path, port }) =>
    path ? `${path} may not be read by this user` : `port ${port} may not be used by this user: set PORT`
}

/** One line for what the operating system refused; what else went wrong says itself what it is. */
export function reasonOf(error: SystemError): string {
  const reason = REASONS[error.code ?? '']?.(error) ?? error.message
  return `The service did not start: ${reason}`
}
