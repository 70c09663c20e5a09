/** Other rules libraries deciding the same measures, for applicants of whom every fact is known. */
import type { Program } from '../../src/engine/program.ts'
import { TRUE } from '../../src/policy/kleene.ts'
import type { Measure } from '../../src/policy/model.ts'
import type { Facts } from '../../src/policy/vocabulary.ts'
import { complete } from '../applicants.ts'
import { built } from '../built.ts'
import type { Line } from '../line.ts'
import { type Contender, eachAwaited, inTurns, ratios, spreadOf } from '../rounds.ts'
import { time } from '../table.ts'
import { jsonLogicEngine } from './json-logic-engine.ts'
import { jsonRulesEngine } from './json-rules-engine.ts'
import type { Peer, PeerOf } from './peer.ts'
import { publicodes } from './publicodes.ts'
import { zenEngine } from './zen-engine.ts'

const PEERS: Record<string, PeerOf> = {
  'json-rules-engine': jsonRulesEngine,
  '@gorules/zen-engine': zenEngine,
  'json-logic-engine': jsonLogicEngine,
  publicodes
}
const APPLICANTS = 200

const ours = (program: Program, measures: readonly Measure[]): Peer<Facts> => ({
  known: facts => facts,
  decide(facts) {
    const assessment = program.assess(facts)
    const eligible: string[] = []
    for (const measure of measures) {
      if (program.decide(measure, assessment) === TRUE) eligible.push(measure.id)
    }
    return eligible
  }
})

/** @throws Error where a peer decides otherwise than the service */
async function agree(name: string, peer: Peer, reference: Peer<Facts>, applicants: readonly Facts[]) {
  for (const [index, facts] of applicants.entries()) {
    const [theirs, expected] = [await peer.decide(peer.known(facts)), await reference.decide(facts)]
    const [found, right] = [[...theirs].sort().join(' '), [...expected].sort().join(' ')]
    if (found !== right) throw new Error(`${name}, applicant ${index}: ${found}\nours: ${right}`)
  }
}

export const peers: Line = async ({ rounds, turn }) => {
  const { Program } = await built.program()
  const { readPolicy } = await built.plan()
  const { decidable } = await built.asked()
  const program = new Program(readPolicy())
  const applicants = complete(program.policy, APPLICANTS)
  const measures = decidable(program.policy)
  const reference = ours(program, measures)
  const contenders: Record<string, Contender> = {
    ours: eachAwaited(applicants, async facts => reference.decide(facts))
  }
  for (const [name, peerOf] of Object.entries(PEERS)) {
    const peer = await peerOf(program.policy, measures)
    await agree(name, peer, reference, applicants)
    contenders[name] = eachAwaited(applicants.map(peer.known), async known => peer.decide(known))
  }
  const taken = await inTurns(contenders, rounds, turn)
  const of = (name: string) => taken[name] as number[]
  return Object.keys(PEERS).map(name => ({
    line: 'peers',
    what: `${name} / ours, verdicts, all known`,
    ratio: ratios(of(name), of('ours')),
    goal: null,
    scale: `${time(spreadOf(of(name)).median)} / ${time(spreadOf(of('ours')).median)}`
  }))
}
