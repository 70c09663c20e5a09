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
