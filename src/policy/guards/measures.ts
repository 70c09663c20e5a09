/** Guards of measures: parameters, figures, windows, and references to other measures. */
import { formulas } from '../../calculators/index.ts'
import { CalendarSchema, makesUpOnWeekends, type RawCalendar } from '../../calculators/working-days.ts'
import type { RawFigure, RawMeasure, RawOperand } from '../format.ts'
import { checkAudience } from './audience.ts'
import { checkCondition } from './conditions.ts'
import type { Findings, Path } from './findings.ts'
import { shape } from './shapes.ts'
import { checkTimeAndUnits } from './time-and-units.ts'
import { checkUnit } from './units.ts'

/** Whether a file says which days are worked on, and says nothing that cannot be. */
const isCalendar = (file: unknown) =>
  shape('calendar', CalendarSchema)(file) && makesUpOnWeekends(file as RawCalendar)

const DATE = /^\d{4}-\d{2}(-\d{2})?$/

/** Every measure of every clause. */
export function checkClauses(findings: Findings): void {
  const seen = new Map<string, string>()
  for (const [file, clause] of Object.entries(findings.set.clauses)) {
    clause.measures.forEach((measure, index) => {
      const path = ['measures', index]
      const before = seen.get(measure.id)
      if (before) {
        findings.fault(file, [...path, 'id'], `"${measure.id}" stands in ${before} too`, 'give it another id')
      }
      seen.set(measure.id, file)
      checkMeasure(findings, file, path, measure)
    })
  }
}

function checkMeasure(findings: Findings, file: string, path: Path, measure: RawMeasure): void {
  const at = (field: (string | number)[], message: string, remedy: string) =>
    findings.fault(file, [...path, ...field], message, remedy)
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
    checkCondition(findings, file, [...path, 'conditions'], measure.conditions, parameters, used, null)
    checkAudience(findings, file, path, measure, measure.conditions)
  }
  const figures = new Set<string>()
  measure.figures?.forEach((figure, index) => {
    checkFigure(findings, file, [...path, 'figures', index], figure, parameters, used, figures)
    figures.add(figure.id)
  })
  measure.interpretations.forEach(({ when, otherwise }, index) => {
    checkOtherwise(findings, file, [...path, 'interpretations', index, 'otherwise'], measure, otherwise, used)
    if (when)
      checkCondition(
        findings,
        file,
        [...path, 'interpretations', index, 'when'],
        when,
        parameters,
        used,
        null
      )
  })
  measure.nationalRules?.forEach(({ when }, index) => {
    const where = [...path, 'nationalRules', index, 'when']
    if (when) checkCondition(findings, file, where, when, parameters, used, null)
  })
  measure.otherNumbers?.forEach((entry, index) => {
    if ('measure' in entry && !findings.measureIds.includes(entry.measure)) {
      at(['otherNumbers', index, 'measure'], `unknown measure "${entry.measure}"`, 'use the id of a measure')
    }
  })
  for (const [id, parameter] of Object.entries(parameters)) {
    const where = ['parameters', id]
    if (!used.has(id)) at(where, 'no condition and no formula uses it', 'use it or remove it')
    checkUnit(findings, parameter.unit, (message, remedy) => at([...where, 'unit'], message, remedy))
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
  checkTimeAndUnits(findings, file, path, measure)
  for (const field of ['related', 'exclusive'] as const) {
    measure[field].forEach((id, index) => {
      if (typeof id !== 'string') {
        if (id.document === findings.set.policy.number) {
          at([field, index, 'document'], 'it is this document', 'name the measure by its id alone')
        }
      } else if (!findings.measureIds.includes(id) || id === measure.id) {
        at([field, index], `"${id}" is no other measure`, 'use the id of another measure')
      }
    })
  }
}

/** The figures as another reading works them out: as sound as the first. */
function checkOtherwise(
  findings: Findings,
  file: string,
  path: Path,
  { figures = [], parameters = {} }: RawMeasure,
  otherwise: RawMeasure['interpretations'][number]['otherwise'],
  used: Set<string>
): void {
  for (const [id, other] of Object.entries(otherwise ?? {})) {
    const at = figures.findIndex(figure => figure.id === id)
    const figure = figures[at]
    if (!figure)
      findings.fault(file, [...path, id], 'the measure has no such figure', 'use the id of a figure')
    else {
      const earlier = new Set(figures.slice(0, at).map(one => one.id))
      checkFigure(findings, file, [...path, id], { ...figure, ...other }, parameters, used, earlier)
    }
  }
}

function checkFigure(
  findings: Findings,
  file: string,
  path: Path,
  figure: RawFigure,
  parameters: NonNullable<RawMeasure['parameters']>,
  used: Set<string>,
  earlier: ReadonlySet<string>
): void {
  const at = (field: (string | number)[], message: string, remedy: string) =>
    findings.fault(file, [...path, ...field], message, remedy)
  if (earlier.has(figure.id)) at(['id'], `"${figure.id}" stands twice`, 'give it another id')
  checkUnit(findings, figure.unit, (message, remedy) => at(['unit'], message, remedy))
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
      } else if ('fact' in operand && !findings.schemas.has(operand.fact)) {
        at(['inputs', name], `unknown fact "${operand.fact}"`, 'use a fact of facts.json')
      } else if ('calendar' in operand && !isCalendar(findings.set.files[operand.calendar])) {
        at(['inputs', name], `"${operand.calendar}" is no calendar`, 'name a file of working days')
      } else if ('figure' in operand && !earlier.has(operand.figure)) {
        at(['inputs', name], `no earlier figure "${operand.figure}"`, 'move it before this one')
      }
    }
  }
  if (figure.when) checkCondition(findings, file, [...path, 'when'], figure.when, parameters, used, null)
}
