/** The changes to one measure: its conditions, numbers, window, figures, open points, exclusions. */
import type { Precision, RawFigure, RawMeasure, RawOperand, RawParameter } from '../../../policy/format.ts'
import { type Edit, moves, type Path, removed } from './edit.ts'
import { type Context, treeEdits } from './tree.ts'

/** What a number of the plan may be mistaken for. */
const PRECISIONS: Record<Precision, readonly Precision[]> = {
  exact: ['approximate'],
  approximate: ['exact'],
  'at-most': ['exact', 'at-least'],
  'at-least': ['exact', 'at-most'],
  range: []
}

const operandsOf = ({ inputs }: Pick<RawFigure, 'inputs'>): RawOperand[] =>
  Object.values(inputs).flat() as RawOperand[]

function parameterEdits(parameter: RawParameter, path: Path, inFigure: boolean): Edit[] {
  const { value, unit, precision } = parameter
  const at = [...path, 'value']
  const moved = Array.isArray(value)
    ? value.flatMap((bound, index) => moves([...at, index], bound, unit))
    : moves(at, value, unit)
  const others = inFigure && typeof value !== 'string' ? PRECISIONS[precision] : []
  return [
    ...moved,
    ...others.map(next => ({ path: [...path, 'precision'], value: next, what: `${precision} → ${next}` }))
  ]
}

function windowEdits(window: NonNullable<RawMeasure['window']>, path: Path): Edit[] {
  return (['from', 'to'] as const).flatMap(edge => {
    const day = window[edge]
    const at = [...path, edge]
    return day === null ? [] : [...moves(at, day), { path: at, value: null, what: `${edge} ${day} removed` }]
  })
}

/** Inputs that a formula can do without: optional ones, and one of several. */
function inputEdits({ inputs, formula }: RawFigure, path: Path): Edit[] {
  const windowed = formula === 'months-in-window' ? ['from', 'to'] : []
  return Object.entries(inputs).flatMap(([name, given]) => {
    const at = [...path, 'inputs', name]
    if (windowed.includes(name)) return [removed(at, `input ${name}`)]
    if (!Array.isArray(given) || given.length < 2) return []
    return given.map((_operand, index) => removed([...at, index], `${name} ${index + 1}`))
  })
}

function figureEdits(figures: readonly RawFigure[], path: Path, context: Context): Edit[] {
  const needed = new Set(figures.flatMap(operandsOf).flatMap(one => ('figure' in one ? [one.figure] : [])))
  return figures.flatMap((figure, index) => {
    const at = [...path, index]
    const { id, when, headline, optional } = figure
    return [
      ...(needed.has(id) ? [] : [removed(at, `figure ${id}`)]),
      ...(headline && index > 0 ? [removed([...at, 'headline'], 'headline')] : []),
      ...(optional ? [removed([...at, 'optional'], 'optional')] : []),
      ...(when ? [removed([...at, 'when'], 'when'), ...treeEdits(when, [...at, 'when'], context)] : []),
      ...inputEdits(figure, at)
    ]
  })
}

function interpretationEdits(measure: RawMeasure, path: Path, context: Context): Edit[] {
  return measure.interpretations.flatMap(({ id, when, otherwise }, index) => {
    const at = [...path, index]
    return [
      removed(at, `open point ${id}`),
      ...(otherwise ? [removed([...at, 'otherwise'], `figures of the other reading of ${id}`)] : []),
      ...(when ? [removed([...at, 'when'], 'when'), ...treeEdits(when, [...at, 'when'], context)] : [])
    ]
  })
}

/**
 * Every change to a measure.
 * @param path where the measure stands in its file
 */
export function measureEdits(measure: RawMeasure, path: Path, context: Context): Edit[] {
  const { conditions, parameters = {}, window, figures = [], exclusive } = measure
  const at = (...steps: Path) => [...path, ...steps]
  const others = measure.interpretations.flatMap(({ otherwise = {} }) => Object.values(otherwise))
  const inFigures = new Set(
    [...figures, ...others].flatMap(operandsOf).flatMap(one => ('parameter' in one ? [one.parameter] : []))
  )
  return [
    ...(conditions ? treeEdits(conditions, at('conditions'), context) : []),
    ...Object.entries(parameters).flatMap(([id, parameter]) =>
      parameterEdits(parameter, at('parameters', id), inFigures.has(id))
    ),
    // A case is about a decision: where there is none, the dates are held against their quotation alone.
    ...(window && conditions ? windowEdits(window, at('window')) : []),
    ...figureEdits(figures, at('figures'), context),
    ...interpretationEdits(measure, at('interpretations'), context),
    // Of another document nothing is decided here that a case could notice.
    ...exclusive.flatMap((id, index) =>
      typeof id === 'string' ? [removed(at('exclusive', index), `exclusion ${id}`)] : []
    )
  ]
}
