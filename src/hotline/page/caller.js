/**
 * What is known of the caller on the line. What was asked and answered is known; what was only heard in the words is
 * kept apart until the agent confirms it, and goes with the words: nothing stays that nobody said.
 */
export class Caller {
  /** answered or confirmed facts, by id, as { value, text } */
  known = new Map()
  /** facts heard in the present words, by id, as { value, text, words } */
  heard = new Map()
  /** facts the caller could not or would not tell, or that were taken back */
  declined = new Set()
  /** a fact taken back, asked about before anything else */
  correcting = null
  /** the measure that the interview stays with; null for the best match */
  picked = null
  /** measures that are not what the caller means */
  rejected = new Set()
  /** whether all measures are asked about, not those that the words are about */
  surveys = false
  /** ids of questions of many answers that were put */
  situationsAsked = []

  learn(id, value, text) {
    this.declined.delete(id)
    this.heard.delete(id)
    this.known.set(id, { value, text })
    this.correcting = null
  }

  decline(id) {
    this.declined.add(id)
    this.correcting = null
  }

  /** Forgets a fact, and asks about it. */
  takeBack(id) {
    this.known.delete(id)
    this.heard.delete(id)
    this.declined.add(id)
    this.correcting = id
  }

  /** The agent has asked: what was heard is so. */
  confirm(id) {
    const { value, text } = this.heard.get(id)
    this.learn(id, value, text)
  }

  hear(understood) {
    this.heard = new Map(understood.map(({ fact, ...rest }) => [fact, rest]))
  }

  /** Other words may be about something else. */
  changeSubject() {
    this.picked = null
    this.rejected = new Set()
  }

  /** Facts as a request has them, by subject. */
  facts() {
    const facts = {}
    for (const [id, { value }] of this.known) {
      const [subject, name] = id.split('.')
      facts[subject] = { ...facts[subject], [name]: value }
    }
    return facts
  }

  /** Known and heard facts in the order they came, as [id, { text, words? }]. */
  entries() {
    return [...this.known, ...this.heard]
  }
}
