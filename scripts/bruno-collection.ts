/**
 * A collection for Bruno (https://www.usebruno.com), from the contract: a request for each operation, and one for each
 * example of a body. A test holds bruno/ against it.
 */
interface Media {
  examples?: Record<string, { value: unknown }>
}
interface Operation {
  operationId: string
  tags: readonly string[]
  parameters?: readonly { name: string; example?: unknown }[]
  requestBody?: { content: Record<string, Media> }
}
export interface Contract {
  info: { title: string }
  paths: Record<string, Record<string, Operation>>
}

/** Records are there only where the service keeps them, and nobody knows their ids before. */
const LEFT_OUT = 'records'

interface Body {
  name: string
  type: string
  text: string
}

const block = (name: string, lines: readonly string[]) =>
  `${name} {\n${lines.map(line => `  ${line}`).join('\n')}\n}\n`

function requestFile(name: string, seq: number, method: string, url: string, body: Body | null): string {
  const kind = body ? (body.type === 'application/json' ? 'json' : 'text') : 'none'
  const parts = [
    block('meta', [`name: ${name}`, 'type: http', `seq: ${seq}`]),
    block(method, [`url: {{baseUrl}}${url}`, `body: ${kind}`, 'auth: none'])
  ]
  if (body) {
    parts.push(block('headers', [`content-type: ${body.type}`]))
    parts.push(block(`body:${kind}`, body.text.split('\n')))
  }
  return [...parts, block('assert', ['res.status: eq 200'])].join('\n')
}

/** The bodies of an operation that has examples; one without a body where it takes none. */
function bodiesOf({ requestBody }: Operation): (Body | null)[] {
  if (!requestBody) return [null]
  return Object.entries(requestBody.content).flatMap(([type, { examples = {} }]) =>
    Object.entries(examples).map(([name, { value }]) => ({
      name,
      type,
      text: typeof value === 'string' ? value : JSON.stringify(value, null, 2)
    }))
  )
}

/** The files of the collection, by path below its folder. */
export function collection({ info, paths }: Contract): Record<string, string> {
  const files: Record<string, string> = {
    'bruno.json': `${JSON.stringify({ version: '1', name: info.title, type: 'collection' }, null, 2)}\n`,
    'environments/local.bru': block('vars', ['baseUrl: http://127.0.0.1:3000'])
  }
  let seq = 0
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.tags.includes(LEFT_OUT)) continue
      const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(String(operation.parameters?.find(one => one.name === name)?.example))
      )
      for (const body of bodiesOf(operation)) {
        const name = body ? `${operation.operationId}-${body.name}` : operation.operationId
        files[`${name}.bru`] = requestFile(name, ++seq, method, url, body)
      }
    }
  }
  return files
}
