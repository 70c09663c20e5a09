/** Every tree as one list: each group once, and what was decided of one applicant never counts for another. */
import t from 'tap'
import { partial } from '../../bench/applicants.ts'
import { writeCopies } from '../../bench/growth/copies.ts'
import { Decided } from '../../src/engine/decided.ts'
import { Gates, gateOf } from '../../src/engine/gates.ts'
import { Program } from '../../src/engine/program.ts'
import { defaultRules, readRuleFiles } from '../../src/policy/files.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/policy/kleene.ts'
import { readLibrary } from '../../src/policy/library.ts'
import { linkPolicy } from '../../src/policy/link.ts'
import type { GroupNode, Measure, Node } from '../../src/policy/model.ts'

const LEAVES = 6
const leaf = (index: number): Node => ({ kind: 'leaf', leaf: index, name: null, text: '', basis: null })
const group = (kind: GroupNode['kind'], ...children: Node[]): Node => ({
  kind,
  name: null,
  text: '',
  basis: null,
  children
})
const [a, b, c, d] = [0, 1, 2, 3].map(leaf) as [Node, Node, Node, Node]

t.test('each distinct group has one place, its parts before it', async t => {
  const gates = new Gates(LEAVES)
  const either = group('any', a, b)
  const whole = gates.place(group('all', either, c))
  t.equal(gates.count, LEAVES + 2)
  t.equal(gates.place(group('all', group('any', a, b), c)), whole, 'the same again is the same')
  t.equal(gates.place(either), LEAVES, 'its part stands before it')
  t.strictSame(gates.at(whole).parts, [2, LEAVES], 'leaves come first')
  t.equal(gates.count, LEAVES + 2, 'nothing was added for that')
  t.not(gates.place(group('all', a, b)), gates.place(either), 'both and either are two')
})

t.test('a group that is nothing but its parts has no place of its own', async t => {
  const gates = new Gates(LEAVES)
  t.equal(gates.place(group('all', a)), 0, 'a group of one is that one')
  t.equal(gates.place(group('any', group('all', b))), 1)
  t.equal(gates.place(group('all', a, a)), 0, 'twice the same is once')
  t.equal(gates.count, LEAVES)
  const flat = gates.place(group('all', a, b, c))
  t.equal(gates.place(group('all', a, group('all', b, group('any', c)))), flat, 'an all within an all')
  t.equal(gates.place(group('all', a, group('any', group('all', b, c)))), flat, 'through a group of one')
  t.not(gates.place(group('all', a, group('any', b, c))), flat, 'an any within an all')
  t.not(gates.place(group('not', a)), 0, 'a not is not its part')
  t.not(gates.place(group('not', group('not', a))), 0)
})

t.test('what a circuit needs: the trees with their parts, and nothing else', async t => {
  const gates = new Gates(LEAVES)
  const [one, other] = [gates.place(group('all', a, b)), gates.place(group('any', group('all', a, b), c))]
  const alone = gates.place(group('not', d))
  t.strictSame(gates.needed([other]), [0, 1, 2, one, other])
  t.strictSame(gates.needed([alone, alone]), [3, alone])
  t.strictSame(gates.needed([]), [])
})

t.test('results of one applicant do not count for the next, nor when stamps begin anew', async t => {
  const decided = new Decided(2, 2)
  const first = decided.newStamp(2)
  decided.truths[0] = first + TRUE
  const second = decided.newStamp(2)
  t.notOk((decided.truths[0] as number) >= second, 'another stamp')
  decided.truths[1] = second + TRUE
  t.equal(decided.newStamp(2), first, 'the last stamp was given')
  t.strictSame([...decided.truths], [0, 0], 'nothing of the first is left')
  decided.newStamp(5)
  t.ok(decided.truths.length >= 5, 'there is room for places that came later')
})

t.test('trees that come later are decided as those of the list', async t => {
  const policy = linkPolicy(readRuleFiles(defaultRules))
  const program = new Program(policy)
  const { conditions } = policy.measures.find(({ id }) => id === 'rail-freight-subsidy') as {
    conditions: Node
  }
  const facts = { applicant: { kind: 'natural-person' } }
  const before = program.assess(facts)
  const nothing = program.assess({}, 'none')
  const not = group('not', conditions)
  t.equal(program.truth(conditions, before), FALSE)
  t.equal(program.truth(not, before), TRUE, 'of an applicant who was there before the tree')
  t.equal(program.truth(not, program.assess(facts)), TRUE)
  t.equal(program.truth(not, nothing), UNKNOWN)
  const place = program.condition(conditions).place
  t.equal(before.group(gateOf('all', [place])), FALSE, 'a group without a place')
  t.equal(nothing.group(gateOf('any', [])), FALSE, 'of nothing none holds')
  t.equal(nothing.group(gateOf('all', [])), TRUE, 'and all do')
})

t.test('one rule set among others is decided as it is alone, and needs as many places', async t => {
  const folders = writeCopies(t.testdir({}), 5)
  const [among, alone] = [readLibrary(folders), readLibrary(folders.slice(-1))]
  t.strictSame([among.refused, among.policy.sets.length], [[], 5])
  const own = (alone.policy.sets[0] as { id: string }).id
  const verdictsOf = ({ policy }: typeof among) => {
    const program = new Program(policy)
    const measures = policy.measures.filter(({ document, conditions }) => document.id === own && conditions)
    return partial(60).map(facts => {
      const assessment = program.assess(facts)
      return measures.map(measure => program.decide(measure as Measure, assessment))
    })
  }
  t.strictSame(verdictsOf(among), verdictsOf(alone))
  const neededBy = ({ policy }: typeof among) => {
    const gates = new Gates(policy.leaves.length)
    for (const { conditions } of policy.forms) if (conditions) gates.place(conditions)
    const trees = policy.measures.filter(({ document }) => document.id === own)
    return gates.needed(trees.flatMap(({ conditions }) => conditions ?? []).map(tree => gates.place(tree)))
  }
  t.equal(neededBy(among).length, neededBy(alone).length)
})
