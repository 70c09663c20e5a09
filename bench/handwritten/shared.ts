/** Conditions that several measures share. */
import type { Known } from './known.ts'

export const sme = (f: Known) =>
  f.applicant.kind === 'enterprise' &&
  (f.enterprise.size === 'medium' || f.enterprise.size === 'small' || f.enterprise.size === 'micro')
export const smallOrMicro = (f: Known) =>
  f.applicant.kind === 'enterprise' && (f.enterprise.size === 'small' || f.enterprise.size === 'micro')
export const soleProprietor = (f: Known) => f.applicant.kind === 'sole-proprietor'
export const smeOrSoleProprietor = (f: Known) => sme(f) || soleProprietor(f)
export const smallOrMicroOrSoleProprietor = (f: Known) => smallOrMicro(f) || soleProprietor(f)
export const registeredOrTaxed = (f: Known) => f.applicant.registeredInPinggu || f.applicant.paysTaxInPinggu
export const affectedByEpidemic = (f: Known) => f.epidemic.affected
export const notAlreadyBenefited = (f: Known, measure: string) =>
  !f.benefit.alreadyHadUnderDocument6.includes(measure)
