/** `explain`: one decision as a tree, with its amount. */

import { todayIn } from '../../../clock.ts'
import { calculate } from '../../../decisions/calculate.ts'
import { Program } from '../../../engine/program.ts'
import { traceOf } from '../../../engine/trace.ts'
import type { Outcome } from '../../../policy/kleene.ts'
import { loadPolicy } from '../../../policy/load.ts'
import type { Node, Policy } from '../../../policy/model.ts'
import type { Facts } from '../../../policy/vocabulary.ts'
import type { CalculateOneResponse } from '../../../schemas/calculate.ts'
import { type Command, common, FINE, parse, Usage } from '../../frame/command.ts'
import { type Colour, type Paint, painter } from '../../frame/paint.ts'
import { readRules } from '../../frame/read.ts'
import { factCheck, needDay, parseJson, readText } from '../facts.ts'
import { treeLines } from '../tree.ts'

const OUTCOMES: Record<Outcome, [text: string, colour: Colour]> = {
  eligible: ['符合条件', 'green'],
  ineligible: ['不符合条件', 'red'],
  undetermined: ['还不能确定', 'yellow']
}

type Explanation = CalculateOneResponse & { trace: ReturnType<typeof traceOf> }

function explanation(policy: Policy, id: string, facts: Facts, asOf: string): Explanation {
  const measure = policy.measure(id)
  if (!measure) throw new Usage(`there is no measure "${id}"; GET /measures lists them, so does check`)
  if (!measure.conditions) throw new Usage(`"${id}" is of kind S: the plan gives nothing to decide`)
  const program = new Program(policy)
  const answer = calculate(program, { measure: id, facts }, asOf) as CalculateOneResponse
  return { ...answer, trace: traceOf(program.assess(facts), program.condition(measure.conditions as Node)) }
}

function amountLines({ amount }: Explanation, paint: Paint): string[] {
  if (!amount) return []
  return [
    '',
    `${paint('bold', '金额和期限')}  ${amount.text}`,
    ...amount.readings.map(({ reading, text }) => `  ${text}：${reading}`),
    ...amount.steps.map(({ label, expression, result, basis }) => {
      const reckoning = expression === result ? result : `${expression} = ${result}`
      return `  ${label}：${reckoning}  ${paint('dim', basis.text)}`
    }),
    ...amount.notStated.map(text => `  ${paint('yellow', '?')} ${text}`)
  ]
}

function textOf(answer: Explanation, policy: Policy, paint: Paint): string {
  const [outcome, colour] = OUTCOMES[answer.outcome]
  return [
    `${paint('bold', answer.title)}（${answer.measure}）  第${answer.clause.replace('-', '至')}条`,
    `${paint(colour, outcome)}  ${answer.window.text}  （${answer.asOf}）`,
    '',
    ...treeLines(answer.trace, policy, paint),
    ...answer.derived.map(({ label, text, because }) => `推算：${label}：${text}，${because}`),
    ...answer.assumptions.map(({ text }) => `默认：${text}`),
    ...(answer as Required<Explanation>).interpretations.map(
      ({ point, taken, interpreter }) => `待解释：${point}；这里按：${taken}（由${interpreter}解释）`
    ),
    ...amountLines(answer, paint),
    ''
  ].join('\n')
}

const help = `Usage: npm run rules -- explain MEASURE [options]

Shows a decision as a tree: each condition with its value, its result (✓ holds, ✗ fails, ? not known) and the
words it rests on; then the amount, step by step.

  --facts FILE   what is known, as JSON by subject: { "applicant": { "kind": "enterprise" } } (default nothing)
  --as-of DATE   the day, YYYY-MM-DD (default today where the plan applies)
  --rules DIR    the rule set (default the one the service serves)
  --json         the answer of POST /calculate with the whole trace

Exit codes: 0 explained, 2 wrong usage or unreadable input.
`

export const explain: Command = {
  name: 'explain',
  summary: 'show one decision as a tree, with its amount',
  help,
  async run(args, io) {
    const { values, positionals } = parse(args, {
      ...common,
      facts: { type: 'string' },
      'as-of': { type: 'string' }
    })
    const [id, ...others] = positionals
    if (id === undefined || others.length > 0) throw new Usage('explain takes one measure')
    const policy = loadPolicy(readRules(values.rules))
    const asOf = needDay(values['as-of'] ?? todayIn(policy.timeZone)(), '--as-of')
    const file = values.facts
    const facts = file === undefined ? {} : factCheck(policy)(parseJson(readText(file), file), file)
    const answer = explanation(policy, id, facts, asOf)
    io.out(
      values.json ? `${JSON.stringify(answer, null, 2)}\n` : textOf(answer, policy, painter(io.isTerminal))
    )
    return FINE
  }
}
