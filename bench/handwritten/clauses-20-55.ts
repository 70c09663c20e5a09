/** Clauses 20 to 55 of the plan. */
import type { Predicates } from './known.ts'
import {
  connected,
  enterprise,
  founder,
  notAlreadyBenefited,
  notAPerson,
  person,
  producer,
  trader
} from './shared.ts'

/** Whether the conditions of a measure hold, by id. */
export const late: Predicates = {
  // clause 20
  'rail-freight-subsidy': f =>
    enterprise(f) &&
    connected(f) &&
    f.freight.roadToRailCarrier &&
    !f.freight.municipalSubsidyInPlace &&
    notAlreadyBenefited(f, 'rail-freight-subsidy'),
  'market-entry-fee-waiver': f =>
    producer(f) &&
    f.market.name === 'dongsiqu' &&
    (f.market.produce === 'vegetables' ||
      (f.market.produce === 'domestic-fruit' && f.market.fruitInWaivedCategory)) &&
    notAlreadyBenefited(f, 'market-entry-fee-waiver'),
  // clause 21
  'supply-chain-leader-support': f =>
    enterprise(f) &&
    connected(f) &&
    f.enterprise.isLeadingFirm &&
    f.enterprise.raisesRegionalSupply &&
    notAlreadyBenefited(f, 'supply-chain-leader-support'),
  // clause 23
  'listing-support': f =>
    enterprise(f) &&
    connected(f) &&
    ((f.enterprise.isKeyFirm &&
      (f.listing.place === 'a-share' ||
        f.listing.place === 'neeq' ||
        f.listing.place === 'bse' ||
        f.listing.place === 'hong-kong' ||
        f.listing.place === 'overseas')) ||
      f.listing.place === 'bse' ||
      f.listing.place === 'neeq' ||
      ((f.listing.place === 'hong-kong' || f.listing.place === 'overseas') &&
        f.listing.meetsOverseasConditions)) &&
    notAlreadyBenefited(f, 'listing-support'),
  // clause 26
  'smart-upgrade-support': f =>
    enterprise(f) &&
    connected(f) &&
    (f.project.smartManufacturing100 || f.project.greenLowCarbon) &&
    notAlreadyBenefited(f, 'smart-upgrade-support'),
  'sme-digital-award': f =>
    enterprise(f) &&
    connected(f) &&
    f.enterprise.specialisedNew &&
    (f.enterprise.size === 'medium' || f.enterprise.size === 'small' || f.enterprise.size === 'micro') &&
    f.project.digitalEnabling &&
    notAlreadyBenefited(f, 'sme-digital-award'),
  // clause 27
  'export-guarantee-fee': f =>
    enterprise(f) &&
    connected(f) &&
    f.trade.onGuaranteePlatform &&
    notAlreadyBenefited(f, 'export-guarantee-fee'),
  'export-finance-interest-subsidy': f =>
    enterprise(f) &&
    connected(f) &&
    (f.trade.pledgedOnExportPolicy || f.trade.onGuaranteePlatform) &&
    f.trade.withinLimit &&
    notAlreadyBenefited(f, 'export-finance-interest-subsidy'),
  // clause 28
  'import-testing': f =>
    trader(f) &&
    connected(f) &&
    (f.goods.origin === 'imported-cold-chain' || f.goods.origin === 'imported-non-cold-chain') &&
    notAlreadyBenefited(f, 'import-testing'),
  // clause 35
  'vehicle-purchase-tax-halving': f =>
    f.vehicle.type === 'passenger-car' &&
    f.vehicle.isNew &&
    f.vehicle.purchaseDate >= '2022-06-01' &&
    f.vehicle.purchaseDate <= '2022-12-31' &&
    f.vehicle.priceWithoutVat <= 300000 &&
    f.vehicle.engineLitres <= 2 &&
    f.vehicle.engineLitres !== 0 &&
    notAlreadyBenefited(f, 'vehicle-purchase-tax-halving'),
  'commercial-to-rental-housing': f =>
    enterprise(f) &&
    connected(f) &&
    f.premises.existingCommercial &&
    (f.premises.convertedInto === 'talent-rental' || f.premises.convertedInto === 'affordable-rental') &&
    f.premises.servesKeyArea &&
    notAlreadyBenefited(f, 'commercial-to-rental-housing'),
  'home-renovation-whitelist': f =>
    (f.applicant.kind === 'enterprise' ||
      f.applicant.kind === 'sole-proprietor' ||
      f.applicant.kind === 'natural-person') &&
    (f.renovation.role === 'firm' || f.renovation.role === 'worker') &&
    f.applicant.locatedInPinggu &&
    notAlreadyBenefited(f, 'home-renovation-whitelist'),
  // clause 37
  'homestay-vouchers': f =>
    producer(f) &&
    connected(f) &&
    f.homestay.boutique &&
    f.epidemic.hitHard &&
    notAlreadyBenefited(f, 'homestay-vouchers'),
  // clause 39
  'community-posts': f =>
    person(f) &&
    connected(f) &&
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
    notAPerson(f) &&
    connected(f) &&
    f.hiring.beijingGraduate &&
    f.hiring.inGraduationYear &&
    f.hiring.meetsSubsidyConditions &&
    notAlreadyBenefited(f, 'graduate-insurance-subsidy'),
  // clause 41
  'startup-competition-award': f =>
    founder(f) &&
    connected(f) &&
    f.startup.wonCompetitionAward &&
    notAlreadyBenefited(f, 'startup-competition-award'),
  'startup-subsidy': f =>
    founder(f) &&
    f.startup.inPinggu &&
    f.startup.firstInPinggu &&
    f.startup.meetsSubsidyRules &&
    f.startup.qualifiesForSubsidy &&
    notAlreadyBenefited(f, 'startup-subsidy'),
  'job-creation-award': f =>
    founder(f) &&
    f.startup.inPinggu &&
    f.startup.qualifiesForSubsidy &&
    f.startup.districtWorkersHired >= 1 &&
    notAlreadyBenefited(f, 'job-creation-award'),
  // clause 45
  'price-subsidy': f =>
    person(f) &&
    connected(f) &&
    f.person.receivesSocialAssistance &&
    f.price.triggerMet &&
    notAlreadyBenefited(f, 'price-subsidy'),
  // clause 46
  'grain-farmer-subsidy': f =>
    person(f) && connected(f) && f.farming.growsGrain && notAlreadyBenefited(f, 'grain-farmer-subsidy'),
  'grain-reserve-interest': f =>
    enterprise(f) &&
    connected(f) &&
    f.grain.districtReserve &&
    f.grain.usesLoan &&
    notAlreadyBenefited(f, 'grain-reserve-interest'),
  'finished-grain-subsidy': f =>
    enterprise(f) &&
    connected(f) &&
    f.grain.finishedReserve &&
    !f.grain.usesLoan &&
    notAlreadyBenefited(f, 'finished-grain-subsidy'),
  // clause 49
  'fruit-certification': f =>
    producer(f) &&
    connected(f) &&
    (f.certification.applicantRole === 'fruit-enterprise' ||
      f.certification.applicantRole === 'cooperative' ||
      f.certification.applicantRole === 'grower') &&
    f.certification.kind === 'sgs' &&
    notAlreadyBenefited(f, 'fruit-certification'),
  // clause 50-52
  'weak-village-support': f =>
    f.applicant.kind === 'village' &&
    connected(f) &&
    f.village.weakCollectiveEconomy &&
    notAlreadyBenefited(f, 'weak-village-support'),
  'agri-loan-interest-subsidy': f =>
    person(f) &&
    f.person.districtFarmingHousehold &&
    (f.loan.lender === 'bank' || f.loan.lender === 'pilot-insurer') &&
    f.loan.kind === 'business' &&
    f.loan.termMonths >= 12 &&
    f.loan.termMonths <= 36 &&
    f.loan.qualifyingProject &&
    f.loan.repaidOnTime &&
    notAlreadyBenefited(f, 'agri-loan-interest-subsidy'),
  'agri-insurance-subsidy': f =>
    producer(f) &&
    connected(f) &&
    f.insurance.policyBacked &&
    f.insurance.line === 'regular' &&
    notAlreadyBenefited(f, 'agri-insurance-subsidy'),
  'peach-insurance-subsidy': f =>
    producer(f) &&
    connected(f) &&
    (f.insurance.line === 'peach-yield-loss' || f.insurance.line === 'peach-price') &&
    notAlreadyBenefited(f, 'peach-insurance-subsidy'),
  // clause 54
  'high-standard-farmland': f =>
    f.applicant.kind === 'township' &&
    connected(f) &&
    f.farmland.highStandardProject &&
    notAlreadyBenefited(f, 'high-standard-farmland'),
  'farm-machinery-subsidy': f =>
    producer(f) &&
    f.farming.inPinggu &&
    (f.machine.inCentralRange || f.machine.inMunicipalRange) &&
    notAlreadyBenefited(f, 'farm-machinery-subsidy')
}
