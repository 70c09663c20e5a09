/** Texts and bytes written one behind the other: joining thousands of them as strings first costs far more. */

/** The most bytes that one character of a string can take in UTF-8. */
const WIDEST = 3
/** Characters up to which the encoder takes longer to be called than to encode. */
const SHORT = 40
const LAST_OF_ASCII = 0x7f

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
    this.used += text.length <= SHORT ? this.encodeShort(text) : this.bytes.write(text, this.used)
  }

  /** @returns how many bytes it took */
  private encodeShort(text: string): number {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code > LAST_OF_ASCII) return this.bytes.write(text, this.used)
      this.bytes[this.used + at] = code
    }
    return text.length
  }

  /** Adds what was made bytes before, for texts that are written again and again. */
  addBytes(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.used)
    this.used += bytes.length
  }

  /** Adds a few bytes out of many: one by one, a view of them would cost more. */
  addShort(bytes: Uint8Array, from: number, to: number): void {
    this.reserve(to - from)
    for (let at = from; at < to; at++) this.bytes[this.used++] = bytes[at] as number
  }

  /** Adds members of a list, each with its comma behind it, some perhaps empty; behind the last comes no comma. */
  addMembers(members: readonly Uint8Array[]): void {
    const before = this.used
    for (let at = 0; at < members.length; at++) {
      const member = members[at] as Uint8Array
      if (member.length > 0) this.addBytes(member)
    }
    if (this.used > before) this.used--
  }

  /** What was added so far, valid until more is added or it is forgotten. */
  get written(): Uint8Array {
    return this.bytes.subarray(0, this.used)
  }

  /** Forgets what was added so far. */
  clear(): void {
    this.used = 0
  }

  /** Takes back what was added last. @param length how many bytes are kept */
  cutTo(length: number): void {
    this.used = length
  }

  /** Copies what was added so far to the start of other memory, and begins anew. @param memory large enough */
  moveTo(memory: Uint8Array): void {
    memory.set(this.written)
    this.clear()
  }

  /** @returns what was added so far, in memory of its own that can be given away; the next text starts anew */
  take(): Buffer {
    const taken = Buffer.allocUnsafeSlow(this.used)
    this.bytes.copy(taken, 0, 0, this.used)
    this.clear()
    return taken
  }
}
