/** What is known of the caller on the line, whatever the call is about: answers come in, and are taken back. */
import { Program } from '../../engine/program.ts'
import type { Outcome } from '../../policy/kleene.ts'
import type { Fact, Policy } from '../../policy/model.ts'
import { bySubject } from '../../policy/vocabulary.ts'
import { showValue } from '../../policy/words.ts'
import { factCheck } from '../rules/facts.ts'

/** A fact as a call has it. */
interface Known {
  value: unknown
  /** the words it was heard in; undefined when it was asked */
  words?: string
}

/** A measure, and whether it is settled. */
interface Decided {
  measure: string
  title: string
  outcome: Outcome | null
}

export abstract class KnownCaller {
  protected readonly policy: Policy
  protected readonly program: Program
  protected readonly facts = new Map<string, Known>()
  protected readonly declined = new Set<string>()
  private readonly check: ReturnType<typeof factCheck>
  /** a fact taken back, to be asked about before anything else */
  private correcting: string | null = null

  constructor(policy: Policy) {
    this.policy = policy
    this.program = new Program(policy)
    this.check = factCheck(policy)
  }

  /** Decides again with what is known now. */
  protected abstract ask(): void
  /** What it is about, as decided last. */
  protected abstract decided(): readonly Decided[]
  /** Id of the fact to ask about next. */
  protected abstract asked(): string | undefined

  protected given(facts: ReadonlyMap<string, Known> = this.facts) {
    return bySubject([...facts].map(([id, { value }]) => [this.policy.fact(id) as Fact, value] as const))
  }

  /** Facts as they are known, in the order they became so. */
  get known(): { fact: string; label: string; text: string; words: string | undefined }[] {
    return [...this.facts].map(([id, { value, words }]) => {
      const fact = this.policy.fact(id) as Fact
      return { fact: id, label: fact.label, text: showValue(fact, value), words }
    })
  }

  /** The fact that the next question is about. */
  get next(): Fact | undefined {
    const id = this.correcting ?? this.asked()
    return id === undefined ? undefined : this.policy.fact(id)
  }

  /** Whether something else is asked only after what was taken back. */
  protected get isCorrecting(): boolean {
    return this.correcting !== null
  }

  /**
   * Takes an answer in.
   * @returns the measures that it settled
   * @throws Usage when the value does not fit the vocabulary
   */
  learn(fact: string, value: unknown): { title: string; outcome: Outcome }[] {
    this.check(this.given(new Map([[fact, { value }]])), fact)
    const open = new Set(this.decided().flatMap(one => (one.outcome === 'undetermined' ? [one.measure] : [])))
    this.correcting = null
    this.declined.delete(fact)
    this.facts.set(fact, { value })
    this.ask()
    return this.decided().flatMap(({ measure, title, outcome }) =>
      open.has(measure) && outcome !== null && outcome !== 'undetermined' ? [{ title, outcome }] : []
    )
  }

  /** The caller does not know, or will not say. */
  decline(fact: string): void {
    this.correcting = null
    this.declined.add(fact)
    this.ask()
  }

  /** What was heard or said wrongly is taken back, and asked about next. */
  takeBack(fact: string): void {
    this.facts.delete(fact)
    this.decline(fact)
    this.correcting = fact
  }
}
