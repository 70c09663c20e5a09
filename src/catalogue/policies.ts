/** The rule sets as callers read them: versions, what changed between them, and the changelogs. */
import { inForceOn, versionView } from '../policy/asked.ts'
import { type Entry, UNLIMITED } from '../policy/changelog.ts'
import type { Document, Measure, Versions } from '../policy/model.ts'
import type { ChangeEntry } from '../schemas/policies.ts'

/** A rule set in a list. @param today YYYY-MM-DD */
export function setSummary(set: Versions, today: string) {
  const { title, number, lang } = set.documents.at(-1) as Document
  return {
    id: set.id,
    title,
    number,
    lang,
    inForce: inForceOn(set, today)?.version ?? null,
    versions: set.documents.map(versionView)
  }
}

/** What of a measure decides and counts: not where it stands in the text, which moves with every article added. */
function substanceOf({
  conditions,
  parameters,
  figures,
  interpretations,
  nationalRules,
  window,
  audience
}: Measure): string {
  const substance = { conditions, parameters, figures, interpretations, nationalRules, window, audience }
  return JSON.stringify(substance, (key, value) => (key === 'basis' ? undefined : value))
}

function differences(document: Document, before: Document | undefined) {
  const idsOf = (one: Document | undefined) => (one ? one.measures.map(({ id }) => id) : [])
  const [old, now] = [idsOf(before), idsOf(document)]
  const changed = document.measures.filter(measure => {
    const then = before?.measures.find(({ id }) => id === measure.id)
    return then && substanceOf(then) !== substanceOf(measure)
  })
  return {
    added: before ? now.filter(id => !old.includes(id)) : [],
    removed: old.filter(id => !now.includes(id)),
    changed: changed.map(({ id }) => id)
  }
}

const versionDetail = (document: Document, before: Document | undefined) => ({
  ...versionView(document),
  title: document.title,
  number: document.number,
  issuer: document.issuer,
  dated: document.dated,
  published: document.published,
  lang: document.lang,
  chosenBy: document.versionBy,
  predecessor: document.predecessor,
  clauses: document.clauses.reduce((sum, { numbers }) => sum + numbers.length, 0),
  measures: document.measures.map(({ id }) => id),
  ...differences(document, before)
})

const dayOf = (day: string | undefined) => (day === undefined || day === UNLIMITED ? null : day)

/** An entry of a changelog. @param policy id of the rule set */
export const entryView = (policy: string, entry: Entry): ChangeEntry => ({
  policy,
  version: entry.version,
  date: entry.date,
  digest: entry.digest,
  measures: [...entry.measures],
  from: dayOf(entry.period?.[0]),
  to: dayOf(entry.period?.[1]),
  notices: entry.notices,
  points: [...entry.points]
})

/** A rule set with all its versions. @param today YYYY-MM-DD */
export const setDetail = (set: Versions, entries: readonly Entry[], today: string) => ({
  id: set.id,
  inForce: inForceOn(set, today)?.version ?? null,
  versions: set.documents.map((document, index) => versionDetail(document, set.documents[index - 1])),
  changes: entries.map(entry => entryView(set.id, entry))
})

/** Entries of all changelogs, the newest first: what is not released yet comes before all. */
export const changesSince = (
  entries: ReadonlyMap<string, readonly Entry[]>,
  since: string | undefined
): ChangeEntry[] =>
  [...entries]
    .flatMap(([policy, own]) => own.map(entry => entryView(policy, entry)))
    .filter(({ date }) => date === null || since === undefined || date >= since)
    .sort((a, b) => ((a.date ?? '9999') < (b.date ?? '9999') ? 1 : a.date === b.date ? 0 : -1))
