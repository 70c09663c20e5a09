/**
 * src/hearing/syllables.json: the characters of GB 2312 by their commonest reading without tone, from pinyin-pro.
 * The service reads this table instead of the library, which costs 30 MB and 0.2 s at start.
 */
import { pinyin } from 'pinyin-pro'

/** Every hanzi of GB 2312: rows 16 to 87 of the 94 by 94 grid. */
function characters(): string[] {
  const decoder = new TextDecoder('gb2312')
  const found: string[] = []
  for (let row = 0xb0; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      const character = decoder.decode(new Uint8Array([row, cell]))
      if (/^\p{Script=Han}$/u.test(character)) found.push(character)
    }
  }
  return found
}

export function syllableTable(): string {
  const table: Record<string, string> = {}
  for (const character of characters()) {
    const syllable = pinyin(character, { toneType: 'none', v: true })
    table[syllable] = (table[syllable] ?? '') + character
  }
  const sorted = Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify(sorted, null, 1)}\n`
}
