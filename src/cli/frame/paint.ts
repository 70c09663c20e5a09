/** Colours, only where there is a terminal. */
import { styleText } from 'node:util'

export type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold'
export type Paint = (colour: Colour, text: string) => string

/** @param isTerminal whether the text is for a terminal */
export const painter = (isTerminal: boolean): Paint => (isTerminal ? styleText : (_colour, text) => text)
