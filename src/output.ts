/** Texts and bytes written one behind the other: joining thousands of them as strings first costs far more. */

/** The most bytes that one character of a string can take in UTF-8. */
const WIDEST = 3

export class Output {
  private bytes: Buffer
  private used = 0

  /** @param size bytes to start with; grows where more is needed */
  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size)
  }

  /** How many bytes there are. */
  get length(): number {
    return this.used
  }

  private reserve(count: number): void {
    const needed = this.used + count
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.used)
    this.bytes = larger
  }

  add(text: string): void {
    this.reserve(text.length * WIDEST)
    this.used += this.bytes.write(text, this.used)
  }

  /** Adds what was made bytes before, for texts that are written again and again. */
  addBytes(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.used)
    this.used += bytes.length
  }

  /** Takes the last byte back: a comma behind which nothing comes. */
  back(): void {
    this.used--
  }

  /** Forgets what was added so far. */
  clear(): void {
    this.used = 0
  }

  /** @returns what was added so far, in memory of its own that can be given away; the next text starts anew */
  take(): Buffer {
    const taken = Buffer.allocUnsafeSlow(this.used)
    this.bytes.copy(taken, 0, 0, this.used)
    this.clear()
    return taken
  }
}
