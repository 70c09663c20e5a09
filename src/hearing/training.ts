/**
 * Fits the classifier to phrases: multinomial logistic regression by stochastic gradient descent, in an order
 * drawn from a fixed seed. Runs when the model file is written and in cross-validation, never in the service.
 */
import type { Trained } from './classifier.ts'
import type { Features } from './features.ts'

export interface Example {
  features: Features
  /** number of its class */
  of: number
}

const EPOCHS = 6
const RATE = 1.5
const DECAY = 0.3
/** A feature must stand in two phrases to say something about a third. */
const SEEN = 2
const RARITY_POWER = 0.7
const BIAS_RATE = 0.05
/** Errors smaller than this are not worth a step. */
const NEGLIGIBLE = 1e-3
const SEED = 1

interface Vector {
  rows: Int32Array
  values: Float32Array
}

/** A linear congruential generator: the same order in every run. */
function shuffler(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return Math.floor((state / 0x7fffffff) * below) % below
  }
}

function vocabulary(examples: readonly Example[]) {
  const counts = new Map<string, number>()
  for (const { features } of examples) {
    for (const feature of features.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  }
  const rarityOf = (count: number) => Math.log((examples.length + 1) / count) ** RARITY_POWER
  const kept = [...counts].filter(([, count]) => count >= SEEN)
  return {
    features: kept.map(([feature]) => feature),
    rarity: Float32Array.from(kept, ([, count]) => rarityOf(count)),
    unseen: rarityOf(1)
  }
}

/**
 * Trains a classifier.
 * @param classes how many classes there are
 * @returns weights; the same for the same examples in the same order
 */
export function train(examples: readonly Example[], classes: number): Trained {
  const { features, rarity, unseen } = vocabulary(examples)
  const rowOf = new Map(features.map((feature, row) => [feature, row]))
  const vectors = examples.map(example => vectorOf(example.features, rowOf, rarity, unseen))
  const weights = new Float32Array(features.length * classes)
  const bias = new Float32Array(classes)
  const random = shuffler(SEED)
  const order = Int32Array.from(examples.keys())
  const scores = new Float32Array(classes)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let last = order.length - 1; last > 0; last--) {
      const other = random(last + 1)
      const kept = order[last] as number
      order[last] = order[other] as number
      order[other] = kept
    }
    const rate = RATE / (1 + epoch * DECAY)
    for (const number of order) {
      learn(vectors[number] as Vector, (examples[number] as Example).of, rate, weights, bias, scores)
    }
  }
  return { features, rarity, unseen, bias, weights }
}

function vectorOf(
  features: Features,
  rowOf: ReadonlyMap<string, number>,
  rarity: Float32Array,
  unseen: number
): Vector {
  const rows: number[] = []
  const values: number[] = []
  let length = 0
  for (const [feature, weight] of features) {
    const row = rowOf.get(feature)
    const value = weight * (row === undefined ? unseen : (rarity[row] as number))
    length += value * value
    if (row === undefined) continue
    rows.push(row)
    values.push(value)
  }
  const scale = 1 / Math.sqrt(length)
  return { rows: Int32Array.from(rows), values: Float32Array.from(values, value => value * scale) }
}

/** One step: the scores of one example, and its weights moved towards its class. */
function learn(
  { rows, values }: Vector,
  of: number,
  rate: number,
  weights: Float32Array,
  bias: Float32Array,
  scores: Float32Array
): void {
  const classes = bias.length
  scores.set(bias)
  for (let at = 0; at < rows.length; at++) {
    const row = (rows[at] as number) * classes
    const value = values[at] as number
    for (let one = 0; one < classes; one++) (scores[one] as number) += value * (weights[row + one] as number)
  }
  const most = scores.reduce((largest, score) => Math.max(largest, score), Number.NEGATIVE_INFINITY)
  let sum = 0
  for (let one = 0; one < classes; one++) {
    scores[one] = Math.exp((scores[one] as number) - most)
    sum += scores[one] as number
  }
  for (let one = 0; one < classes; one++) {
    const error = (one === of ? 1 : 0) - (scores[one] as number) / sum
    if (Math.abs(error) <= NEGLIGIBLE) continue
    const step = rate * error
    ;(bias[one] as number) += BIAS_RATE * step
    for (let at = 0; at < rows.length; at++) {
      ;(weights[(rows[at] as number) * classes + one] as number) += (values[at] as number) * step
    }
  }
}
