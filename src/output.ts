/** Texts and bytes written one behind the other: joining thousands of strings first costs far more. */

/** The most bytes that one character of a string can take in UTF-8. */
const WIDEST = 3

export class Output {
  private readonly size: number
  private bytes = Buffer.alloc(0)
  private used = 0

  /** @param size bytes to start with; grows where more are needed */
  constructor(size: number) {
    this.size = size
  }

  /** How many bytes there are. */
  get length(): number {
    return this.used
  }

  add(text: string): void {
    this.reserve(text.length * WIDEST)
    this.used += this.bytes.write(text, this.used)
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.used)
    this.used += bytes.length
  }

  private reserve(more: number): void {
    const needed = this.used + more
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2, this.size))
    this.bytes.copy(larger, 0, 0, this.used)
    this.bytes = larger
  }

  /** @returns what was added so far; what comes next starts anew */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.used)
    this.bytes = Buffer.alloc(0)
    this.used = 0
    return taken
  }
}
