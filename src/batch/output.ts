/** Texts written one behind the other into bytes: joining thousands of them as strings first costs far more. */

/** The most bytes that one character of a string can take in UTF-8. */
const WIDEST = 3

export class Output {
  private readonly size: number
  private bytes: Buffer
  private used = 0

  /** @param size bytes to start with; grows where a text needs more */
  constructor(size: number) {
    this.size = size
    this.bytes = Buffer.allocUnsafeSlow(size)
  }

  /** How many bytes there are. */
  get length(): number {
    return this.used
  }

  add(text: string): void {
    const needed = this.used + text.length * WIDEST
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2))
      this.bytes.copy(larger, 0, 0, this.used)
      this.bytes = larger
    }
    this.used += this.bytes.write(text, this.used)
  }

  /** @returns what was added so far; the next text starts anew */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.used)
    this.bytes = Buffer.allocUnsafeSlow(this.size)
    this.used = 0
    return taken
  }
}
