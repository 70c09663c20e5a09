/** The payment regulation, each measure as its newest version has it. */
import type { Predicates } from './known.ts'
import { boundBuyer, largeBuyer, publicBuyer, smeSeller } from './shared.ts'

/** Whether the conditions of a measure hold, by id. */
export const payment: Predicates = {
  // clause 3
  'sme-payment-protection': f => smeSeller(f) && boundBuyer(f),
  'sme-status-notice': f => smeSeller(f) && boundBuyer(f),
  // clause 7
  'unfair-terms-ban': f => smeSeller(f) && boundBuyer(f) && f.contract.unreasonableTerms,
  // clause 8
  'budgeted-procurement': f =>
    smeSeller(f) &&
    (f.buyer.kind === 'government-body' ||
      f.buyer.kind === 'public-institution' ||
      f.buyer.kind === 'social-organisation') &&
    f.buyer.usesFiscalFunds &&
    !f.buyer.withinBudget,
  'contractor-advance-ban': f =>
    smeSeller(f) && f.project.governmentInvested && f.contract.contractorAdvances,
  // clause 9
  'public-buyer-payment-term': f => smeSeller(f) && publicBuyer(f) && !f.contract.specialTerm,
  'large-buyer-payment-term': f => smeSeller(f) && largeBuyer(f) && !f.contract.specialTerm,
  'pay-when-paid-ban': f => smeSeller(f) && largeBuyer(f) && f.contract.payWhenPaid,
  // clause 10
  'payment-term-start': f =>
    smeSeller(f) &&
    boundBuyer(f) &&
    (f.contract.termRunsFrom === 'delivery' ||
      (f.contract.termRunsFrom === 'acceptance' && f.contract.acceptanceAgreed) ||
      (f.contract.termRunsFrom === 'inspection-overdue' && f.contract.inspectionDelayed) ||
      (f.contract.termRunsFrom === 'confirmed-amount' && f.contract.progressSettlement)),
  // clause 11
  'non-cash-payment-ban': f =>
    smeSeller(f) && boundBuyer(f) && (f.contract.forcedNonCash || f.contract.nonCashLengthens),
  // clause 12
  'audit-settlement-ban': f =>
    smeSeller(f) &&
    (publicBuyer(f) || (largeBuyer(f) && f.buyer.stateOwned)) &&
    f.contract.auditDemanded &&
    !f.contract.auditByLaw,
  // clause 13
  'deposit-kinds-limit': f =>
    smeSeller(f) && boundBuyer(f) && f.deposit.inConstruction && f.deposit.kind === 'other',
  'deposit-guarantee-acceptance': f =>
    smeSeller(f) && boundBuyer(f) && (f.deposit.cashOnly || f.deposit.guaranteeOffered),
  'deposit-return': f => smeSeller(f) && boundBuyer(f) && f.deposit.periodEnded,
  // clause 14
  'no-excuse-for-delay': f =>
    smeSeller(f) &&
    boundBuyer(f) &&
    (f.payment.excuse === 'change-of-head' ||
      f.payment.excuse === 'internal-process' ||
      ((f.payment.excuse === 'completion-filing' || f.payment.excuse === 'final-audit') &&
        !f.payment.excuseAgreed)),
  // clause 15
  'undisputed-part-payment': f =>
    smeSeller(f) && boundBuyer(f) && f.payment.partDisputed && f.payment.restUnaffected,
  // clause 16
  'receivables-confirmation': f => smeSeller(f) && boundBuyer(f) && f.financing.onReceivables,
  // clause 17
  'overdue-interest': f =>
    smeSeller(f) &&
    ((publicBuyer(f) &&
      (f.payment.elapsedDays > 60 ||
        (!f.contract.termAgreed && f.payment.elapsedDays > 30) ||
        (f.contract.termAgreed && f.payment.elapsedDays > f.contract.agreedDays))) ||
      (largeBuyer(f) &&
        ((!f.contract.termAgreed && f.payment.elapsedDays > 60) ||
          (f.contract.termAgreed && f.payment.elapsedDays > f.contract.agreedDays)))) &&
    !f.contract.specialTerm,
  // clause 18
  'arrears-disclosure': f => publicBuyer(f),
  'large-buyer-disclosure': f => largeBuyer(f),
  // clause 20
  'retaliation-ban': f =>
    smeSeller(f) &&
    boundBuyer(f) &&
    f.payment.threatened &&
    (f.payment.afterRequest || f.payment.afterComplaint),
  // clause 24
  'payment-complaint': f =>
    smeSeller(f) && boundBuyer(f) && f.complaint.hasContract && f.payment.refusedOrLate,
  // clause 25
  'complaint-handling-periods': f => smeSeller(f) && boundBuyer(f) && f.complaint.hasContract
}
