/** Why a table is not read: in Chinese, with what to do about it. */

export class UnreadableTable extends Error {
  /** what is wrong with its header, a text a column; empty where it is something else */
  readonly problems: readonly string[]

  constructor(message: string, problems: readonly string[] = []) {
    super(message)
    this.problems = problems
  }
}
