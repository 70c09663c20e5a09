/** Bytes that come in pieces and are wanted in one: each is copied a few times at most, however small the pieces. */
export class Gathered {
  private bytes = Buffer.alloc(0)
  private filled = 0

  get length(): number {
    return this.filled
  }

  add(piece: Uint8Array): void {
    const needed = this.filled + piece.length
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length))
      this.bytes.copy(larger, 0, 0, this.filled)
      this.bytes = larger
    }
    this.bytes.set(piece, this.filled)
    this.filled = needed
  }

  /** All that was added, which is the caller's from now on. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.filled)
    this.bytes = Buffer.alloc(0)
    this.filled = 0
    return taken
  }
}
