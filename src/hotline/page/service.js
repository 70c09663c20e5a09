/** Asks the service, and says in Chinese what went wrong. */

/** Seconds between two tries while the service cannot be reached. */
const RETRY_SECONDS = 3

/** The service said no: trying again would not help. */
export class Refused extends Error {}

async function once(url, body) {
  const response = await fetch(
    url,
    body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  )
  const answer = await response.json()
  if (response.status >= 500) throw new Error(answer.detail)
  if (!response.ok) {
    throw new Refused([answer.detail, ...(answer.errors ?? []).map(error => error.message)].join(' '))
  }
  return answer
}

/**
 * An answer of the service. While it cannot be reached or is overloaded the question is asked again.
 * @param waiting called before each wait, with what to tell the agent
 * @param wanted whether the answer is still wanted
 * @returns undefined when it is not wanted any more
 */
export async function fetchJson(url, { body, waiting, wanted = () => true }) {
  while (wanted()) {
    try {
      return await once(url, body)
    } catch (error) {
      if (error instanceof Refused) throw error
      if (wanted()) waiting(`暂时连不上服务，${RETRY_SECONDS}秒后自动再试。`)
      await new Promise(resolve => setTimeout(resolve, RETRY_SECONDS * 1000))
    }
  }
}
