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
