/** The kinds of derivation that facts.json may name. */
import { anyOf } from './any-of.ts'
import { condition } from './condition.ts'
import type { MakeDerivation } from './derivation.ts'
import { implied } from './implied.ts'
import { industrySector } from './industry-sector.ts'
import { lookup } from './lookup.ts'
import { netPrice } from './net-price.ts'
import { overlap } from './overlap.ts'
import { quotient } from './quotient.ts'
import { sizeStandard } from './size-standard.ts'

export const derivations: Record<string, MakeDerivation<never>> = {
  'any-of': anyOf,
  condition,
  implied,
  'industry-sector': industrySector,
  lookup,
  'net-price': netPrice,
  overlap,
  quotient,
  'size-standard': sizeStandard
}
