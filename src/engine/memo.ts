/** What was made for states of facts, kept to be used again; bounded, since amounts and dates have states without end. */

/** States kept where nothing else is said: most applicants are in one of few, since of most facts nothing is known. */
const MOST = 64

export class Kept<State, Made> {
  private readonly made = new Map<State, Made>()
  private readonly most: number

  /** @param most states kept at once */
  constructor(most = MOST) {
    this.most = most
  }

  get isFull(): boolean {
    return this.made.size === this.most
  }

  get(state: State): Made | undefined {
    return this.made.get(state)
  }

  /** Begins anew when it is full. */
  keep(state: State, made: Made): Made {
    if (this.isFull) this.made.clear()
    this.made.set(state, made)
    return made
  }
}

/**
 * As Kept, for states that are numbers from 0: where there are no more than may be kept, each has its place in a list,
 * which is found sooner than in a map. Of more, those are kept that come first.
 */
export class KeptByNumber<Made> {
  private readonly places: (Made | undefined)[] | null
  private readonly some: Kept<number, Made> | null

  /** @param states how many there are @param most kept at once */
  constructor(states: number, most: number) {
    const isFew = states <= most
    this.places = isFew ? new Array(states).fill(undefined) : null
    this.some = isFew ? null : new Kept(most)
  }

  get(state: number): Made | undefined {
    return this.places === null ? this.some?.get(state) : this.places[state]
  }

  /** Does nothing once it is full. */
  keep(state: number, made: Made): void {
    if (this.places !== null) this.places[state] = made
    else if (!this.some?.isFull) this.some?.keep(state, made)
  }
}

/** Places for each state that may be kept. */
const SPARSE = 4

/** As Kept, for states that are two words: a key need not be made of them. */
export class KeptByWords<Made> {
  private readonly most: number
  private readonly firsts: Int32Array
  private readonly seconds: Int32Array
  private readonly made: (Made | undefined)[]
  private count = 0

  /** @param most kept at once; a power of two */
  constructor(most: number) {
    const places = most * SPARSE
    this.most = most
    this.firsts = new Int32Array(places)
    this.seconds = new Int32Array(places)
    this.made = new Array(places).fill(undefined)
  }

  /** Where a state is, or would be. */
  private place(first: number, second: number): number {
    const { firsts, seconds, made } = this
    const last = made.length - 1
    let place = (Math.imul(first ^ Math.imul(second, 0x9e3779b1), 0x85ebca6b) >>> 16) & last
    while (made[place] !== undefined && (firsts[place] !== first || seconds[place] !== second)) {
      place = (place + 1) & last
    }
    return place
  }

  get(first: number, second: number): Made | undefined {
    return this.made[this.place(first, second)]
  }

  /** Begins anew when it is full. */
  keep(first: number, second: number, made: Made): Made {
    if (this.count === this.most) {
      this.made.fill(undefined)
      this.count = 0
    }
    const place = this.place(first, second)
    this.count++
    this.firsts[place] = first
    this.seconds[place] = second
    this.made[place] = made
    return made
  }
}
