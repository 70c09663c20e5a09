/**
 * The forms in which a measure of several versions can be decided: as each version has it, as all that may count come
 * to while the day that chooses is not known, and as nothing where no version has it.
 */
import { joinedText, type Leaves } from './linker.ts'
import type { Candidate, Document, Fact, GroupNode, Measure, Node } from './model.ts'
import { leavesIn } from './uses.ts'

type Span = { from: string | null; to: string | null }

/** The guards see to it that a version which a day chooses says when it is in force. */
const spanOf = ({ inForce }: Document) => inForce as NonNullable<Document['inForce']>

/** The first day of the first version, and the last of the last. */
const wholeOf = (documents: readonly Document[]): Span => ({
  from: spanOf(documents[0] as Document).from,
  to: spanOf(documents.at(-1) as Document).to
})

const basisOf = (document: Document) => spanOf(document).basis

/** A version that has the measure, and something to decide of it. */
type Having = Candidate & { measure: Measure & { conditions: Node } }

/** A group without a name of its own. */
const group = (kind: GroupNode['kind'], children: readonly Node[], { texts }: Document): Node => ({
  kind,
  name: null,
  text: joinedText(kind, children, texts),
  basis: null,
  children
})

/** What makes the forms of the measures of one rule set. */
export class Forms {
  private readonly leaves: Leaves
  private readonly fact: number
  private readonly documents: readonly Document[]

  /** @param fact the day that chooses @param documents versions, oldest first */
  constructor(leaves: Leaves, fact: Fact, documents: readonly Document[]) {
    this.leaves = leaves
    this.fact = fact.index
    this.documents = documents
  }

  /** How a version calls the day. */
  private label({ facts }: Document): string {
    return (facts[this.fact] as Fact).label
  }

  /** Whether the day lies within a span. @param assumed whether it is taken to while it is not known */
  private within(span: Span, name: string, document: Document, assumed: boolean): GroupNode {
    const basis = basisOf(document)
    const compare = (operator: string, value: string): Node => ({
      kind: 'leaf',
      leaf: this.leaves.place({
        fact: this.fact,
        operator,
        value,
        other: null,
        assumption: assumed ? { ...this.presumed(span, document), basis } : null
      }),
      name,
      text: name,
      basis
    })
    const children = [
      ...(span.from ? [compare('greaterThanInclusive', span.from)] : []),
      ...(span.to ? [compare('lessThanInclusive', span.to)] : [])
    ]
    return { kind: 'all', name, text: name, basis, children }
  }

  /** What is taken for granted of the day, while the versions agree. */
  private presumed(span: Span, document: Document) {
    const { presumed, presumedSaid } = document.texts.versions
    const label = this.label(document)
    return { note: presumed(label, span), said: presumedSaid(label) }
  }

  private candidate(document: Document, id: string): Candidate {
    const span = spanOf(document)
    const name = document.texts.versions.within(this.label(document), span, document.number)
    return {
      document,
      measure: document.measures.find(one => one.id === id) ?? null,
      within: this.within(span, name, document, false)
    }
  }

  /**
   * What holds whichever of some versions in a row counts: the logic of unknowns alone cannot tell, for which of them
   * counts is unknown, and so each is.
   */
  private agreed(run: readonly Candidate[], isWhole: boolean): Node[] {
    if (run.length === 1 && !isWhole) return []
    const parts = run.flatMap(({ measure }) => (measure?.conditions ? [measure.conditions] : []))
    if (parts.length < run.length) return []
    const documents = run.map(({ document }) => document)
    const [first] = documents as [Document]
    const span = wholeOf(documents)
    const name = first.texts.versions.withinAny(this.label(first), span)
    return [group('all', [this.within(span, name, first, isWhole), ...parts], first)]
  }

  /**
   * A measure among the first versions of the rule set.
   * @param count how many of them
   * @param id of a measure that one of them has
   * @returns itself where there is nothing to decide
   */
  choice(id: string, count: number): Measure {
    const candidates = this.documents.slice(0, count).map(document => this.candidate(document, id))
    const newest = candidates.findLast(({ measure }) => measure)?.measure as Measure
    if (!newest.conditions) return newest
    const having = candidates.filter((one): one is Having => Boolean(one.measure?.conditions))
    const single = having.map(({ document, measure, within }) =>
      group('all', [within, measure.conditions], document)
    )
    const agreed = candidates.flatMap((_, from) =>
      candidates
        .slice(from)
        .flatMap((_one, more) =>
          this.agreed(candidates.slice(from, from + more + 1), more + 1 === candidates.length)
        )
    )
    const { document } = newest
    const conditions = group('any', [...single, ...agreed], document)
    const whole = wholeOf(having.map(one => one.document))
    const name = document.texts.versions.withinAny(this.label(document), whole)
    const basis = basisOf(document)
    const none: Measure = {
      ...newest,
      conditions: { kind: 'any', name, text: name, basis, children: having.map(({ within }) => within) },
      leaves: having.flatMap(({ within }) => [...leavesIn(within)])
    }
    const own = new Set([...leavesIn(conditions), ...having.flatMap(({ measure }) => measure.leaves)])
    return {
      ...newest,
      conditions,
      leaves: [...own],
      choice: { fact: this.fact, candidates, none }
    }
  }
}

/**
 * What stands for a measure on a day on which no version of it is in force: a condition that never holds, and says
 * when it would.
 * @param documents the versions that have it, oldest first
 */
export function absentForm(measure: Measure, documents: readonly Document[]): Measure {
  if (!measure.conditions) return measure
  const { document } = measure
  const name = document.texts.versions.inForce(document.number, wholeOf(documents))
  const conditions: Node = { kind: 'any', name, text: name, basis: basisOf(document), children: [] }
  return { ...measure, conditions, leaves: [] }
}
