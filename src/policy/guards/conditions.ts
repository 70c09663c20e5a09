/** Guards of condition trees: references, circles, operators, and values that fit the facts they are compared with. */
import type { RawCondition, RawLeaf, RawMeasure } from '../format.ts'
import { operatorKind, operatorNames } from '../operators.ts'
import { isOrdered, type JsonSchema } from '../vocabulary.ts'
import type { Findings, Path } from './findings.ts'
import { valueShape } from './shapes.ts'

/** The shared conditions that a tree refers to. */
function referencesIn(tree: RawCondition): string[] {
  if ('condition' in tree) return [tree.condition]
  if ('not' in tree) return referencesIn(tree.not)
  const children = 'all' in tree ? tree.all : 'any' in tree ? tree.any : []
  return children.flatMap(referencesIn)
}

/** @param owner the shared condition that the tree belongs to, to find a circle */
export function checkCondition(
  findings: Findings,
  file: string,
  path: Path,
  tree: RawCondition,
  parameters: NonNullable<RawMeasure['parameters']>,
  used: Set<string>,
  owner: string | null,
  turned = false
): void {
  const deeper = (child: RawCondition, ...steps: (string | number)[]) =>
    checkCondition(findings, file, [...path, ...steps], child, parameters, used, owner, turned)
  if ('all' in tree) tree.all.forEach((child, index) => void deeper(child, 'all', index))
  else if ('any' in tree) tree.any.forEach((child, index) => void deeper(child, 'any', index))
  else if ('not' in tree) {
    if (!tree.name) findings.fault(file, path, 'a "not" needs a name to be read out', 'add name and basis')
    checkCondition(findings, file, [...path, 'not'], tree.not, parameters, used, owner, true)
  } else if ('condition' in tree) {
    const shared = findings.set.policy.conditions[tree.condition]
    if (!shared) {
      findings.fault(file, path, `unknown condition "${tree.condition}"`, 'use one of policy.json')
    } else if (owner !== null && leads(findings, tree.condition, owner)) {
      findings.fault(file, path, `"${tree.condition}" leads back to "${owner}"`, 'break the circle')
    }
  } else {
    checkLeaf(findings, file, path, tree, parameters, used)
    // Inside a "not" it would count against the applicant: what is not known would be a no.
    if (tree.assumeWhenUnknown && turned) {
      findings.fault(
        file,
        [...path, 'assumeWhenUnknown'],
        'a condition within "not" cannot be taken to hold',
        'leave it unknown'
      )
    }
  }
}

/** Whether one shared condition is another, or refers to it by way of any others. */
function leads(findings: Findings, from: string, to: string, seen: Set<string> = new Set()): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  seen.add(from)
  const shared = findings.set.policy.conditions[from]
  return shared !== undefined && referencesIn(shared).some(name => leads(findings, name, to, seen))
}

function checkLeaf(
  findings: Findings,
  file: string,
  path: Path,
  leaf: RawLeaf,
  parameters: NonNullable<RawMeasure['parameters']>,
  used: Set<string>
): void {
  const at = (field: string, message: string, remedy: string) =>
    findings.fault(file, [...path, field], message, remedy)
  const inWhen = path.includes('when')
  if (!inWhen && !leaf.name) at('name', 'the condition has no name', 'say in Chinese what holds')
  if (!inWhen && !leaf.basis) at('basis', 'the condition has no basis', 'quote the operative words')
  const kind = operatorKind(leaf.operator)
  if (!kind) at('operator', `unknown operator "${leaf.operator}"`, `use ${operatorNames.join(', ')}`)
  const fact = findings.schemas.get(leaf.fact)
  if (!fact) at('fact', `unknown fact "${leaf.fact}"`, 'use a fact of facts.json')
  let value: unknown = leaf.value
  if (typeof leaf.value === 'object' && !Array.isArray(leaf.value)) {
    const name = leaf.value.fact
    const parameter = name.startsWith('parameters.') ? name.slice('parameters.'.length) : undefined
    if (parameter !== undefined) {
      used.add(parameter)
      value = parameters[parameter]?.value
      if (value === undefined) {
        at('value', `unknown parameter "${parameter}"`, 'add it to parameters')
        return
      }
    } else if (name === 'measure.id') {
      value = findings.measureIds[0]
    } else {
      const other = findings.schemas.get(name)
      if (!other) at('value', `unknown fact "${name}"`, 'use a fact, parameters.… or measure.id')
      else if (fact && (kind !== 'order' || other.schema.type !== fact.schema.type)) {
        at('value', 'two facts can only be ordered, and must be of one type', 'compare like with like')
      }
      return
    }
  }
  if (!kind || !fact) return
  if (kind === 'order' && !isOrdered(fact.schema)) {
    at('operator', `"${leaf.fact}" cannot be put in order`, 'use equal or in')
  }
  if ((kind === 'list') !== (fact.schema.type === 'array')) {
    at('operator', '"contains" is for lists, and only for them', 'use the operator that fits the fact')
    return
  }
  if ((kind === 'member') !== Array.isArray(value)) {
    at('value', '"in" and "notIn" take a list, the other operators one value', 'mend the value')
    return
  }
  const fits = kind === 'list' ? valueShape(fact.schema.items as JsonSchema) : fact.fits
  for (const item of Array.isArray(value) ? value : [value]) {
    if (!fits(item)) {
      at('value', `${JSON.stringify(item)} is no value of "${leaf.fact}"`, 'mind its type, enum and format')
    }
  }
}
