/** `npm run batch -- template OUT.xlsx`: a workbook to fill in. */
import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { templateFor } from '../../batch/xlsx/template.ts'
import { namedIn } from '../../policy/asked.ts'
import type { Policy } from '../../policy/model.ts'
import { Usage } from '../frame/command.ts'
import { HELP, measuresOf, misunderstood } from './settings.ts'

/** The name of the command. */
export const TEMPLATE = 'template'

function parsed(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { measures: { type: 'string' } } })
  } catch (error) {
    throw new Usage(misunderstood(error as Error))
  }
}

/** @returns what is said of it @throws Usage naming the argument that is wrong */
export async function writeTemplate(args: string[], policy: Policy): Promise<string> {
  const { values, positionals } = parsed(args)
  const [output, ...more] = positionals
  if (output === undefined || more.length > 0) throw new Usage(HELP)
  if (extname(output).toLowerCase() !== '.xlsx') throw new Usage(`${output}：名称要以 .xlsx 结尾`)
  const measures = namedIn(policy, measuresOf(values.measures, policy))
  await writeFile(output, await templateFor(policy, measures))
  return `${output}：${measures.length} 项政策要用的事实，一列一个；填好后交给 npm run batch -- ${output} 答案.xlsx`
}
