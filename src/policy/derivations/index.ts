/** The kinds of derivation that facts.json may name. */
import { anyOf } from './any-of.ts'
import { condition } from './condition.ts'
import { daysElapsed } from './days-elapsed.ts'
import type { MakeDerivation } from './derivation.ts'
import { implied } from './implied.ts'
import { industrySector } from './industry-sector.ts'
import { lookup } from './lookup.ts'
import { netPrice } from './net-price.ts'
import { onDay } from './on-day.ts'
import { overlap } from './overlap.ts'
import { pick } from './pick.ts'
import { quotient } from './quotient.ts'
import { sizeStandard } from './size-standard.ts'
import { told } from './told.ts'

export const derivations: Record<string, MakeDerivation<never>> = {
  'any-of': anyOf,
  condition,
  'days-elapsed': daysElapsed,
  implied,
  'industry-sector': industrySector,
  lookup,
  'net-price': netPrice,
  'on-day': onDay,
  overlap,
  pick,
  quotient,
  'size-standard': sizeStandard,
  told
}
