/** What the hand-written predicates read. */
import type { Facts } from '../../src/policy/vocabulary.ts'

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

export type Predicates = Readonly<Record<string, (facts: Known) => boolean>>
