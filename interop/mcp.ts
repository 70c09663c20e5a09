/**
 * The tools at /mcp with what others test such servers by: the conformance suite of the protocol, and the command line of its
 * inspector.
 */
import type { Finding } from './clients.ts'
import { Failed, npx } from './run.ts'
import type { Running } from './service.ts'

const CONFORMANCE = '@modelcontextprotocol/conformance@0.1.16'
const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0'

/** The other scenarios of the suite ask for tools, prompts and resources that only its own server has. */
const SCENARIOS = ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection']

const TOOLS = ['find_measures', 'next_question', 'decide', 'calculate', 'read_clause', 'changes']

async function conformance(url: string): Promise<string> {
  for (const scenario of SCENARIOS) {
    await npx([CONFORMANCE], ['conformance', 'server', '--url', url, '--scenario', scenario])
  }
  return `${SCENARIOS.join(', ')}: passed`
}

async function inspector(url: string): Promise<string> {
  const ask = (...args: string[]) =>
    npx([INSPECTOR], ['mcp-inspector', '--cli', url, '--transport', 'http', ...args])
  const { tools } = JSON.parse(await ask('--method', 'tools/list')) as { tools: { name: string }[] }
  const names = tools.map(({ name }) => name)
  if (TOOLS.some(name => !names.includes(name))) throw new Failed(`tools: ${names.join(', ')}`)
  const found = await ask(
    ...['--method', 'tools/call', '--tool-name', 'find_measures'],
    ...['--tool-arg', 'question=我是个体户，租的是公家的铺面，房租能免几个月？']
  )
  if (!found.includes('state-owned-rent-relief')) throw new Failed(found)
  return `lists ${names.length} tools, and finds the measure of the README`
}

/** Two findings: the suite, and the inspector. */
export async function* mcp({ origin }: Running): AsyncGenerator<Finding> {
  const checks = { 'MCP conformance suite': conformance, 'MCP inspector': inspector }
  for (const [name, check] of Object.entries(checks)) {
    try {
      yield { name, passed: true, skipped: null, figures: await check(`${origin}/mcp`) }
    } catch (error) {
      yield { name, passed: false, skipped: null, figures: String(error) }
    }
  }
}
