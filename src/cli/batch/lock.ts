/** One run at a time on an output. */
import { lockFile } from '../../lock.ts'
import { Usage } from '../frame/command.ts'

export { ownerOf } from '../../lock.ts'

/**
 * Keeps other runs from an output until it is let go.
 * @returns what lets it go
 * @throws Usage while another run has it
 */
export async function lock(output: string): Promise<() => Promise<void>> {
  const file = `${output}.lock`
  const release = await lockFile(file)
  if (!release) throw new Usage(`另一个批处理正在写 ${output}，等它做完再试（如果确定没有，请删除 ${file}）`)
  return release
}
