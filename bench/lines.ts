/** The lines of the table, in its order. */
import { batch } from './batch/index.ts'
import { dearest } from './dearest.ts'
import { deciding } from './deciding.ts'
import { growth } from './growth/index.ts'
import { many } from './growth/many.ts'
import { http } from './http/index.ts'
import type { Line } from './line.ts'
import { peers } from './peers/index.ts'
import { records } from './records.ts'
import { start } from './start/index.ts'

/** By name. */
export const lines: Readonly<Record<string, Line>> = {
  deciding,
  http,
  dearest,
  batch,
  records,
  peers,
  growth,
  many,
  start
}

/** Those of `npm run bench -- quick`: the ones that a few rounds can tell. */
export const QUICK = ['deciding', 'http']
