/** Which schemas the reference of the format has, and what they are called in it. */
import type { TSchema } from 'typebox'
import { CalendarSchema } from '../../../../calculators/working-days.ts'
import { BoundWordsSchema } from '../../../../hearing/bounds.ts'
import { LexiconSchema, OutsideSchema } from '../../../../hearing/corpus.ts'
import { MeasuredSchema, UnderstandingSchema } from '../../../../hearing/understanding-file.ts'
import { LinesFileSchema } from '../../../../hotline/lines.ts'
import {
  BasisSchema,
  ClauseFileSchema,
  ConditionSchema,
  DescriptiveSchema,
  FactSchema,
  FactsFileSchema,
  FigureSchema,
  InterpretationSchema,
  MeasureSchema,
  NumberSourceSchema,
  OperandSchema,
  OtherMeasureSchema,
  ParameterSchema,
  PolicyFileSchema,
  ResponsibleSchema,
  WindowSchema
} from '../../../../policy/format.ts'
import { NationalRuleSchema } from '../../../../policy/national-rules.ts'
import { PackSchema } from '../../../../policy/pack.ts'
import { SituationsFileSchema } from '../../../../policy/situations-format.ts'
import { ClauseCasesSchema, ExpectationSchema, FactCasesSchema } from '../../cases/format.ts'

export interface Named {
  title: string
  schema: TSchema
}

/** The files of a rule set. */
export const files: readonly Named[] = [
  { title: 'policy.json', schema: PolicyFileSchema },
  { title: 'facts.json', schema: FactsFileSchema },
  { title: 'clause-NN.json', schema: ClauseFileSchema },
  { title: 'situations.json', schema: SituationsFileSchema },
  { title: 'working-days.json', schema: CalendarSchema },
  { title: 'hotline-lines.json', schema: LinesFileSchema },
  { title: 'hotline-understanding.json', schema: UnderstandingSchema },
  { title: 'hotline-lexicon.json', schema: LexiconSchema },
  { title: 'hotline-outside.json', schema: OutsideSchema },
  { title: 'cases/clause-NN.json', schema: ClauseCasesSchema },
  { title: 'cases/facts.json', schema: FactCasesSchema },
  { title: 'a packed rule set', schema: PackSchema }
]

/** What stands in several places of them. */
export const parts: readonly Named[] = [
  { title: 'Basis', schema: BasisSchema },
  { title: 'Condition', schema: ConditionSchema },
  { title: 'Fact', schema: FactSchema },
  { title: 'Measure', schema: MeasureSchema },
  { title: 'National rule', schema: NationalRuleSchema },
  { title: 'Window', schema: WindowSchema },
  { title: 'Responsible', schema: ResponsibleSchema },
  { title: 'Parameter', schema: ParameterSchema },
  { title: 'Figure', schema: FigureSchema },
  { title: 'Operand', schema: OperandSchema },
  { title: 'Interpretation', schema: InterpretationSchema },
  { title: 'Other measure', schema: OtherMeasureSchema },
  { title: 'Source of a number', schema: NumberSourceSchema },
  { title: 'Descriptive words', schema: DescriptiveSchema },
  { title: 'Heard number', schema: MeasuredSchema },
  { title: 'Words beside a number', schema: BoundWordsSchema },
  { title: 'Expectation', schema: ExpectationSchema }
]
