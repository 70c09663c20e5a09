/** `call`, the command without a name: the hotline in a terminal, for training agents. */
import { todayIn } from '../../clock.ts'
import { readPlan } from '../../plan.ts'
import type { Outcome } from '../../policy/kleene.ts'
import type { AnswersResponse } from '../../schemas/answers.ts'
import { FINE, type Io, parse, Usage } from '../frame/command.ts'
import { type Colour, type Paint, painter } from '../frame/paint.ts'
import { Call } from './call.ts'
import { readNumbers, readReply, waysToAnswer } from './reply.ts'
import { Survey } from './survey.ts'

/** What an agent types, line by line. */
export type Typed = AsyncIterable<string>

export const callHelp = `Usage: npm run hotline [-- --as-of DATE]

A call in the terminal: type what the caller said, read the card, ask the question it ends with, type the answer.
Or type 都能享受什么: the caller is asked which situations apply, then a question at a time, about everything there is.
While a question is open:
  (an answer)  a number from the list, 是, 否, a sum (30万), a date (2022-06-05), or 不知道
  改 N         take back what is known under N, and ask about it
  (nothing)    the next caller
  退出         the end

  --as-of DATE  the day that calls are about, YYYY-MM-DD (default today where the plan applies)
`

const OUTCOMES: Record<Outcome, [text: string, colour: Colour]> = {
  eligible: ['符合条件', 'green'],
  ineligible: ['条件对不上', 'red'],
  undetermined: ['还不能确定', 'yellow']
}
const QUIT = ['退出', 'quit', 'exit']
const EVERYTHING = '都能享受什么'

type Match = AnswersResponse['matches'][number]

function titleLine({ card }: Match, paint: Paint): string {
  const { obstacle } = card.window
  const outcome = card.outcome && OUTCOMES[card.outcome]
  return [
    paint('bold', card.title),
    `第${card.clause.replace('-', '至')}条`,
    ...(obstacle ? [paint('red', obstacle)] : []),
    ...(outcome ? [paint(outcome[1], outcome[0])] : [])
  ].join('  ')
}

function cardText(match: Match, paint: Paint): string {
  const { card } = match
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? [paint('dim', title), ...lines.map(line => `  · ${line}`)] : []
  return [
    titleLine(match, paint),
    `  ${card.say}`,
    ...section('一定要说到', card.mustSay),
    ...section('问起再说', card.ifAsked),
    ...section('金额', card.amount ? [card.amount.text] : []),
    ...section(
      '依据',
      card.basis.map(({ text }) => text)
    ),
    ...section('责任单位', [card.unitText]),
    ...section(
      '可以转接',
      card.transferTo.map(({ line, name, unit }) => `${line} ${name}（${unit}）`)
    ),
    ...section(
      '原文没有说清',
      card.interpretations.map(({ point, interpreter }) => `${point}（请问${interpreter}）`)
    ),
    ''
  ].join('\n')
}

/** What is known, numbered. */
function knownLines(call: Call | Survey, paint: Paint): string[] {
  const known = call.known.map(
    ({ label, text, words }, index) =>
      `  ${index + 1} ${label}：${text}${words ? paint('dim', `（听到“${words}”，请核对）`) : ''}`
  )
  return known.length > 0 ? ['已知情况', ...known] : []
}

/** The cards, the first one whole, and what is known. */
function cardsText(call: Call, paint: Paint): string {
  const { matches, message } = call.answer
  const [first, ...others] = matches
  if (!first) return `${message}\n`
  return [
    ...(message === null ? [] : [message, '']),
    cardText(first, paint),
    ...others.map(match => `也可能问的是：${titleLine(match, paint)}`),
    ...knownLines(call, paint),
    ''
  ].join('\n')
}

/** How many measures are settled, those that apply, and what is known. */
function surveyText(survey: Survey, paint: Paint): string {
  const { summary, results } = survey.answer
  const left = summary.undetermined > 0 ? `还有${summary.undetermined}项要再问` : '别的都有了结论'
  return [
    `符合的${summary.eligible}项，不符合的${summary.ineligible}项，${left}。`,
    ...results
      .filter(({ outcome }) => outcome === 'eligible')
      .map(({ title, clause, window }) => `  · ${title}  第${clause.replace('-', '至')}条  ${window.text}`),
    ...knownLines(survey, paint),
    ''
  ].join('\n')
}

const overview = (call: Call | Survey, paint: Paint) =>
  call instanceof Survey ? surveyText(call, paint) : cardsText(call, paint)

/** What to ask now, or that there is nothing left to ask. */
function prompt(call: Call | Survey, paint: Paint): string {
  const list = call instanceof Survey ? call.situations : null
  if (list) {
    const lines = list.situations.map(({ topic, label }, index) => `  ${index + 1} ${topic}：${label}\n`)
    return `${paint('bold', `问：${list.question}`)}\n${lines.join('')}  ${paint('dim', '可以选几个，如 1、3　无')}\n`
  }
  const { next } = call
  if (!next) return '没有要再问的了。直接回车接下一位。\n'
  return `${paint('bold', `问：${next.question}`)}\n  ${paint('dim', waysToAnswer(next))}\n`
}

/** Takes one line that an agent types during a call. @returns what to show */
function hear(call: Call | Survey, line: string, paint: Paint): string {
  const back = /^改\s*(\d+)$/.exec(line)
  const wrong = back && call.known[Number(back[1]) - 1]
  if (wrong) {
    call.takeBack(wrong.fact)
    return overview(call, paint)
  }
  if (call instanceof Survey && call.situations) {
    const numbers = readNumbers(line)
    return numbers && call.choose(numbers) ? overview(call, paint) : '没有看懂，请照提示回答。\n'
  }
  const { next } = call
  const reply = next && readReply(next, line)
  if (!next || reply === undefined) return '没有看懂，请照提示回答。\n'
  if (reply === 'declined') {
    call.decline(next.id)
    return '记下了，不再问这一项。\n'
  }
  const amount = () => (call instanceof Call ? call.answer.matches[0]?.card.amount?.text : undefined)
  const before = amount()
  try {
    const settled = call
      .learn(next.id, reply.value)
      .map(({ title, outcome }) => paint(OUTCOMES[outcome][1], `→ ${title}：${OUTCOMES[outcome][0]}\n`))
    return settled.length > 0 || amount() !== before ? [...settled, overview(call, paint)].join('') : ''
  } catch (error) {
    // Whatever it is, the vocabulary does not allow the value: the message names the field.
    return `${(error as Error).message}\n`
  }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * Takes calls until the lines end.
 * @param args `--as-of DATE`
 */
export async function runCall(args: string[], io: Io, typed: () => Typed): Promise<number> {
  const { values, positionals } = parse(args, { 'as-of': { type: 'string' } })
  if (positionals.length > 0) throw new Usage('the question is typed, not given as an argument')
  const plan = readPlan()
  const asOf = values['as-of'] ?? todayIn(plan.policy.timeZone)()
  if (!DAY.test(asOf) || Number.isNaN(Date.parse(asOf)))
    throw new Usage(`--as-of "${asOf}" is no day; write YYYY-MM-DD`)
  const paint = painter(io.isTerminal)
  const opening = `来电人怎么说？（以${asOf}为准；${EVERYTHING} 从遇到的情况问起；退出 结束）\n`
  let call: Call | Survey | undefined
  io.out(opening)
  for await (const one of typed()) {
    const line = one.trim()
    if (QUIT.includes(line)) break
    if (line === '') call = undefined
    else if (call) io.out(hear(call, line, paint))
    else if (line === EVERYTHING) call = new Survey({ ...plan, asOf })
    else {
      const about = new Call({ ...plan, asOf }, line)
      io.out(overview(about, paint))
      if (about.answer.matches.length > 0) call = about
    }
    io.out(call ? prompt(call, paint) : opening)
  }
  return FINE
}
