/** A linear classifier over features: how much a question speaks for each class. Weights are bytes. */
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import type { Features } from './features.ts'

/** A trained classifier as it stands in a file. */
export interface StoredModel {
  /** of what it was trained on: a model of other phrases is stale */
  trainedOn: string
  classes: number
  /** the features it knows, one a line, in the order of the weights */
  features: string
  /** rarity of each feature, scaled to a byte, base64 */
  rarity: string
  /** bias of each class and weight of each feature for each class, a signed byte each, brotli, base64 */
  weights: string
  /** what a weight of 1 stands for */
  step: number
  raritySpan: number
}

/** Weights of a classifier before they are stored: one row a feature. */
export interface Trained {
  features: readonly string[]
  rarity: Float32Array
  /** rarity of a feature that was never seen */
  unseen: number
  bias: Float32Array
  weights: Float32Array
}

export interface Classifier {
  classes: number
  /** @returns a score a class; larger is likelier */
  score(features: Features): Float64Array
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** Rounds the weights to bytes; `npm run hotline -- eval` shows that nothing is lost by it. */
export function store({ features, rarity, unseen, bias, weights }: Trained, trainedOn: string): StoredModel {
  const largest = [...weights, ...bias].reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
  const step = largest / 127
  const rounded = Int8Array.from([...bias, ...weights], weight => Math.round(weight / step))
  return {
    trainedOn,
    classes: bias.length,
    features: features.join('\n'),
    rarity: base64(Uint8Array.from(rarity, value => Math.round((value / unseen) * 255))),
    weights: base64(brotliCompressSync(rounded)),
    step,
    raritySpan: unseen
  }
}

/** A classifier ready to score. */
export function classifierOf(model: StoredModel): Classifier {
  const { classes, step, raritySpan } = model
  const index = new Map(model.features.split('\n').map((feature, position) => [feature, position]))
  const rarity = Uint8Array.from(Buffer.from(model.rarity, 'base64'))
  const bytes = brotliDecompressSync(Buffer.from(model.weights, 'base64'))
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  return {
    classes,
    score(features) {
      const scores = Float64Array.from(weights.subarray(0, classes))
      let length = 0
      const known: [row: number, value: number][] = []
      for (const [feature, weight] of features) {
        const position = index.get(feature)
        const value =
          weight * (position === undefined ? raritySpan : ((rarity[position] as number) * raritySpan) / 255)
        length += value * value
        if (position !== undefined) known.push([(position + 1) * classes, value])
      }
      const scale = length > 0 ? 1 / Math.sqrt(length) : 0
      for (const [row, value] of known) {
        const part = value * scale
        for (let one = 0; one < classes; one++)
          (scores[one] as number) += part * (weights[row + one] as number)
      }
      return scores.map(score => score * step)
    }
  }
}
