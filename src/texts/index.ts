/** The words that answers are made of, by language. What a rule set says itself stands in its own files. */
import { en } from './en.ts'
import { type Texts, zh } from './zh.ts'

export type { Texts } from './zh.ts'

const TABLES: Readonly<Record<string, Texts>> = { zh, en }

/** The language of a rule set that names none. */
export const DEFAULT_LANG = 'zh'

/** What a language is, whatever the country: en of en-GB. */
const primary = (lang: string) => (lang.split('-')[0] as string).toLowerCase()

/** The languages there are words in. */
export const languages: readonly string[] = Object.keys(TABLES)

/** Whether there are words in a language. @param lang BCP 47 */
export const isSpoken = (lang: string): boolean => Object.hasOwn(TABLES, primary(lang))

/** The words of a language. @param lang BCP 47, checked by the guards: there are words in it */
export const textsOf = (lang: string): Texts => TABLES[primary(lang)] as Texts
