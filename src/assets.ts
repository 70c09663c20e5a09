/** Where the files lie that are read at run time: the build packs the code, and puts them beside it as they lie here. */
import { fileURLToPath } from 'node:url'

/**
 * The path of a file or folder.
 * @param path from this folder
 */
export const asset = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
