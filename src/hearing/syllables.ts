/**
 * How characters sound, without tone, and with sounds folded that many speakers and recognisers do not keep
 * apart (zh and z, -ng and -n, l and n). syllables.json is generated: npm run rules -- regenerate.
 */
import { readFileSync } from 'node:fs'
import { asset } from '../assets.ts'

/** Character → folded syllable. */
export type Sounds = ReadonlyMap<string, string>

const fold = (syllable: string) =>
  syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/ng$/, 'n')
    .replace(/^l/, 'n')

/** @param table syllable → the characters read so */
export function soundsOf(table: Readonly<Record<string, string>>): Sounds {
  const sounds = new Map<string, string>()
  for (const [syllable, characters] of Object.entries(table)) {
    for (const character of characters) sounds.set(character, fold(syllable))
  }
  return sounds
}

/** The table that comes with the service. */
export const readSounds = (): Sounds =>
  soundsOf(JSON.parse(readFileSync(asset('hearing/syllables.json'), 'utf8')))
