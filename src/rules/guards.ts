/** The guards of a rule set: everything that can be wrong with the files, found before anything is decided. */
import type { ErrorObject, ValidateFunction } from 'ajv'
import type { TSchema } from 'typebox'
import { strictAjv } from '../ajv.ts'
import { formulas } from '../calculators/index.ts'
import type { DerivationContext, MakeDerivation } from './derivations/derivation.ts'
import { derivations } from './derivations/index.ts'
import { type Fault, pointerTo } from './fault.ts'
import type { RuleFiles } from './files.ts'
import {
  ClauseFileSchema,
  ConditionSchema,
  FactsFileSchema,
  PolicyFileSchema,
  type RawClause,
  type RawCondition,
  type RawFact,
  type RawFacts,
  type RawFigure,
  type RawLeaf,
  type RawMeasure,
  type RawOperand,
  type RawPolicy
} from './format.ts'
import { type IndustryCodes, industries } from './industry.ts'
import { operatorKind, operatorNames } from './operators.ts'
import { units } from './values.ts'
import { factSchema, isOrdered, type JsonSchema } from './vocabulary.ts'

/** The files of a rule set by what they are. */
export interface RuleSet {
  policy: RawPolicy
  facts: RawFacts
  /** by file name */
  clauses: Readonly<Record<string, RawClause>>
  files: RuleFiles
}

const isClauseFile = (file: string) => /^clause-.*\.json$/.test(file)
const DATE = /^\d{4}-\d{2}(-\d{2})?$/

/** Sorts the files of a rule set; what they hold is not checked yet. */
export const sorted = (files: RuleFiles): RuleSet => ({
  policy: files['policy.json'] as RawPolicy,
  facts: files['facts.json'] as RawFacts,
  clauses: Object.fromEntries(Object.entries(files).filter(([file]) => isClauseFile(file))) as Record<
    string,
    RawClause
  >,
  files
})

/** What may be written for an industry under this rule set. */
export const industriesOf = (files: RuleFiles) =>
  industries(
    (files['industry-codes.json'] ?? { sections: {} }) as IndustryCodes,
    (files['size-standard.json'] as { industries: { name: string; codes: string[] }[] } | undefined)
      ?.industries ?? []
  )

const ajv = strictAjv({ allowUnionTypes: true, schemas: [ConditionSchema] })
const shapes: Record<string, ValidateFunction> = {}
const shape = (name: string, schema: TSchema) => {
  shapes[name] ??= ajv.compile(schema)
  return shapes[name]
}

const values = strictAjv()
/** Most facts share their schema with others (yes or no), and with those of another version of the rules. */
const valueShape = (schema: JsonSchema) => {
  const text = JSON.stringify(schema)
  shapes[text] ??= values.compile(schema)
  return shapes[text]
}

/** Faults of form: fields missing, unknown, or of the wrong type. */
function faultsOfForm(files: RuleFiles): Fault[] {
  const faults: Fault[] = []
  const check = (file: string, validate: ValidateFunction) => {
    if (files[file] === undefined) {
      faults.push({ file, pointer: '', message: 'the file is missing', remedy: `add ${file}` })
    } else if (!validate(files[file])) {
      for (const error of validate.errors as ErrorObject[]) {
        const field = (error.params as { additionalProperty?: string }).additionalProperty
        faults.push({
          file,
          pointer: error.instancePath,
          message: `${error.message}${field ? `: "${field}"` : ''}`,
          remedy: 'see the format in src/rules/README.md'
        })
      }
    }
  }
  check('policy.json', shape('policy', PolicyFileSchema))
  check('facts.json', shape('facts', FactsFileSchema))
  for (const file of Object.keys(files).filter(isClauseFile)) check(file, shape('clause', ClauseFileSchema))
  return faults
}

/** The shared conditions that a tree refers to. */
function referencesIn(tree: RawCondition): string[] {
  if ('condition' in tree) return [tree.condition]
  if ('not' in tree) return referencesIn(tree.not)
  const children = 'all' in tree ? tree.all : 'any' in tree ? tree.any : []
  return children.flatMap(referencesIn)
}

/** Faults of meaning: references that lead nowhere, values that do not fit, parts that no one uses. */
class Meaning {
  readonly faults: Fault[] = []
  readonly set: RuleSet
  readonly schemas = new Map<string, { schema: JsonSchema; fits: ValidateFunction }>()
  readonly measureIds: readonly string[]

  constructor(set: RuleSet) {
    this.set = set
    this.measureIds = Object.values(set.clauses).flatMap(clause => clause.measures.map(({ id }) => id))
    const known = industriesOf(set.files)
    for (const [id, fact] of Object.entries(set.facts.facts)) {
      try {
        const schema = factSchema(fact, known, this.measureIds)
        this.schemas.set(id, { schema, fits: valueShape(schema) })
      } catch (error) {
        this.fault('facts.json', ['facts', id, 'schema'], (error as Error).message, 'make it a JSON Schema')
      }
    }
  }

  fault(file: string, path: (string | number)[], message: string, remedy: string) {
    this.faults.push({ file, pointer: pointerTo(...path), message, remedy })
  }

  facts() {
    for (const [id, fact] of Object.entries(this.set.facts.facts)) {
      const at = (field: string, message: string, remedy: string) =>
        this.fault('facts.json', ['facts', id, field], message, remedy)
      const entry = this.schemas.get(id)
      if (!this.set.facts.subjects[id.split('.')[0] as string]) {
        this.fault('facts.json', ['facts', id], 'its subject is unknown', 'add it to subjects')
      }
      if (entry && !entry.fits(fact.example)) at('example', 'the example does not fit the schema', 'mend it')
      if (fact.unit && !units.includes(fact.unit))
        at('unit', `unknown unit "${fact.unit}"`, 'use a known one')
      const members = (entry?.schema.enum ?? (entry?.schema.items as JsonSchema | undefined)?.enum) as
        | string[]
        | undefined
      for (const member of fact.measureIds ? [] : (members ?? [])) {
        if (!fact.labels?.[member]) at('labels', `"${member}" has no label`, 'add one')
      }
      const make = fact.derive && derivations[fact.derive.kind]
      if (fact.derive && !make) {
        at('derive', `unknown derivation "${fact.derive.kind}"`, `use ${Object.keys(derivations).join(', ')}`)
      } else if (fact.derive && make) {
        this.derivation(make, fact.derive, (message, remedy) => at('derive', message, remedy))
      }
      if (fact.assumeWhenMissing && entry && !entry.fits(fact.assumeWhenMissing.value)) {
        at('assumeWhenMissing', 'the default does not fit the schema', 'mend it')
      }
    }
  }

  /** A basis that is only words is looked up in the clause of its file; these files have none. */
  bases(file: string, value: unknown, path: (string | number)[] = []) {
    if (typeof value !== 'object' || value === null) return
    for (const [key, item] of Object.entries(value)) {
      const at = [...path, key]
      if (key === 'basis' && typeof item === 'string') {
        this.fault(file, at, 'the words are of no clause', 'name the clause, or the source')
      } else this.bases(file, item, at)
    }
  }

  /** A derivation is made once, for what it looks up: a fact or a file that is not there is a fault. */
  derivation(
    make: MakeDerivation<never>,
    derive: NonNullable<RawFact['derive']>,
    at: (message: string, remedy: string) => void
  ) {
    const context: DerivationContext = {
      index: id => {
        if (!this.schemas.has(id)) throw new Error(`unknown fact "${id}"`)
        return 0
      },
      file: name => {
        if (this.set.files[name] === undefined) throw new Error(`the file ${name} is missing`)
        return this.set.files[name]
      },
      industries: industriesOf(this.set.files),
      show: String
    }
    if (!('basis' in derive || 'standard' in derive))
      at('it has no basis', 'quote the words, or name the standard')
    try {
      make(derive as never, context)
    } catch (error) {
      at((error as Error).message, 'name facts of facts.json and files of this folder')
    }
  }

  policy() {
    this.bases('policy.json', this.set.policy)
    this.bases('facts.json', this.set.facts)
    for (const [name, tree] of Object.entries(this.set.policy.conditions)) {
      this.condition('policy.json', ['conditions', name], tree, {}, new Set(), name)
    }
  }

  clauses() {
    const seen = new Map<string, string>()
    for (const [file, clause] of Object.entries(this.set.clauses)) {
      clause.measures.forEach((measure, index) => {
        const path = ['measures', index]
        const before = seen.get(measure.id)
        if (before) {
          this.fault(file, [...path, 'id'], `"${measure.id}" stands in ${before} too`, 'give it another id')
        }
        seen.set(measure.id, file)
        this.measure(file, path, measure)
      })
    }
  }

  measure(file: string, path: (string | number)[], measure: RawMeasure) {
    const at = (field: (string | number)[], message: string, remedy: string) =>
      this.fault(file, [...path, ...field], message, remedy)
    const used = new Set<string>()
    const parameters = measure.parameters ?? {}
    if ((measure.kind === 'S') === (measure.conditions !== undefined)) {
      at(
        ['conditions'],
        `kind ${measure.kind} and conditions do not go together`,
        'B, C and D have them, S not'
      )
    }
    if (measure.kind === 'C' && !measure.figures?.length)
      at(['figures'], 'kind C has no figure', 'add a formula')
    if (measure.conditions) {
      this.condition(file, [...path, 'conditions'], measure.conditions, parameters, used, null)
    }
    const figures = new Set<string>()
    measure.figures?.forEach((figure, index) => {
      this.figure(file, [...path, 'figures', index], figure, parameters, used, figures)
      figures.add(figure.id)
    })
    measure.interpretations.forEach(({ when }, index) => {
      if (when)
        this.condition(file, [...path, 'interpretations', index, 'when'], when, parameters, used, null)
    })
    for (const [id, parameter] of Object.entries(parameters)) {
      const where = ['parameters', id]
      if (!used.has(id)) at(where, 'no condition and no formula uses it', 'use it or remove it')
      if (!units.includes(parameter.unit))
        at([...where, 'unit'], `unknown unit "${parameter.unit}"`, 'use a known one')
      if (typeof parameter.value === 'string' && !DATE.test(parameter.value)) {
        at([...where, 'value'], 'a text that is no date', 'write a number as a number, a date as YYYY-MM-DD')
      }
      if (Array.isArray(parameter.value) !== (parameter.precision === 'range')) {
        at([...where, 'precision'], 'a range has two values, and only a range', 'mend value or precision')
      }
      if (Array.isArray(parameter.value) && parameter.value[0] >= parameter.value[1]) {
        at([...where, 'value'], 'the bounds are out of order', 'write the lower one first')
      }
    }
    const { window } = measure
    if (window?.from && window.to && window.from > window.to) {
      at(['window'], 'the dates are out of order', 'from comes before to')
    }
    for (const field of ['related', 'exclusive'] as const) {
      measure[field].forEach((id, index) => {
        if (!this.measureIds.includes(id) || id === measure.id) {
          at([field, index], `"${id}" is no other measure`, 'use the id of another measure')
        }
      })
    }
  }

  figure(
    file: string,
    path: (string | number)[],
    figure: RawFigure,
    parameters: NonNullable<RawMeasure['parameters']>,
    used: Set<string>,
    earlier: ReadonlySet<string>
  ) {
    const at = (field: (string | number)[], message: string, remedy: string) =>
      this.fault(file, [...path, ...field], message, remedy)
    if (earlier.has(figure.id)) at(['id'], `"${figure.id}" stands twice`, 'give it another id')
    if (!units.includes(figure.unit)) at(['unit'], `unknown unit "${figure.unit}"`, 'use a known one')
    const formula = Object.hasOwn(formulas, figure.formula) ? formulas[figure.formula] : undefined
    if (!formula) {
      at(['formula'], `unknown formula "${figure.formula}"`, `use ${Object.keys(formulas).join(', ')}`)
      return
    }
    for (const [name, arity] of Object.entries(formula.inputs)) {
      const given = figure.inputs[name]
      if (given === undefined && arity !== 'optional') at(['inputs'], `input "${name}" is missing`, 'add it')
      if (given !== undefined && Array.isArray(given) !== (arity === 'many')) {
        at(['inputs', name], `takes ${arity === 'many' ? 'a list' : 'one operand'}`, 'mend it')
      }
    }
    for (const [name, given] of Object.entries(figure.inputs)) {
      if (!formula.inputs[name]) at(['inputs', name], 'the formula has no such input', 'remove it')
      for (const operand of Array.isArray(given) ? given : [given as RawOperand]) {
        if ('parameter' in operand) {
          used.add(operand.parameter)
          if (!parameters[operand.parameter]) {
            at(['inputs', name], `unknown parameter "${operand.parameter}"`, 'add it to parameters')
          }
        } else if ('fact' in operand && !this.schemas.has(operand.fact)) {
          at(['inputs', name], `unknown fact "${operand.fact}"`, 'use a fact of facts.json')
        } else if ('figure' in operand && !earlier.has(operand.figure)) {
          at(['inputs', name], `no earlier figure "${operand.figure}"`, 'move it before this one')
        }
      }
    }
    if (figure.when) this.condition(file, [...path, 'when'], figure.when, parameters, used, null)
  }

  condition(
    file: string,
    path: (string | number)[],
    tree: RawCondition,
    parameters: NonNullable<RawMeasure['parameters']>,
    used: Set<string>,
    /** the shared condition that the tree belongs to, to find a circle */
    owner: string | null
  ) {
    const deeper = (child: RawCondition, ...steps: (string | number)[]) =>
      this.condition(file, [...path, ...steps], child, parameters, used, owner)
    if ('all' in tree) tree.all.forEach((child, index) => void deeper(child, 'all', index))
    else if ('any' in tree) tree.any.forEach((child, index) => void deeper(child, 'any', index))
    else if ('not' in tree) {
      if (!tree.name) this.fault(file, path, 'a "not" needs a name to be read out', 'add name and basis')
      deeper(tree.not, 'not')
    } else if ('condition' in tree) {
      const shared = this.set.policy.conditions[tree.condition]
      if (!shared) {
        this.fault(file, path, `unknown condition "${tree.condition}"`, 'use one of policy.json')
      } else if (owner !== null && this.leads(tree.condition, owner)) {
        this.fault(file, path, `"${tree.condition}" leads back to "${owner}"`, 'break the circle')
      }
    } else this.leaf(file, path, tree, parameters, used)
  }

  /** Whether one shared condition is another, or refers to it by way of any others. */
  leads(from: string, to: string, seen: Set<string> = new Set()): boolean {
    if (from === to) return true
    if (seen.has(from)) return false
    seen.add(from)
    const shared = this.set.policy.conditions[from]
    return shared !== undefined && referencesIn(shared).some(name => this.leads(name, to, seen))
  }

  leaf(
    file: string,
    path: (string | number)[],
    leaf: RawLeaf,
    parameters: NonNullable<RawMeasure['parameters']>,
    used: Set<string>
  ) {
    const at = (field: string, message: string, remedy: string) =>
      this.fault(file, [...path, field], message, remedy)
    const inWhen = path.includes('when')
    if (!inWhen && !leaf.name) at('name', 'the condition has no name', 'say in Chinese what holds')
    if (!inWhen && !leaf.basis) at('basis', 'the condition has no basis', 'quote the operative words')
    const kind = operatorKind(leaf.operator)
    if (!kind) at('operator', `unknown operator "${leaf.operator}"`, `use ${operatorNames.join(', ')}`)
    const fact = this.schemas.get(leaf.fact)
    if (!fact) at('fact', `unknown fact "${leaf.fact}"`, 'use a fact of facts.json')
    let value: unknown = leaf.value
    if (typeof leaf.value === 'object' && !Array.isArray(leaf.value)) {
      const name = leaf.value.fact
      const parameter = name.startsWith('parameters.') ? name.slice('parameters.'.length) : undefined
      if (parameter !== undefined) {
        used.add(parameter)
        value = parameters[parameter]?.value
        if (value === undefined) {
          at('value', `unknown parameter "${parameter}"`, 'add it to parameters')
          return
        }
      } else if (name === 'measure.id') {
        value = this.measureIds[0]
      } else {
        const other = this.schemas.get(name)
        if (!other) at('value', `unknown fact "${name}"`, 'use a fact, parameters.… or measure.id')
        else if (fact && (kind !== 'order' || other.schema.type !== fact.schema.type)) {
          at('value', 'two facts can only be ordered, and must be of one type', 'compare like with like')
        }
        return
      }
    }
    if (!kind || !fact) return
    if (kind === 'order' && !isOrdered(fact.schema)) {
      at('operator', `"${leaf.fact}" cannot be put in order`, 'use equal or in')
    }
    if ((kind === 'list') !== (fact.schema.type === 'array')) {
      at('operator', '"contains" is for lists, and only for them', 'use the operator that fits the fact')
      return
    }
    if ((kind === 'member') !== Array.isArray(value)) {
      at('value', '"in" and "notIn" take a list, the other operators one value', 'mend the value')
      return
    }
    const fits = kind === 'list' ? ajv.compile(fact.schema.items as JsonSchema) : fact.fits
    for (const item of Array.isArray(value) ? value : [value]) {
      if (!fits(item)) {
        at('value', `${JSON.stringify(item)} is no value of "${leaf.fact}"`, 'mind its type, enum and format')
      }
    }
  }
}

/**
 * Every fault of a rule set.
 * @returns faults in file order; empty when the rule set may be loaded
 */
export function faultsOf(files: RuleFiles): Fault[] {
  const form = faultsOfForm(files)
  if (form.length > 0) return form
  const meaning = new Meaning(sorted(files))
  meaning.facts()
  meaning.policy()
  meaning.clauses()
  return meaning.faults
}
