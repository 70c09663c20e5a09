/** What the hand-written predicates read. */
import type { Facts } from '../../src/policy/vocabulary.ts'

/** The facts that some condition compares, all of them known. */
export interface Known extends Facts {
  applicant: {
    kind: string
    connectedToPinggu: boolean
    isEmployer: boolean
    registeredInPinggu: boolean
    paysTaxInPinggu: boolean
    locatedInPinggu: boolean
  }
  tax: {
    meetsVatRefundConditions: boolean
  }
  benefit: {
    alreadyHadUnderDocument6: readonly string[]
  }
  enterprise: {
    hardshipIndustry: boolean
    size: string
    techInnovative: boolean
    inDifficulty: boolean
    difficultyFromEpidemic: boolean
    isTechIncubator: boolean
    serviceIndustry: boolean
    agricultural: boolean
    stoppedBusiness: boolean
    stopCausedByOutbreak: boolean
    specialisedNew: boolean
    goodCredit: boolean
    function: string
    isKeyFirm: boolean
    isLeadingFirm: boolean
    raisesRegionalSupply: boolean
  }
  socialInsurance: {
    insuredAsUnit: boolean
    inEnterprisePension: boolean
    requested: readonly string[]
    firstMonth: string
    lastMonth: string
  }
  epidemic: {
    affected: boolean
    hitHard: boolean
  }
  housingFund: {
    firstMonth: string
    lastMonth: string
    isContributor: boolean
  }
  housing: {
    ownsInBeijing: boolean
    rentedType: string
  }
  loan: {
    kind: string
    cannotRepayNormally: boolean
    isFirstBankLoan: boolean
    meetsFirstLoanConditions: boolean
    lenderInPinggu: boolean
    applicationDate: string
    lender: string
    amount: number
    termMonths: number
    qualifyingProject: boolean
    repaidOnTime: boolean
  }
  lease: {
    ownership: string
    inPinggu: boolean
    in2022: boolean
    finalOperatorTenant: boolean
  }
  incubator: {
    cutRentForSmallTenants: boolean
    cutConfirmed: boolean
  }
  utility: {
    behindOnPayment: boolean
    lateBecauseOfEpidemic: boolean
    kinds: readonly string[]
  }
  telecom: {
    service: string
  }
  bill: {
    instrument: string
  }
  person: {
    occupation: string
    education: string
    receivesSocialAssistance: boolean
    districtFarmingHousehold: boolean
  }
  guarantee: {
    guarantor: string
    policyStartupProject: boolean
    applicantIsGovernmentInstitution: boolean
    forSmallMicro: boolean
    newBusinessDate: string
    underRiskFund: boolean
  }
  insurance: {
    epidemicPolicy: boolean
    policyBacked: boolean
    line: string
  }
  permit: {
    type: string
    expiredDuringEpidemic: boolean
    committedOnline: boolean
    specialFood: boolean
    expiryDate: string
    inSealedZone: boolean
    couldNotRenewInTime: boolean
  }
  credit: {
    breach: string
    causedByEpidemic: boolean
  }
  project: {
    governmentInvested: boolean
    underConstruction2022: boolean
    smartManufacturing100: boolean
    greenLowCarbon: boolean
    digitalEnabling: boolean
  }
  arrears: {
    undisputed: boolean
  }
  procurement: {
    government: boolean
    object: string
    budget: number
    suitedToSmes: boolean
    goodsCategory: string
    fund: string
  }
  tender: {
    randomDrawImpossible: boolean
    depositSubstitute: string
  }
  transport: {
    carries: string
  }
  freight: {
    roadToRailCarrier: boolean
    municipalSubsidyInPlace: boolean
  }
  market: {
    name: string
    produce: string
    fruitInWaivedCategory: boolean
  }
  listing: {
    place: string
    meetsOverseasConditions: boolean
  }
  trade: {
    onGuaranteePlatform: boolean
    pledgedOnExportPolicy: boolean
    withinLimit: boolean
  }
  goods: {
    origin: string
  }
  vehicle: {
    type: string
    isNew: boolean
    purchaseDate: string
    priceWithoutVat: number
    engineLitres: number
  }
  premises: {
    existingCommercial: boolean
    convertedInto: string
    servesKeyArea: boolean
  }
  renovation: {
    role: string
  }
  homestay: {
    boutique: boolean
  }
  post: {
    kind: string
  }
  hiring: {
    beijingGraduate: boolean
    inGraduationYear: boolean
    meetsSubsidyConditions: boolean
  }
  startup: {
    wonCompetitionAward: boolean
    inPinggu: boolean
    firstInPinggu: boolean
    meetsSubsidyRules: boolean
    qualifiesForSubsidy: boolean
    districtWorkersHired: number
  }
  price: {
    triggerMet: boolean
  }
  farming: {
    growsGrain: boolean
    inPinggu: boolean
  }
  grain: {
    districtReserve: boolean
    usesLoan: boolean
    finishedReserve: boolean
  }
  certification: {
    applicantRole: string
    kind: string
  }
  village: {
    weakCollectiveEconomy: boolean
  }
  farmland: {
    highStandardProject: boolean
  }
  machine: {
    inCentralRange: boolean
    inMunicipalRange: boolean
  }
  contract: {
    sellerSize: string
    unreasonableTerms: boolean
    contractorAdvances: boolean
    specialTerm: boolean
    payWhenPaid: boolean
    termRunsFrom: string
    acceptanceAgreed: boolean
    inspectionDelayed: boolean
    progressSettlement: boolean
    forcedNonCash: boolean
    nonCashLengthens: boolean
    auditDemanded: boolean
    auditByLaw: boolean
    termAgreed: boolean
    agreedDays: number
  }
  buyer: {
    kind: string
    usesFiscalFunds: boolean
    size: string
    withinBudget: boolean
    stateOwned: boolean
  }
  deposit: {
    inConstruction: boolean
    kind: string
    cashOnly: boolean
    guaranteeOffered: boolean
    periodEnded: boolean
  }
  payment: {
    excuse: string
    excuseAgreed: boolean
    partDisputed: boolean
    restUnaffected: boolean
    elapsedDays: number
    threatened: boolean
    afterRequest: boolean
    afterComplaint: boolean
    refusedOrLate: boolean
  }
  financing: {
    onReceivables: boolean
  }
  complaint: {
    hasContract: boolean
  }
}

export type Predicates = Readonly<Record<string, (facts: Known) => boolean>>
