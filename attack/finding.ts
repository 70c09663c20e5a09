/** What an attack came to. */
export interface Finding {
  attack: string
  passed: boolean
  /** what was counted or measured */
  figures: string
}
