/**
 * The limit: the conditions of every measure as a programmer would write them by hand, for applicants of whom
 * every fact is known. No trace, no unknown, no sources. Checked to give the verdicts of the rule files.
 */
import type { Facts } from '../src/rules/compile.ts'

/** The facts that some condition compares, all of them known. */
export interface Known extends Facts {
  applicant: {
    kind: string
    registeredInPinggu: boolean
    paysTaxInPinggu: boolean
    locatedInPinggu: boolean
    isEmployer: boolean
  }
  enterprise: {
    size: string
    serviceIndustry: boolean
    hardshipIndustry: boolean
    techInnovative: boolean
    inDifficulty: boolean
    difficultyFromEpidemic: boolean
    agricultural: boolean
    specialisedNew: boolean
    isTechIncubator: boolean
    isKeyFirm: boolean
    isLeadingFirm: boolean
    raisesRegionalSupply: boolean
    function: string
    goodCredit: boolean
    stoppedBusiness: boolean
    stopCausedByOutbreak: boolean
  }
  person: {
    occupation: string
    education: string
    districtFarmingHousehold: boolean
    receivesSocialAssistance: boolean
  }
  epidemic: { affected: boolean; hitHard: boolean }
  benefit: { alreadyHadUnderDocument6: readonly string[] }
  tax: { meetsVatRefundConditions: boolean }
  socialInsurance: {
    insuredAsUnit: boolean
    inEnterprisePension: boolean
    appliedVoluntarily: boolean
    madeCommitment: boolean
    requested: readonly string[]
    firstMonth: string
  }
  housingFund: { isContributor: boolean; firstMonth: string; lastMonth: string }
  housing: { ownsInBeijing: boolean; rentedType: string }
  lease: { ownership: string; inPinggu: boolean; in2022: boolean; finalOperatorTenant: boolean }
  incubator: { cutRentForSmallTenants: boolean; cutConfirmed: boolean }
  utility: { kinds: readonly string[]; behindOnPayment: boolean; lateBecauseOfEpidemic: boolean }
  telecom: { service: string }
  loan: {
    kind: string
    lender: string
    amount: number
    applicationDate: string
    termMonths: number
    isFirstBankLoan: boolean
    meetsFirstLoanConditions: boolean
    cannotRepayNormally: boolean
    qualifyingProject: boolean
    repaidOnTime: boolean
  }
  bill: { instrument: string }
  guarantee: {
    guarantor: string
    policyStartupProject: boolean
    applicantIsGovernmentInstitution: boolean
    forSmallMicro: boolean
    newBusinessDate: string
    underRiskFund: boolean
  }
  insurance: { epidemicPolicy: boolean; policyBacked: boolean; line: string }
  permit: {
    type: string
    specialFood: boolean
    expiredDuringEpidemic: boolean
    committedOnline: boolean
    inSealedZone: boolean
    couldNotRenewInTime: boolean
  }
  credit: { breach: string; causedByEpidemic: boolean }
  project: {
    governmentInvested: boolean
    underConstruction2022: boolean
    smartManufacturing100: boolean
    greenLowCarbon: boolean
    digitalEnabling: boolean
  }
  arrears: { undisputed: boolean }
  procurement: {
    government: boolean
    object: string
    budget: number
    suitedToSmes: boolean
    goodsCategory: string
    fund: string
  }
  tender: { randomDrawImpossible: boolean; depositSubstitute: string }
  transport: { carries: string }
  freight: { roadToRailCarrier: boolean; municipalSubsidyInPlace: boolean }
  market: { name: string; produce: string; fruitInWaivedCategory: boolean }
  listing: { place: string }
  trade: { onGuaranteePlatform: boolean; pledgedOnExportPolicy: boolean; withinLimit: boolean }
  goods: { origin: string }
  vehicle: { type: string; purchaseDate: string; priceWithoutVat: number; engineLitres: number }
  premises: { existingCommercial: boolean; convertedInto: string; servesKeyArea: boolean }
  renovation: { role: string }
  homestay: { boutique: boolean }
  post: { kind: string }
  hiring: { beijingGraduate: boolean; inGraduationYear: boolean; meetsSubsidyConditions: boolean }
  startup: {
    wonCompetitionAward: boolean
    inPinggu: boolean
    firstInPinggu: boolean
    meetsSubsidyRules: boolean
    qualifiesForSubsidy: boolean
    districtWorkersHired: number
  }
  price: { triggerMet: boolean }
  farming: { growsGrain: boolean; inPinggu: boolean }
  grain: { districtReserve: boolean; finishedReserve: boolean; usesLoan: boolean }
  certification: { applicantRole: string; kind: string }
  village: { weakCollectiveEconomy: boolean }
  farmland: { highStandardProject: boolean }
  machine: { inCentralRange: boolean; inMunicipalRange: boolean }
}

const sme = (f: Known) =>
  f.applicant.kind === 'enterprise' &&
  (f.enterprise.size === 'medium' || f.enterprise.size === 'small' || f.enterprise.size === 'micro')
const smallOrMicro = (f: Known) =>
  f.applicant.kind === 'enterprise' && (f.enterprise.size === 'small' || f.enterprise.size === 'micro')
const soleProprietor = (f: Known) => f.applicant.kind === 'sole-proprietor'
const smeOrSoleProprietor = (f: Known) => sme(f) || soleProprietor(f)
const smallOrMicroOrSoleProprietor = (f: Known) => smallOrMicro(f) || soleProprietor(f)
const registeredOrTaxed = (f: Known) => f.applicant.registeredInPinggu || f.applicant.paysTaxInPinggu
const affectedByEpidemic = (f: Known) => f.epidemic.affected
const notAlreadyBenefited = (f: Known, measure: string) =>
  !f.benefit.alreadyHadUnderDocument6.includes(measure)

/** Whether the conditions of a measure hold, by id. */
export const handwritten: Readonly<Record<string, (f: Known) => boolean>> = {
  // clause 1
  'vat-credit-refund': f =>
    (f.applicant.kind === 'enterprise' || f.applicant.kind === 'sole-proprietor') &&
    f.tax.meetsVatRefundConditions &&
    notAlreadyBenefited(f, 'vat-credit-refund'),
  // clause 2
  'social-insurance-deferral': f =>
    ((f.applicant.kind === 'enterprise' && f.enterprise.hardshipIndustry) ||
      (sme(f) && f.enterprise.techInnovative && f.enterprise.inDifficulty) ||
      (sme(f) && f.enterprise.difficultyFromEpidemic) ||
      (soleProprietor(f) && f.socialInsurance.insuredAsUnit) ||
      ((f.applicant.kind === 'public-institution' || f.applicant.kind === 'social-organisation') &&
        f.socialInsurance.inEnterprisePension)) &&
    f.socialInsurance.appliedVoluntarily &&
    f.socialInsurance.madeCommitment &&
    (f.socialInsurance.requested.includes('pension') ||
      f.socialInsurance.requested.includes('unemployment') ||
      f.socialInsurance.requested.includes('work-injury')) &&
    f.socialInsurance.firstMonth <= '2022-12' &&
    notAlreadyBenefited(f, 'social-insurance-deferral'),
  // clause 3
  'housing-fund-deferral': f =>
    f.applicant.isEmployer &&
    affectedByEpidemic(f) &&
    f.housingFund.firstMonth <= '2022-12' &&
    f.housingFund.lastMonth >= '2022-04' &&
    notAlreadyBenefited(f, 'housing-fund-deferral'),
  'housing-fund-rent-withdrawal': f =>
    f.housingFund.isContributor &&
    !f.housing.ownsInBeijing &&
    f.housing.rentedType === 'commodity' &&
    notAlreadyBenefited(f, 'housing-fund-rent-withdrawal'),
  'housing-fund-loan-relief': f =>
    f.loan.kind === 'housing-fund' &&
    affectedByEpidemic(f) &&
    f.loan.cannotRepayNormally &&
    notAlreadyBenefited(f, 'housing-fund-loan-relief'),
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
    f.enterprise.isTechIncubator &&
    f.lease.ownership === 'non-state-owned' &&
    f.incubator.cutRentForSmallTenants &&
    f.incubator.cutConfirmed &&
    notAlreadyBenefited(f, 'incubator-rent-subsidy'),
  // clause 5
  'utility-payment-deferral': f =>
    smallOrMicroOrSoleProprietor(f) &&
    f.utility.behindOnPayment &&
    f.utility.lateBecauseOfEpidemic &&
    (f.utility.kinds.includes('water') ||
      f.utility.kinds.includes('power') ||
      f.utility.kinds.includes('gas')) &&
    notAlreadyBenefited(f, 'utility-payment-deferral'),
  'broadband-fee-cut': f =>
    sme(f) &&
    (f.telecom.service === 'broadband' || f.telecom.service === 'leased-line') &&
    notAlreadyBenefited(f, 'broadband-fee-cut'),
  // clause 6
  'first-loan-subsidy': f =>
    sme(f) &&
    f.loan.isFirstBankLoan &&
    f.loan.meetsFirstLoanConditions &&
    notAlreadyBenefited(f, 'first-loan-subsidy'),
  'commercial-bill-term': f =>
    f.bill.instrument === 'commercial-bill' && notAlreadyBenefited(f, 'commercial-bill-term'),
  // clause 7
  'loan-repayment-deferral': f =>
    ((sme(f) && (f.loan.kind === 'business' || f.loan.kind === 'truck' || f.loan.kind === 'other')) ||
      (soleProprietor(f) &&
        (f.loan.kind === 'business' || f.loan.kind === 'truck' || f.loan.kind === 'other')) ||
      (f.person.occupation === 'freight-driver' &&
        (f.loan.kind === 'truck' || f.loan.kind === 'business' || f.loan.kind === 'other')) ||
      ((f.loan.kind === 'housing' || f.loan.kind === 'consumer') && affectedByEpidemic(f))) &&
    notAlreadyBenefited(f, 'loan-repayment-deferral'),
  // clause 8
  'service-guarantee-fee': f =>
    smallOrMicro(f) &&
    f.enterprise.serviceIndustry &&
    f.epidemic.hitHard &&
    f.loan.applicationDate >= '2022-01-01' &&
    f.loan.applicationDate <= '2022-12-31' &&
    f.guarantee.guarantor === 'government-institution' &&
    notAlreadyBenefited(f, 'service-guarantee-fee'),
  'startup-guarantee-fee-waiver': f =>
    f.guarantee.policyStartupProject && notAlreadyBenefited(f, 'startup-guarantee-fee-waiver'),
  'guarantee-compensation': f =>
    f.guarantee.applicantIsGovernmentInstitution &&
    f.guarantee.forSmallMicro &&
    f.guarantee.newBusinessDate >= '2022-01-01' &&
    f.guarantee.newBusinessDate <= '2022-12-31' &&
    notAlreadyBenefited(f, 'guarantee-compensation'),
  'agri-fund-guarantee-fee': f =>
    sme(f) &&
    f.enterprise.agricultural &&
    f.guarantee.underRiskFund &&
    f.guarantee.guarantor === 'beijing-agri-guarantee' &&
    f.loan.amount <= 3000000 &&
    notAlreadyBenefited(f, 'agri-fund-guarantee-fee'),
  'agri-hardship-guarantee-fee': f =>
    smallOrMicro(f) &&
    f.enterprise.agricultural &&
    affectedByEpidemic(f) &&
    f.loan.applicationDate >= '2022-01-01' &&
    f.loan.applicationDate <= '2022-12-31' &&
    f.guarantee.underRiskFund &&
    f.guarantee.guarantor === 'beijing-agri-guarantee' &&
    f.loan.amount <= 3000000 &&
    notAlreadyBenefited(f, 'agri-hardship-guarantee-fee'),
  'agri-midsize-guarantee-fee': f =>
    sme(f) &&
    f.enterprise.agricultural &&
    f.guarantee.underRiskFund &&
    f.guarantee.guarantor === 'beijing-agri-guarantee' &&
    f.loan.amount > 3000000 &&
    f.loan.amount <= 10000000 &&
    notAlreadyBenefited(f, 'agri-midsize-guarantee-fee'),
  // clause 9
  'epidemic-insurance': f =>
    f.applicant.kind === 'enterprise' &&
    f.insurance.epidemicPolicy &&
    f.enterprise.stoppedBusiness &&
    f.enterprise.stopCausedByOutbreak &&
    notAlreadyBenefited(f, 'epidemic-insurance'),
  // clause 10
  'industrial-permit-extension': f =>
    f.permit.type === 'industrial-product' &&
    f.permit.expiredDuringEpidemic &&
    f.permit.committedOnline &&
    notAlreadyBenefited(f, 'industrial-permit-extension'),
  'food-production-permit-extension': f =>
    f.permit.type === 'food-production' &&
    !f.permit.specialFood &&
    notAlreadyBenefited(f, 'food-production-permit-extension'),
  'lockdown-permit-extension': f =>
    (f.permit.type === 'food-business' || (f.permit.type === 'food-production' && f.permit.specialFood)) &&
    f.permit.inSealedZone &&
    f.permit.couldNotRenewInTime &&
    notAlreadyBenefited(f, 'lockdown-permit-extension'),
  'credit-record-exemption': f =>
    (f.credit.breach === 'administrative-penalty' ||
      f.credit.breach === 'late-loan' ||
      f.credit.breach === 'other') &&
    f.credit.causedByEpidemic &&
    notAlreadyBenefited(f, 'credit-record-exemption'),
  // clause 11
  'specialised-new-rent-subsidy': f =>
    f.enterprise.specialisedNew &&
    f.applicant.registeredInPinggu &&
    f.lease.ownership === 'non-state-owned' &&
    f.lease.inPinggu &&
    f.lease.in2022 &&
    f.lease.finalOperatorTenant &&
    notAlreadyBenefited(f, 'specialised-new-rent-subsidy'),
  // clause 12
  'government-project-payment': f =>
    f.project.governmentInvested &&
    f.project.underConstruction2022 &&
    notAlreadyBenefited(f, 'government-project-payment'),
  'sme-arrears-clearance': f =>
    sme(f) && f.arrears.undisputed && notAlreadyBenefited(f, 'sme-arrears-clearance'),
  // clause 14
  'procurement-price-deduction': f =>
    smallOrMicro(f) &&
    f.procurement.government &&
    (f.procurement.object === 'goods' || f.procurement.object === 'services') &&
    notAlreadyBenefited(f, 'procurement-price-deduction'),
  'procurement-sme-reserve': f =>
    f.procurement.government &&
    (f.procurement.budget >= 4000000 ||
      ((f.procurement.object === 'goods' || f.procurement.object === 'services') &&
        f.procurement.budget >= 2000000)) &&
    f.procurement.suitedToSmes &&
    notAlreadyBenefited(f, 'procurement-sme-reserve'),
  'procurement-epidemic-supplies': f =>
    f.procurement.government &&
    (f.procurement.goodsCategory === 'epidemic-supplies' ||
      f.procurement.goodsCategory === 'daily-necessities') &&
    notAlreadyBenefited(f, 'procurement-epidemic-supplies'),
  'union-fund-procurement': f =>
    (f.procurement.fund === 'trade-union' || f.procurement.fund === 'other-public') &&
    notAlreadyBenefited(f, 'union-fund-procurement'),
  // clause 15
  'electronic-tendering': f =>
    f.tender.randomDrawImpossible && notAlreadyBenefited(f, 'electronic-tendering'),
  'guarantee-letter-deposit': f =>
    (f.tender.depositSubstitute === 'guarantee-letter' || f.tender.depositSubstitute === 'insurance') &&
    notAlreadyBenefited(f, 'guarantee-letter-deposit'),
  'bid-bond-waiver': f => sme(f) && f.enterprise.goodCredit && notAlreadyBenefited(f, 'bid-bond-waiver'),
  // clause 17
  'supply-chain-whitelist': f =>
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
    (f.person.occupation === 'freight-driver' || f.person.occupation === 'freight-crew') &&
    notAlreadyBenefited(f, 'freight-driver-whitelist'),
  'transport-pass': f =>
    f.applicant.kind === 'enterprise' &&
    (f.transport.carries === 'livelihood' || f.transport.carries === 'production') &&
    notAlreadyBenefited(f, 'transport-pass'),
  // clause 20
  'rail-freight-subsidy': f =>
    f.freight.roadToRailCarrier &&
    !f.freight.municipalSubsidyInPlace &&
    notAlreadyBenefited(f, 'rail-freight-subsidy'),
  'market-entry-fee-waiver': f =>
    f.market.name === 'dongsiqu' &&
    (f.market.produce === 'vegetables' ||
      (f.market.produce === 'domestic-fruit' && f.market.fruitInWaivedCategory)) &&
    notAlreadyBenefited(f, 'market-entry-fee-waiver'),
  // clause 21
  'supply-chain-leader-support': f =>
    f.enterprise.isLeadingFirm &&
    f.enterprise.raisesRegionalSupply &&
    notAlreadyBenefited(f, 'supply-chain-leader-support'),
  // clause 23
  'listing-support': f =>
    ((f.enterprise.isKeyFirm &&
      (f.listing.place === 'a-share' ||
        f.listing.place === 'neeq' ||
        f.listing.place === 'bse' ||
        f.listing.place === 'hong-kong' ||
        f.listing.place === 'overseas')) ||
      f.listing.place === 'bse' ||
      f.listing.place === 'neeq') &&
    notAlreadyBenefited(f, 'listing-support'),
  // clause 26
  'smart-upgrade-support': f =>
    (f.project.smartManufacturing100 || f.project.greenLowCarbon) &&
    notAlreadyBenefited(f, 'smart-upgrade-support'),
  'sme-digital-award': f =>
    f.enterprise.specialisedNew && f.project.digitalEnabling && notAlreadyBenefited(f, 'sme-digital-award'),
  // clause 27
  'export-guarantee-fee': f => f.trade.onGuaranteePlatform && notAlreadyBenefited(f, 'export-guarantee-fee'),
  'export-finance-interest-subsidy': f =>
    (f.trade.pledgedOnExportPolicy || f.trade.onGuaranteePlatform) &&
    f.trade.withinLimit &&
    notAlreadyBenefited(f, 'export-finance-interest-subsidy'),
  // clause 28
  'import-testing': f =>
    (f.goods.origin === 'imported-cold-chain' || f.goods.origin === 'imported-non-cold-chain') &&
    notAlreadyBenefited(f, 'import-testing'),
  // clause 35
  'vehicle-purchase-tax-halving': f =>
    f.vehicle.type === 'passenger-car' &&
    f.vehicle.purchaseDate >= '2022-06-01' &&
    f.vehicle.purchaseDate <= '2022-12-31' &&
    f.vehicle.priceWithoutVat <= 300000 &&
    f.vehicle.engineLitres <= 2 &&
    f.vehicle.engineLitres !== 0 &&
    notAlreadyBenefited(f, 'vehicle-purchase-tax-halving'),
  'commercial-to-rental-housing': f =>
    f.premises.existingCommercial &&
    (f.premises.convertedInto === 'talent-rental' || f.premises.convertedInto === 'affordable-rental') &&
    f.premises.servesKeyArea &&
    notAlreadyBenefited(f, 'commercial-to-rental-housing'),
  'home-renovation-whitelist': f =>
    (f.renovation.role === 'firm' || f.renovation.role === 'worker') &&
    f.applicant.locatedInPinggu &&
    notAlreadyBenefited(f, 'home-renovation-whitelist'),
  // clause 37
  'homestay-vouchers': f =>
    f.homestay.boutique && f.epidemic.hitHard && notAlreadyBenefited(f, 'homestay-vouchers'),
  // clause 39
  'community-posts': f =>
    (f.person.education === 'junior-college' ||
      f.person.education === 'bachelor' ||
      f.person.education === 'master' ||
      f.person.education === 'doctor') &&
    (f.post.kind === 'community-worker' ||
      f.post.kind === 'rural-revitalisation-assistant' ||
      f.post.kind === 'community-health-nursing') &&
    notAlreadyBenefited(f, 'community-posts'),
  // clause 40
  'graduate-insurance-subsidy': f =>
    f.hiring.beijingGraduate &&
    f.hiring.inGraduationYear &&
    f.hiring.meetsSubsidyConditions &&
    notAlreadyBenefited(f, 'graduate-insurance-subsidy'),
  // clause 41
  'startup-competition-award': f =>
    f.startup.wonCompetitionAward && notAlreadyBenefited(f, 'startup-competition-award'),
  'startup-subsidy': f =>
    f.startup.inPinggu &&
    f.startup.firstInPinggu &&
    f.startup.meetsSubsidyRules &&
    notAlreadyBenefited(f, 'startup-subsidy'),
  'job-creation-award': f =>
    f.startup.inPinggu &&
    f.startup.qualifiesForSubsidy &&
    f.startup.districtWorkersHired >= 1 &&
    notAlreadyBenefited(f, 'job-creation-award'),
  // clause 45
  'price-subsidy': f =>
    f.person.receivesSocialAssistance && f.price.triggerMet && notAlreadyBenefited(f, 'price-subsidy'),
  // clause 46
  'grain-farmer-subsidy': f => f.farming.growsGrain && notAlreadyBenefited(f, 'grain-farmer-subsidy'),
  'grain-reserve-interest': f => f.grain.districtReserve && notAlreadyBenefited(f, 'grain-reserve-interest'),
  'finished-grain-subsidy': f =>
    f.grain.finishedReserve && !f.grain.usesLoan && notAlreadyBenefited(f, 'finished-grain-subsidy'),
  // clause 49
  'fruit-certification': f =>
    (f.certification.applicantRole === 'fruit-enterprise' ||
      f.certification.applicantRole === 'cooperative' ||
      f.certification.applicantRole === 'grower') &&
    f.certification.kind === 'sgs' &&
    notAlreadyBenefited(f, 'fruit-certification'),
  // clause 50-52
  'weak-village-support': f =>
    f.village.weakCollectiveEconomy && notAlreadyBenefited(f, 'weak-village-support'),
  'agri-loan-interest-subsidy': f =>
    f.person.districtFarmingHousehold &&
    (f.loan.lender === 'bank' || f.loan.lender === 'pilot-insurer') &&
    f.loan.kind === 'business' &&
    f.loan.termMonths >= 12 &&
    f.loan.termMonths <= 36 &&
    f.loan.qualifyingProject &&
    f.loan.repaidOnTime &&
    notAlreadyBenefited(f, 'agri-loan-interest-subsidy'),
  'agri-insurance-subsidy': f =>
    f.insurance.policyBacked &&
    f.insurance.line === 'regular' &&
    notAlreadyBenefited(f, 'agri-insurance-subsidy'),
  'peach-insurance-subsidy': f =>
    (f.insurance.line === 'peach-yield-loss' || f.insurance.line === 'peach-price') &&
    notAlreadyBenefited(f, 'peach-insurance-subsidy'),
  // clause 54
  'high-standard-farmland': f =>
    f.applicant.kind === 'township' &&
    f.farmland.highStandardProject &&
    notAlreadyBenefited(f, 'high-standard-farmland'),
  'farm-machinery-subsidy': f =>
    f.farming.inPinggu &&
    (f.machine.inCentralRange || f.machine.inMunicipalRange) &&
    notAlreadyBenefited(f, 'farm-machinery-subsidy')
}
