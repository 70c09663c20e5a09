/** Sends a table to the service, tells how far it is, and says in Chinese what went wrong. */

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const CSV = 'text/csv'

/** The service said no; or it could not be reached. */
export class Refused extends Error {}

/** The media type of a file, by its name; undefined for what is no table. */
export function typeOf({ name }) {
  if (/\.xlsx$/i.test(name)) return XLSX
  return /\.csv$/i.test(name) ? CSV : undefined
}

async function refusal(request) {
  try {
    const { detail, errors = [] } = JSON.parse(await request.response.text())
    return [detail, ...errors.map(({ message }) => message)].join('\n')
  } catch {
    return '服务出了错，请稍后再试。'
  }
}

/**
 * @param accept the media type that is asked for
 * @param progress called with the part that is sent, from 0 to 1
 * @param signal stops it
 * @returns the answer, as a blob
 */
export function send(url, file, { accept, progress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.responseType = 'blob'
    request.setRequestHeader('content-type', typeOf(file))
    request.setRequestHeader('accept', accept)
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(loaded / total))
    request.addEventListener('load', async () => {
      if (request.status === 200) resolve(request.response)
      else reject(new Refused(await refusal(request)))
    })
    request.addEventListener('error', () => reject(new Refused('连不上服务，或者中途断了；请再试一次。')))
    request.addEventListener('abort', () => reject(new Refused('停下了。')))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
