/** What a line calls its applicant, as JSON text: an answer repeats it, and nothing else is done with it. */
export class Id {
  /** holds the text, quotation marks and all */
  readonly bytes: Uint8Array
  /** where it starts, and where it ends */
  readonly from: number
  readonly to: number

  constructor(bytes: Uint8Array, from: number, to: number) {
    this.bytes = bytes
    this.from = from
    this.to = to
  }

  static of(text: string): Id {
    const bytes = Buffer.from(JSON.stringify(text))
    return new Id(bytes, 0, bytes.length)
  }

  /** What it says. */
  get text(): string {
    return JSON.parse(Buffer.from(this.bytes.subarray(this.from, this.to)).toString())
  }
}
