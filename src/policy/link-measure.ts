/** Linking a measure: every reference resolved, once. */
import { basisOf } from './basis.ts'
import type { RawFigure, RawMeasure, RawOperand, RawPolicy } from './format.ts'
import type { Linker } from './linker.ts'
import type { Clause, Document, Figure, Measure, OperandRef, Parameter } from './model.ts'
import { exclusiveOf, notLoadedFor } from './other-documents.ts'
import { allUnits, unitsOf, unitsText, unitToAsk } from './units.ts'

function linkParameters(measure: RawMeasure, { id: clause, document }: Clause): Parameter[] {
  return Object.entries(measure.parameters ?? {}).map(([id, raw]) => ({
    ...raw,
    id,
    value: raw.value as Parameter['value'],
    basis: basisOf(raw.basis, clause, document)
  }))
}

function linkFigure(
  raw: RawFigure,
  linker: Linker,
  measure: RawMeasure,
  { id: clause, document }: Clause,
  used: Set<number>,
  parameters: readonly Parameter[]
): Figure {
  const operand = (reference: RawOperand): OperandRef => {
    if ('parameter' in reference) {
      return { parameter: parameters.find(({ id }) => id === reference.parameter) as Parameter }
    }
    if ('calendar' in reference) return { calendar: linker.calendar(reference.calendar) }
    return 'fact' in reference ? { fact: linker.index(reference.fact) } : reference
  }
  return {
    ...raw,
    headline: raw.headline ?? false,
    optional: raw.optional ?? false,
    inputs: Object.fromEntries(
      Object.entries(raw.inputs).map(([name, given]) => [
        name,
        (Array.isArray(given) ? given : [given]).map(operand)
      ])
    ),
    when: raw.when ? linker.node(raw.when, measure, clause, used) : null,
    basis: basisOf(raw.basis, clause, document)
  }
}

/** The figures of a measure with those that another reading works out otherwise. */
export const otherFigures = (
  figures: readonly RawFigure[],
  otherwise: NonNullable<RawMeasure['interpretations'][number]['otherwise']>
): RawFigure[] => figures.map(figure => ({ ...figure, ...otherwise[figure.id] }))

/**
 * Links a measure.
 * @param linker of its rule set
 * @param numbers of the documents that are loaded
 */
export function linkMeasure(
  raw: RawMeasure,
  clause: Clause,
  linker: Linker,
  document: Document,
  horizon: RawPolicy['horizon'],
  numbers: ReadonlySet<string>
): Measure {
  const used = new Set<number>()
  const units = unitsOf(raw.responsible, clause.responsible, clause.id, document)
  const toAsk = unitToAsk(units, clause.responsible, document)
  const parameters = linkParameters(raw, clause)
  const figuresOf = (figures: readonly RawFigure[]) =>
    figures.map(figure => linkFigure(figure, linker, raw, clause, used, parameters))
  const conditions = raw.conditions ? linker.node(raw.conditions, raw, clause.id, used) : null
  // Every field by name: objects that are all made alike are the quicker to read.
  return {
    id: raw.id,
    index: -1,
    document,
    clause,
    kind: raw.kind,
    title: raw.title,
    summary: raw.summary,
    forWhom: raw.forWhom,
    audience: raw.audience,
    delivery: raw.delivery && {
      mode: raw.delivery.mode,
      basis: basisOf(raw.delivery.basis, clause.id, document)
    },
    window: raw.window && {
      kind: raw.window.kind,
      what: raw.window.what ?? null,
      from: raw.window.from,
      to: raw.window.to,
      basis: basisOf(raw.window.basis, clause.id, document),
      note: raw.window.note ?? null
    },
    responsible: allUnits(units, clause.responsible),
    units,
    unitText: unitsText(units, clause.responsible, clause.completeness === 'complete', document),
    toAsk,
    horizon: horizon ? { to: horizon.to, notice: horizon.notice.replace('{unit}', toAsk) } : null,
    conditions,
    parameters,
    figures: figuresOf(raw.figures ?? []),
    interpretations: raw.interpretations.map(entry => ({
      ...entry,
      basis: basisOf(entry.basis, clause.id, document),
      when: entry.when ? linker.node(entry.when, raw, clause.id, used) : null,
      otherwise: entry.otherwise ? figuresOf(otherFigures(raw.figures ?? [], entry.otherwise)) : null
    })),
    nationalRules: (raw.nationalRules ?? []).map(({ rule, turnsNo, when }) => ({
      ...linker.nationalRule(rule),
      id: rule,
      turnsNo: turnsNo ?? null,
      when: when ? linker.node(when, raw, clause.id, used) : null
    })),
    related: raw.related,
    exclusive: exclusiveOf(raw, numbers),
    notLoaded: notLoadedFor(raw, clause, conditions, numbers),
    silent: raw.silent,
    hotline: raw.hotline,
    phrases: raw.phrases,
    leaves: [...used],
    choice: null
  }
}
