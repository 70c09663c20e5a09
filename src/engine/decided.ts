/** Which places were decided of the applicant at hand, and how. */

/** Stamps go up to here, then begin anew: results are 32-bit integers, a truth takes two bits. */
const LAST_STAMP = 2 ** 29 - 1

/**
 * What was decided so far of the applicant at hand. A place that came to the list after the stamp may lie behind the
 * end: it is decided each time it is asked for, as nothing is kept there.
 */
export class Decided {
  /** by place: the stamp of the applicant it was decided for, and the truth */
  truths: Int32Array
  private readonly last: number
  private stamp = 0

  /** @param places how many there are so far @param last the last stamp before they begin anew */
  constructor(places: number, last = LAST_STAMP) {
    this.truths = new Int32Array(places)
    this.last = last
  }

  /** A number that no result carries yet: the results of others count no longer. @param places how many there are by now */
  newStamp(places: number): number {
    if (places > this.truths.length) this.truths = new Int32Array(2 * places)
    if (this.stamp === this.last) {
      this.truths.fill(0)
      this.stamp = 0
    }
    this.stamp++
    return this.stamp * 4
  }
}
