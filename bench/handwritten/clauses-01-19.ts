/** Clauses 1 to 19 of the plan. */
import type { Predicates } from './known.ts'
import {
  affectedByEpidemic,
  connected,
  enterprise,
  founder,
  notAlreadyBenefited,
  notAPerson,
  organisation,
  person,
  registeredOrTaxed,
  smallOrMicro,
  smallOrMicroOrSoleProprietor,
  sme,
  smeOrSoleProprietor,
  soleProprietor,
  trader
} from './shared.ts'

/** Whether the conditions of a measure hold, by id. */
export const early: Predicates = {
  // clause 1
  'vat-credit-refund': f =>
    (f.applicant.kind === 'enterprise' || f.applicant.kind === 'sole-proprietor') &&
    connected(f) &&
    f.tax.meetsVatRefundConditions &&
    notAlreadyBenefited(f, 'vat-credit-refund'),
  // clause 2
  'social-insurance-deferral': f =>
    ((enterprise(f) && f.enterprise.hardshipIndustry) ||
      (sme(f) && f.enterprise.techInnovative && f.enterprise.inDifficulty) ||
      (sme(f) && f.enterprise.difficultyFromEpidemic) ||
      (soleProprietor(f) && f.socialInsurance.insuredAsUnit) ||
      ((f.applicant.kind === 'public-institution' || f.applicant.kind === 'social-organisation') &&
        f.socialInsurance.inEnterprisePension)) &&
    connected(f) &&
    (f.socialInsurance.requested.includes('pension') ||
      f.socialInsurance.requested.includes('unemployment') ||
      f.socialInsurance.requested.includes('work-injury')) &&
    f.socialInsurance.firstMonth <= '2022-12' &&
    (f.socialInsurance.firstMonth >= '2022-04' || f.socialInsurance.lastMonth >= '2022-04') &&
    notAlreadyBenefited(f, 'social-insurance-deferral'),
  // clause 3
  'housing-fund-deferral': f =>
    notAPerson(f) &&
    connected(f) &&
    f.applicant.isEmployer &&
    affectedByEpidemic(f) &&
    f.housingFund.firstMonth <= '2022-12' &&
    f.housingFund.lastMonth >= '2022-04' &&
    notAlreadyBenefited(f, 'housing-fund-deferral'),
  'housing-fund-rent-withdrawal': f =>
    person(f) &&
    connected(f) &&
    f.housingFund.isContributor &&
    !f.housing.ownsInBeijing &&
    f.housing.rentedType === 'commodity',
  'housing-fund-loan-relief': f =>
    person(f) &&
    connected(f) &&
    f.loan.kind === 'housing-fund' &&
    affectedByEpidemic(f) &&
    f.loan.cannotRepayNormally,
  // clause 4
  'state-owned-rent-relief': f =>
    smeOrSoleProprietor(f) &&
    registeredOrTaxed(f) &&
    f.lease.ownership === 'state-owned' &&
    f.lease.inPinggu &&
    f.lease.in2022 &&
    f.lease.finalOperatorTenant &&
    notAlreadyBenefited(f, 'state-owned-rent-relief'),
  'incubator-rent-subsidy': f =>
    (f.applicant.kind === 'enterprise' ||
      f.applicant.kind === 'public-institution' ||
      f.applicant.kind === 'social-organisation') &&
    connected(f) &&
    f.enterprise.isTechIncubator &&
    f.lease.ownership === 'non-state-owned' &&
    f.incubator.cutRentForSmallTenants &&
    f.incubator.cutConfirmed &&
    notAlreadyBenefited(f, 'incubator-rent-subsidy'),
  // clause 5
  'utility-payment-deferral': f =>
    smallOrMicroOrSoleProprietor(f) &&
    connected(f) &&
    f.utility.behindOnPayment &&
    f.utility.lateBecauseOfEpidemic &&
    (f.utility.kinds.includes('water') ||
      f.utility.kinds.includes('power') ||
      f.utility.kinds.includes('gas')) &&
    notAlreadyBenefited(f, 'utility-payment-deferral'),
  'broadband-fee-cut': f =>
    sme(f) &&
    connected(f) &&
    (f.telecom.service === 'broadband' || f.telecom.service === 'leased-line') &&
    notAlreadyBenefited(f, 'broadband-fee-cut'),
  // clause 6
  'first-loan-subsidy': f =>
    sme(f) &&
    connected(f) &&
    f.loan.isFirstBankLoan &&
    f.loan.meetsFirstLoanConditions &&
    notAlreadyBenefited(f, 'first-loan-subsidy'),
  'commercial-bill-term': f =>
    organisation(f) &&
    connected(f) &&
    f.bill.instrument === 'commercial-bill' &&
    notAlreadyBenefited(f, 'commercial-bill-term'),
  // clause 7
  'loan-repayment-deferral': f =>
    ((sme(f) && (f.loan.kind === 'business' || f.loan.kind === 'truck' || f.loan.kind === 'other')) ||
      (soleProprietor(f) &&
        (f.loan.kind === 'business' || f.loan.kind === 'truck' || f.loan.kind === 'other')) ||
      (person(f) &&
        f.person.occupation === 'freight-driver' &&
        (f.loan.kind === 'truck' || f.loan.kind === 'business' || f.loan.kind === 'other')) ||
      (person(f) && (f.loan.kind === 'housing' || f.loan.kind === 'consumer') && affectedByEpidemic(f))) &&
    connected(f) &&
    f.loan.lenderInPinggu &&
    notAlreadyBenefited(f, 'loan-repayment-deferral'),
  // clause 8
  'service-guarantee-fee': f =>
    smallOrMicro(f) &&
    connected(f) &&
    f.enterprise.serviceIndustry &&
    f.epidemic.hitHard &&
    f.loan.applicationDate >= '2022-01-01' &&
    f.loan.applicationDate <= '2022-12-31' &&
    f.loan.lender === 'bank' &&
    f.guarantee.guarantor === 'government-institution' &&
    notAlreadyBenefited(f, 'service-guarantee-fee'),
  'startup-guarantee-fee-waiver': f =>
    founder(f) &&
    connected(f) &&
    f.guarantee.policyStartupProject &&
    notAlreadyBenefited(f, 'startup-guarantee-fee-waiver'),
  'guarantee-compensation': f =>
    enterprise(f) &&
    connected(f) &&
    f.guarantee.applicantIsGovernmentInstitution &&
    f.guarantee.forSmallMicro &&
    f.guarantee.newBusinessDate >= '2022-01-01' &&
    f.guarantee.newBusinessDate <= '2022-12-31' &&
    notAlreadyBenefited(f, 'guarantee-compensation'),
  'agri-fund-guarantee-fee': f =>
    sme(f) &&
    connected(f) &&
    f.enterprise.agricultural &&
    f.guarantee.underRiskFund &&
    f.guarantee.guarantor === 'beijing-agri-guarantee' &&
    f.loan.amount <= 3000000 &&
    notAlreadyBenefited(f, 'agri-fund-guarantee-fee'),
  'agri-hardship-guarantee-fee': f =>
    smallOrMicro(f) &&
    connected(f) &&
    f.enterprise.agricultural &&
    affectedByEpidemic(f) &&
    f.loan.applicationDate >= '2022-01-01' &&
    f.loan.applicationDate <= '2022-12-31' &&
    f.loan.lender === 'bank' &&
    f.guarantee.underRiskFund &&
    f.guarantee.guarantor === 'beijing-agri-guarantee' &&
    f.loan.amount <= 3000000 &&
    notAlreadyBenefited(f, 'agri-hardship-guarantee-fee'),
  'agri-midsize-guarantee-fee': f =>
    sme(f) &&
    connected(f) &&
    f.enterprise.agricultural &&
    f.guarantee.underRiskFund &&
    f.guarantee.guarantor === 'beijing-agri-guarantee' &&
    f.loan.amount > 3000000 &&
    f.loan.amount <= 10000000 &&
    notAlreadyBenefited(f, 'agri-midsize-guarantee-fee'),
  // clause 9
  'epidemic-insurance': f =>
    enterprise(f) &&
    connected(f) &&
    f.insurance.epidemicPolicy &&
    f.enterprise.stoppedBusiness &&
    f.enterprise.stopCausedByOutbreak &&
    notAlreadyBenefited(f, 'epidemic-insurance'),
  // clause 10
  'industrial-permit-extension': f =>
    enterprise(f) &&
    connected(f) &&
    f.permit.type === 'industrial-product' &&
    f.permit.expiredDuringEpidemic &&
    f.permit.committedOnline &&
    notAlreadyBenefited(f, 'industrial-permit-extension'),
  'food-production-permit-extension': f =>
    trader(f) &&
    connected(f) &&
    f.permit.type === 'food-production' &&
    !f.permit.specialFood &&
    f.permit.expiryDate <= '2022-12-31' &&
    notAlreadyBenefited(f, 'food-production-permit-extension'),
  'lockdown-permit-extension': f =>
    notAPerson(f) &&
    connected(f) &&
    (f.permit.type === 'food-business' || (f.permit.type === 'food-production' && f.permit.specialFood)) &&
    f.permit.inSealedZone &&
    f.permit.couldNotRenewInTime &&
    notAlreadyBenefited(f, 'lockdown-permit-extension'),
  'credit-record-exemption': f =>
    connected(f) &&
    (f.credit.breach === 'administrative-penalty' ||
      f.credit.breach === 'late-loan' ||
      f.credit.breach === 'other') &&
    f.credit.causedByEpidemic,
  // clause 11
  'specialised-new-rent-subsidy': f =>
    enterprise(f) &&
    f.enterprise.specialisedNew &&
    f.applicant.registeredInPinggu &&
    f.lease.ownership === 'non-state-owned' &&
    f.lease.inPinggu &&
    f.lease.in2022 &&
    f.lease.finalOperatorTenant &&
    notAlreadyBenefited(f, 'specialised-new-rent-subsidy'),
  // clause 12
  'government-project-payment': f =>
    notAPerson(f) && connected(f) && f.project.governmentInvested && f.project.underConstruction2022,
  'sme-arrears-clearance': f => sme(f) && connected(f) && f.arrears.undisputed,
  // clause 14
  'procurement-price-deduction': f =>
    smallOrMicroOrSoleProprietor(f) &&
    connected(f) &&
    f.procurement.government &&
    (f.procurement.object === 'goods' || f.procurement.object === 'services') &&
    notAlreadyBenefited(f, 'procurement-price-deduction'),
  'procurement-sme-reserve': f =>
    notAPerson(f) &&
    connected(f) &&
    f.procurement.government &&
    (f.procurement.budget >= 4000000 ||
      ((f.procurement.object === 'goods' || f.procurement.object === 'services') &&
        f.procurement.budget >= 2000000)) &&
    f.procurement.suitedToSmes,
  'procurement-epidemic-supplies': f =>
    notAPerson(f) &&
    connected(f) &&
    f.procurement.government &&
    (f.procurement.goodsCategory === 'epidemic-supplies' ||
      f.procurement.goodsCategory === 'daily-necessities'),
  'union-fund-procurement': f =>
    notAPerson(f) &&
    connected(f) &&
    (f.procurement.fund === 'trade-union' || f.procurement.fund === 'other-public'),
  // clause 15
  'electronic-tendering': f => organisation(f) && connected(f) && f.tender.randomDrawImpossible,
  'guarantee-letter-deposit': f =>
    notAPerson(f) &&
    connected(f) &&
    (f.tender.depositSubstitute === 'guarantee-letter' || f.tender.depositSubstitute === 'insurance') &&
    notAlreadyBenefited(f, 'guarantee-letter-deposit'),
  'bid-bond-waiver': f =>
    smeOrSoleProprietor(f) &&
    connected(f) &&
    f.enterprise.goodCredit &&
    notAlreadyBenefited(f, 'bid-bond-waiver'),
  // clause 17
  'supply-chain-whitelist': f =>
    enterprise(f) &&
    (((f.enterprise.function === 'industrial-manufacturing' ||
      f.enterprise.function === 'city-operation' ||
      f.enterprise.function === 'logistics') &&
      f.enterprise.isKeyFirm) ||
      f.enterprise.function === 'important-functional' ||
      f.enterprise.function === 'epidemic-supplies' ||
      f.enterprise.function === 'city-operation' ||
      f.enterprise.function === 'supply-chain-leader' ||
      f.enterprise.function === 'supply-chain-front-end') &&
    f.applicant.locatedInPinggu &&
    notAlreadyBenefited(f, 'supply-chain-whitelist'),
  // clause 18
  'freight-driver-whitelist': f =>
    person(f) &&
    connected(f) &&
    (f.person.occupation === 'freight-driver' || f.person.occupation === 'freight-crew') &&
    notAlreadyBenefited(f, 'freight-driver-whitelist'),
  'transport-pass': f =>
    enterprise(f) &&
    connected(f) &&
    (f.transport.carries === 'livelihood' || f.transport.carries === 'production') &&
    notAlreadyBenefited(f, 'transport-pass')
}
