/** Conditions that several measures share. */
import type { Known } from './known.ts'

export const enterprise = (f: Known) => f.applicant.kind === 'enterprise'
export const sme = (f: Known) =>
  enterprise(f) &&
  (f.enterprise.size === 'medium' || f.enterprise.size === 'small' || f.enterprise.size === 'micro')
export const smallOrMicro = (f: Known) =>
  enterprise(f) && (f.enterprise.size === 'small' || f.enterprise.size === 'micro')
export const soleProprietor = (f: Known) => f.applicant.kind === 'sole-proprietor'
export const smeOrSoleProprietor = (f: Known) => sme(f) || soleProprietor(f)
export const smallOrMicroOrSoleProprietor = (f: Known) => smallOrMicro(f) || soleProprietor(f)
export const registeredOrTaxed = (f: Known) => f.applicant.registeredInPinggu || f.applicant.paysTaxInPinggu
export const connected = (f: Known) => f.applicant.connectedToPinggu
export const affectedByEpidemic = (f: Known) => f.epidemic.affected
export const person = (f: Known) =>
  f.applicant.kind === 'natural-person' || f.applicant.kind === 'sole-proprietor'
export const notAPerson = (f: Known) => f.applicant.kind !== 'natural-person'
export const organisation = (f: Known) =>
  f.applicant.kind !== 'natural-person' && f.applicant.kind !== 'sole-proprietor'
export const founder = (f: Known) =>
  f.applicant.kind === 'natural-person' ||
  f.applicant.kind === 'sole-proprietor' ||
  f.applicant.kind === 'enterprise' ||
  f.applicant.kind === 'farmer-cooperative' ||
  f.applicant.kind === 'social-organisation'
export const producer = (f: Known) =>
  f.applicant.kind === 'natural-person' ||
  f.applicant.kind === 'sole-proprietor' ||
  f.applicant.kind === 'enterprise' ||
  f.applicant.kind === 'farmer-cooperative' ||
  f.applicant.kind === 'village'
export const trader = (f: Known) =>
  f.applicant.kind === 'enterprise' ||
  f.applicant.kind === 'sole-proprietor' ||
  f.applicant.kind === 'farmer-cooperative'
export const smeSeller = (f: Known) =>
  enterprise(f) &&
  (f.contract.sellerSize === 'medium' ||
    f.contract.sellerSize === 'small' ||
    f.contract.sellerSize === 'micro')
export const publicBuyer = (f: Known) =>
  f.buyer.kind === 'government-body' ||
  f.buyer.kind === 'public-institution' ||
  (f.buyer.kind === 'social-organisation' && f.buyer.usesFiscalFunds)
export const largeBuyer = (f: Known) => f.buyer.kind === 'enterprise' && f.buyer.size === 'large'
export const boundBuyer = (f: Known) => publicBuyer(f) || largeBuyer(f)
export const notAlreadyBenefited = (f: Known, measure: string) =>
  !f.benefit.alreadyHadUnderDocument6.includes(measure)
