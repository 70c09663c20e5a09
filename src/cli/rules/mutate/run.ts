/** Whether any case notices a mutant: the mutant is built into the rule set and its cases are asked. */
import { Program } from '../../../engine/program.ts'
import type { RuleFiles } from '../../../policy/files.ts'
import type { RawClause } from '../../../policy/format.ts'
import { linkPolicy } from '../../../policy/link.ts'
import type { Fact, Measure } from '../../../policy/model.ts'
import type { Case, Cases } from '../cases/index.ts'
import { faultsOfCase, faultsOfFactCase } from '../cases/judge.ts'
import { type Mutant, withMutant } from './edit.ts'

/** What notices mutants that cannot even be linked or run. */
const REFUSED = 'the rule set cannot be loaded'

/** Nobody asks a mutant for its digest, and to work it out takes longer than to link the rest. */
const NO_DIGEST = ''

const isClause = (file: string) => file.startsWith('clause-')

/** The rule files without the clauses: what facts are derived and decided by. */
const withoutClauses = (files: RuleFiles): RuleFiles =>
  Object.fromEntries(Object.entries(files).filter(([file]) => !isClause(file)))

/** A mutant built in, with as little of the rule set around it as it needs. */
export function programWith(files: RuleFiles, mutant: Mutant): Program {
  const mutated = withMutant(files, mutant)
  if (mutant.measure === null) return new Program(linkPolicy(mutated, NO_DIGEST))
  const clause = mutated[mutant.file] as RawClause
  const measures = clause.measures.filter(({ id }) => id === mutant.measure)
  const alone = { ...withoutClauses(mutated), [mutant.file]: { ...clause, measures } }
  return new Program(linkPolicy(alone, NO_DIGEST))
}

export class Trial {
  private readonly files: RuleFiles
  private readonly cases: Cases
  private readonly byMeasure = new Map<string, Case[]>()

  constructor(files: RuleFiles, cases: Cases) {
    this.files = files
    this.cases = cases
    for (const one of cases.measures) {
      this.byMeasure.set(one.measure, [...(this.byMeasure.get(one.measure) ?? []), one])
    }
  }

  private noticedByFacts(mutant: Mutant): string | undefined {
    const program = new Program(linkPolicy(withoutClauses(withMutant(this.files, mutant)), NO_DIGEST))
    return this.cases.facts.find(
      one => faultsOfFactCase(program, one, program.policy.fact(one.fact) as Fact).length > 0
    )?.name
  }

  private noticedByMeasures(mutant: Mutant): string | undefined {
    const program = programWith(this.files, mutant)
    const cases = mutant.measure === null ? this.cases.measures : (this.byMeasure.get(mutant.measure) ?? [])
    return cases.find(
      one => faultsOfCase(program, one, program.policy.measure(one.measure) as Measure).length > 0
    )?.name
  }

  /** @returns the name of the first case that notices, or undefined when none does */
  noticedBy(mutant: Mutant): string | undefined {
    try {
      const byFacts = mutant.measure === null ? this.noticedByFacts(mutant) : undefined
      return byFacts ?? this.noticedByMeasures(mutant)
    } catch {
      return REFUSED
    }
  }
}
