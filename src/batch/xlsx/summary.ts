/** How many of each outcome a measure has, and the cash that can be added up: the list for giving without being asked. */
import type { CellValue, WriteSheet } from 'hucre'
import { sumText } from '../../calculators/quantity.ts'
import { OUTCOME_WORDS, type Places } from '../csv/details.ts'

const TITLES = ['政策', ...Object.values(OUTCOME_WORDS), '可以相加的现金合计（元）']
const NOTE = '各项政策分别合计：不能同时享受的政策之间没有扣减；不在期限内的、金额算不出一个数的，没有计入。'
const WORDS = Object.values(OUTCOME_WORDS)

interface Line {
  counts: number[]
  cash: string | null
}

/** Adds up answers, row by row. */
export class Summary {
  private readonly lines = new Map<string, Line>()
  private readonly titles: readonly string[]
  private readonly places: Places

  /** @param titles of the table of answers */
  constructor(titles: readonly string[], places: Places) {
    this.titles = titles
    this.places = places
  }

  private count(measure: string, said: string, cash: string): void {
    const outcome = WORDS.findIndex(word => said.startsWith(word))
    if (outcome === -1) return
    const line = this.lines.get(measure) ?? { counts: WORDS.map(() => 0), cash: null }
    this.lines.set(measure, line)
    line.counts[outcome] = (line.counts[outcome] as number) + 1
    if (cash) line.cash = sumText([line.cash ?? '0', cash])
  }

  /** @param cells a row of answers, or of an error, which counts nowhere */
  add(cells: readonly string[]): void {
    const { first, detail } = this.places
    const at = (index: number) => cells[index] as string
    if (detail) this.count(at(detail.title), at(detail.outcome), at(detail.cash))
    else {
      for (let index = first; index < cells.length; index++) {
        this.count(this.titles[index] as string, at(index), '')
      }
    }
  }

  sheet(): WriteSheet {
    const rows = [...this.lines].map(([measure, { counts, cash }]): CellValue[] => [
      measure,
      ...counts,
      cash === null ? null : Number(cash)
    ])
    return {
      name: '汇总',
      rows: [TITLES, ...rows, [], [NOTE]],
      columns: [{ width: 40 }, ...WORDS.map(() => ({ width: 12 })), { width: 26, numFmt: '#,##0.00' }],
      cells: new Map(TITLES.map((_, index) => [`0,${index}`, { style: { font: { bold: true } } }])),
      freezePane: { rows: 1 }
    }
  }
}
