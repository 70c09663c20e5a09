/** `npm run batch`: tables in and out, their headers and cells, and the arguments. */
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { cellReader } from '../../../src/batch/csv/cells.ts'
import { readHeader, sharedLabels } from '../../../src/batch/csv/header.ts'
import { readSettings } from '../../../src/cli/batch/settings.ts'
import { Usage } from '../../../src/cli/frame/command.ts'
import { calculate } from '../../../src/decisions/calculate.ts'
import type { Fact, Policy } from '../../../src/policy/model.ts'
import type { Facts } from '../../../src/policy/vocabulary.ts'
import type { CalculateOneResponse } from '../../../src/schemas/calculate.ts'
import { applicants, batch, DAY, file, program, put, text } from '../../helpers/batch-command.ts'
import { plan } from '../../helpers/service.ts'

const { policy } = plan

const TABLE = [
  '编号,日期,申请人类型,企业规模,enterprise.employees,在平谷区注册,benefit.alreadyHadUnderDocument6',
  'A1,2022/7/1,企业,小型,"1,200",是,无',
  '',
  'A2,,个体工商户,巨型,1e5,1,',
  '=B3,2022-02-30,企业,小型,-5,否,',
  'A4,,企业',
  ',,企业,小型,1,是,无'
].join('\r\n')
const TWO = ['--measures', 'state-owned-rent-relief,vat-credit-refund', '--as-of', '2022-07-02']

t.test('tables in and out', async t => {
  put('t.csv', `\uFEFF${TABLE}`)
  t.equal((await batch([file('t.csv'), file('t.ndjson'), ...TWO])).code, 1)
  const lines = text('t.ndjson').trim().split('\n')
  t.match(
    lines.map(line => JSON.parse(line)),
    [
      { id: 'A1', asOf: '2022-07-01', undetermined: ['state-owned-rent-relief', 'vat-credit-refund'] },
      {
        line: 4,
        id: 'A2',
        error: {
          errors: [
            {
              pointer: '/facts/enterprise/size',
              message: '第 4 行“企业规模”列：看不懂“巨型”，应当是 大型、中型、小型、微型 之一'
            },
            {
              pointer: '/facts/enterprise/employees',
              message: '第 4 行“enterprise.employees”列：看不懂“1e5”，应当是数字，例如 3 或 3人'
            },
            { message: /^第 4 行“在平谷区注册”列：看不懂“1”，应当是“是”或“否”/ }
          ]
        }
      },
      {
        line: 5,
        id: '=B3',
        error: {
          errors: [
            { message: '第 5 行“enterprise.employees”列：不能小于 0' },
            { pointer: '/asOf', message: /^第 5 行“日期”列：应当是存在的日期/ }
          ]
        }
      },
      { id: 'A4', asOf: '2022-07-02', undetermined: ['state-owned-rent-relief', 'vat-credit-refund'] },
      { line: 7, id: null, error: { errors: [{ pointer: '/id', message: '第 7 行“编号”列：缺少 id' }] } },
      { end: { lines: 5, answers: 2, errors: 3 } }
    ]
  )
  put('gb.csv', gb18030)
  t.equal(
    (await batch([file('gb.csv'), file('gb.ndjson'), ...TWO])).code,
    0,
    'as a Chinese spreadsheet writes it'
  )
  t.match(text('gb.ndjson'), '"id":"甲"')

  await batch([file('t.csv'), file('wide.csv'), ...TWO])
  const wide = text('wide.csv').split('\r\n')
  t.equal(wide[0], '\uFEFF编号,日期,错误,国有房屋租金减免3个月,增值税存量留抵税额退税')
  t.equal(wide[1], 'A1,2022-07-01,,还不能确定,还不能确定（已过期限）')
  t.match(wide[3], /^'=B3,,第 5 行/, 'no formula for a spreadsheet')
  t.equal(wide.length, 7)
  await batch([file('t.csv'), file('long.csv'), ...TWO, '--explain', 'summary'])
  const long = text('long.csv').split('\r\n')
  t.match(long[1], 'A1,2022-07-01,,state-owned-rent-relief,国有房屋租金减免3个月,4,还不能确定,')
  t.match(long[3], 'A2,,第 4 行')
  await batch([file('t.csv'), file('only.csv'), ...TWO, '--only', 'eligible'])
  t.match(text('only.csv'), 'A1,2022-07-01,,,\r\n')
  await batch([file('t.csv'), file('onlylong.csv'), ...TWO, '--only', 'eligible', '--explain', 'summary'])
  t.notMatch(text('onlylong.csv'), 'A1,')
  put('bad.ndjson', `nonsense\n${applicants(2)}`)
  await batch([
    file('bad.ndjson'),
    file('bad.csv'),
    '--measures',
    'vat-credit-refund',
    '--as-of',
    '2022-06-01'
  ])
  t.match(text('bad.csv'), '\r\n,,这一行不是合法的 JSON。,\r\n')
  t.match(text('bad.csv'), '企业0,2022-06-01,,符合\r\n')
})

/** What an office has: names and numbers of its own, notes, cells as people write them. */
const OFFICE = [
  '序号,企业名称,统一社会信用代码,*企业规模：,月租金（万元）,租期开始日,备注,在平谷区注册日期,申请人类型',
  '１,平谷甲公司,91110117MA0000001X,小型,1.2,2022.1.1,=1+1,2019,个人',
  '2,平谷乙公司,911101170000000001,小型,1万,2022.1.1',
  '3,平谷丙公司'
].join('\n')

t.test('the table of an office', async t => {
  put('office.csv', OFFICE)
  const keep = ['--keep', '在平谷区注册日期', '--as-of', '2022-07-02']
  const near = await batch([file('office.csv'), file('out.csv')])
  t.equal(near.code, 2)
  t.match(near.err, /第 8 列“在平谷区注册日期”不是已知的事实，是不是“在平谷区注册”（不是的话列进 keep/)
  const all = await batch([file('office.csv'), file('out.csv'), ...keep])
  t.equal(all.code, 1)
  t.match(all.err, '原样带到答案里：企业名称、统一社会信用代码、备注、在平谷区注册日期')
  t.match(all.err, /没有单列一列的政策：\d+ 项/)
  const [header = '', first, second, third] = text('out.csv').split('\r\n')
  t.match(header, /^\uFEFF编号,企业名称,统一社会信用代码,备注,在平谷区注册日期,日期,错误(?:,[^,]+)*$/)
  t.match(first, /^１,平谷甲公司,91110117MA0000001X,'=1\+1,2019,2022-07-02,,/)
  t.match(second, /^2,平谷乙公司,'911101170000000001,,,,第 3 行“月租金（万元）”列：看不懂“1万”，应当是数字/)
  t.match(third, '3,平谷丙公司,,,,2022-07-02,,')
  const shown = header.split(',').slice(7)
  const columns = [first, third].map(line => (line as string).split(',').slice(7))
  for (const [index, title] of shown.entries()) {
    t.ok(
      columns.some(cells => cells[index] !== '还不能确定'),
      title
    )
  }
  const lines = await batch([file('office.csv'), file('out.ndjson'), ...keep])
  t.match(lines.err, '答案里也不带')
  // Today's date, where none is given.
  const today = await batch([file('office.csv'), file('out.csv'), ...keep.slice(0, 2), '--explain', 'none'])
  t.match(today, { code: 1, err: '没有单列一列的政策' })
  // Where nobody is told anything about, every measure has its column.
  put('nobody.csv', '编号,企业规模\n')
  t.notMatch((await batch([file('nobody.csv'), file('nobody-out.csv'), ...DAY])).err, '没有单列')
})

t.test('sums are columns', async t => {
  const measure = 'state-owned-rent-relief'
  const facts = plan.witnesses[measure]?.eligible as Facts
  put('sums.ndjson', JSON.stringify({ id: 'A', facts }))
  const args = ['--measures', measure, '--explain', 'summary', ...DAY]
  t.equal((await batch([file('sums.ndjson'), file('sums.csv'), ...args])).code, 0)
  const [titles = [], cells = []] = parse(text('sums.csv'), { bom: true }) as string[][]
  const cellOf = (title: string) => cells[titles.indexOf(title)]
  const said = calculate(program, { measure, facts }, '2022-07-01') as CalculateOneResponse
  t.equal(cellOf('金额'), said.amount?.text)
  t.equal(cellOf('可以相加的现金（元）'), said.amount?.value)
  t.match(cellOf('依据'), /第4条：“/)
})

/** 编号,申请人类型 / 甲,企业, in the encoding of Chinese spreadsheets. */
const gb18030 = Buffer.from('b1e0bac52cc9eac7ebc8cbc0e0d0cd0d0abcd72cc6f3d2b50d0a', 'hex')

t.test('tables that cannot be read', async t => {
  const cases: [string, string | Buffer, RegExp][] = [
    ['empty', '', /文件是空的/],
    ['no id', '企业规模\n小型', /缺少“编号”（或者“序号”、id）这一列/],
    ['misspelt', '编号,企业规摸,从业人员\n1,小型,', /第 2 列“企业规摸”不是已知的事实，是不是“企业规模”/],
    ['a part of a label', '编号,规模,从业人员\n1,小型,', /第 2 列“规模”不是已知的事实，是不是“企业规模”/],
    ['more than a label', '编号,月租金(千元),从业人员\n1,2,', /第 2 列“月租金\(千元\)”.*是不是“月租金”/],
    [
      'a wrong id',
      '编号,enterprise.siz,从业人员\n1,小型,',
      /第 2 列“enterprise.siz”.*是不是“enterprise.size”/
    ],
    ['a very long id', `编号,enterprise.${'q'.repeat(60)},从业人员\n1,x,`, /第 2 列.*是不是“enterprise\./],
    ['an id of nothing', '编号,enterprise.telephoneNumber,从业人员\n1,x,', /第 2 列.*是不是“enterprise\./],
    ['far from any', '编号,姓名和电话号码以及地址\n1,x', /第 2 列“姓名和电话号码以及地址”不是已知的事实$/m],
    ['twice', '编号,企业规模,enterprise.size,id\n1,,,', /第 3 列“enterprise.size”重复了\n.*第 4 列“id”重复了/]
  ]
  for (const [name, content, message] of cases) {
    put('wrong.csv', content)
    const { code, err } = await batch([file('wrong.csv'), file('wrong.ndjson')])
    t.equal(code, 2, name)
    t.match(err, message, name)
  }
})

const factOf = (id: string) => policy.fact(id) as Fact
t.test('cells: one reading or none', async t => {
  const cases: [fact: string, cell: string, value: unknown][] = [
    ['applicant.registeredInPinggu', '是', true],
    ['applicant.registeredInPinggu', 'TRUE', true],
    ['applicant.registeredInPinggu', '否', false],
    ['applicant.registeredInPinggu', 'false', false],
    ['applicant.registeredInPinggu', '√', true],
    ['applicant.registeredInPinggu', 'Ｙ', true],
    ['applicant.registeredInPinggu', '×', false],
    ['applicant.registeredInPinggu', 'no', false],
    ['applicant.registeredInPinggu', '1', undefined],
    ['applicant.registeredInPinggu', 'x', undefined],
    ['applicant.registeredInPinggu', '/', undefined],
    ['enterprise.employees', '12', 12],
    ['enterprise.employees', '-1', -1],
    ['enterprise.employees', '1,200', 1200],
    ['enterprise.employees', '12,00', undefined],
    ['enterprise.employees', '007', undefined],
    ['enterprise.employees', '12人', 12],
    ['enterprise.employees', '１２ 名', 12],
    ['enterprise.employees', '1.2万人', 12000],
    ['enterprise.employees', '12元', undefined],
    ['enterprise.employees', '¥12', undefined],
    ['enterprise.employees', '约12人', undefined],
    ['enterprise.employees', '10-20人', undefined],
    ['loan.termMonths', '3个月', 3],
    ['loan.termMonths', '3月', undefined],
    ['loan.actualRate', '4.35%', 4.35],
    ['loan.actualRate', '4.35', 4.35],
    ['loan.actualRate', '0', 0],
    ['loan.actualRate', '0.5%', 0.5],
    ['loan.actualRate', '0.0435', undefined],
    ['tax.inputCompositionRatio', '0.5', 0.5],
    ['enterprise.annualRevenue', '22万', 220000],
    ['enterprise.annualRevenue', '￥1.23456 亿元', 123456000],
    ['enterprise.annualRevenue', '1,200.50元整', 1200.5],
    ['enterprise.annualRevenue', '5%', undefined],
    ['enterprise.annualRevenue', '1,800,000.50', 1800000.5],
    ['enterprise.annualRevenue', '1.0000000000000001', undefined],
    ['enterprise.annualRevenue', '1.8E+06', undefined],
    ['enterprise.size', 'small', 'small'],
    ['enterprise.size', '小型', 'small'],
    ['enterprise.size', '小', undefined],
    ['enterprise.industry', '餐饮业', '餐饮业'],
    ['loan.applicationDate', '2022-07-01', '2022-07-01'],
    ['loan.applicationDate', '2022/7/1', '2022-07-01'],
    ['loan.applicationDate', '2022年7月1日', '2022-07-01'],
    ['loan.applicationDate', '2022.7.1', '2022-07-01'],
    ['loan.applicationDate', '２０２２．７．１', '2022-07-01'],
    ['loan.applicationDate', '2022年7月1号', '2022-07-01'],
    ['loan.applicationDate', '2022-07-01 00:00:00', '2022-07-01'],
    ['loan.applicationDate', '20220701', '2022-07-01'],
    ['loan.applicationDate', '44743', '2022-07-01'],
    ['loan.applicationDate', '2022-06-30T16:00:00Z', undefined],
    ['loan.applicationDate', '22.7.1', undefined],
    ['loan.applicationDate', '7月1日', undefined],
    ['loan.applicationDate', '2022.7/1', undefined],
    ['loan.applicationDate', '7/1/2022', undefined],
    ['socialInsurance.firstMonth', '2022年7月', '2022-07'],
    ['socialInsurance.firstMonth', '2022/7', '2022-07'],
    ['socialInsurance.firstMonth', '2022-07', '2022-07'],
    ['socialInsurance.firstMonth', '2022.7', '2022-07'],
    ['socialInsurance.firstMonth', '2022.10', '2022-10'],
    ['socialInsurance.firstMonth', '2022.1', undefined],
    ['socialInsurance.firstMonth', '202207', '2022-07'],
    ['socialInsurance.firstMonth', '2022/7/1', '2022-07'],
    ['socialInsurance.firstMonth', '2022/7/2', undefined],
    ['socialInsurance.firstMonth', '7月', undefined],
    ['socialInsurance.requested', '养老保险、work-injury', ['pension', 'work-injury']],
    ['socialInsurance.requested', '养老', undefined],
    ['benefit.alreadyHadUnderDocument6', '无', []],
    [
      'benefit.alreadyHadUnderDocument6',
      '国有房屋租金减免3个月；vat-credit-refund',
      ['state-owned-rent-relief', 'vat-credit-refund']
    ]
  ]
  for (const [fact, cell, value] of cases) {
    t.strictSame(cellReader(factOf(fact), policy)(cell), value, `${fact} ${cell}`)
  }
  const rent: [cell: string, value: unknown][] = [
    ['1.2', 12000],
    ['1.2万元', 12000],
    ['1.2万', undefined],
    ['12000元', undefined],
    ['1.2亿元', undefined]
  ]
  for (const [cell, value] of rent) {
    t.equal(
      cellReader(factOf('enterprise.annualRevenue'), policy, 4)(cell),
      value,
      `in a column of 万元: ${cell}`
    )
  }
  t.strictSame(sharedLabels(policy), [], 'every label names one fact')
  const [a, b] = [factOf('enterprise.size'), factOf('enterprise.employees')]
  const same = { ...policy, facts: [a, { ...b, label: a.label }] } as Policy
  t.match(readHeader(['编号', a.label], same).problems, [/不是已知的事实/], 'a label of two facts names none')
  const twins = { ...a, labels: { large: '大', medium: '中', small: '小', micro: '小' } }
  t.equal(cellReader(twins, policy)('小'), undefined, 'a label of two values names none')
})

t.test('arguments', async t => {
  const cases: [string[], RegExp][] = [
    [[], /用法 Usage: npm run batch/],
    [['a.ndjson'], /Usage/],
    [['a.ndjson', 'b.ndjson', 'c.ndjson'], /Usage/],
    [['a.xls', 'b.csv'], /a\.xls：名称要以 \.xlsx、\.csv 或 \.ndjson 结尾，不能是旧的 Excel/],
    [['a.csv', 'b.xlsx', '--explain', 'full'], /表格里放不下/],
    [['-', 'b.ndjson'], /标准输入和标准输出要一起用/],
    [['-', '-', '--resume'], /--threads、--resume 只用于文件/],
    [['-', '-', '--threads', '2'], /--threads、--resume 只用于文件/],
    [['a.csv', 'b.csv', '--shard', '9/8'], /--shard 应当是 i\/n/],
    [['a.csv', 'b.csv', '--shard', 'x'], /--shard 应当是 i\/n/],
    [['a.csv', 'b.csv', '--sheet', '甲'], /--sheet 只用于 \.xlsx/],
    [['a.xlsx', 'b.csv', '--encoding', 'gbk'], /工作簿自己会说明编码/],
    [['a.csv', 'b.csv', '--explain', 'full'], /表格里放不下/],
    [['a.csv', 'b.csv', '--explain', 'all'], /--explain 应当是 none、summary、full 之一/],
    [['a.csv', 'b.csv', '--only', 'all'], /--only 应当是 eligible 之一/],
    [['a.csv', 'b.csv', '--threads', '0'], /--threads 应当是 1 到 64 的整数/],
    [['a.csv', 'b.csv', '--threads', 'two'], /--threads 应当是 1 到 64 的整数/],
    [['a.csv', 'b.csv', '--threads', '65'], /--threads 应当是 1 到 64 的整数/],
    [['a.csv', 'b.csv', '--as-of', '2022-02-30'], /--as-of 应当是存在的日期/],
    [['a.csv', 'b.csv', '--as-of', '2022/7/1'], /--as-of 应当是存在的日期/],
    [['a.csv', 'b.csv', '--as-of', '2022-13-01'], /--as-of 应当是存在的日期/],
    [
      ['a.csv', 'b.csv', '--measures', 'vat-credit-refnd'],
      /没有可以判断的政策“vat-credit-refnd”，是不是 vat-credit-refund/
    ],
    [['a.csv', 'b.csv', '--measures', 'x'], /没有可以判断的政策“x”$/],
    [['a.csv', 'b.csv', '--fast'], /^--fast：没有这个选项/],
    [['a.csv', 'b.csv', '--measures'], /^--measures：写得不对/],
    [['a.csv', 'b.csv', '--resume=1'], /^--resume：写得不对/],
    [['a.csv', 'b.csv', '--encoding', 'latin1'], /--encoding 应当是 utf-8、gb18030/],
    [['a.csv', 'b.csv', '--measures', '国有房屋租金减免三个月'], /是不是 国有房屋租金减免3个月/],
    [['a.ndjson', 'b.csv', '--encoding', 'gbk'], /NDJSON 只能是 UTF-8/],
    [['a.txtx', 'b.csv'], /a\.txtx：名称要以 \.ndjson、\.csv 或 \.xlsx 结尾/]
  ]
  for (const [args, message] of cases) {
    t.throws(() => readSettings(args, policy), Object.assign(new Usage(), { message }), args.join(' '))
  }
  t.strictSame(
    readSettings(['a.csv', 'b.csv', '--measures', '国有房屋租金减免3个月，vat-credit-refund'], policy).options
      .measures,
    ['state-owned-rent-relief', 'vat-credit-refund'],
    'measures by title or id'
  )
  t.match((await batch(['--help'])).out, 'Usage: npm run batch')
  const { argv } = process
  const said = t.capture(process.stderr, 'write')
  process.argv = ['node', 'batch.ts']
  await import('../../../src/cli/batch.ts')
  t.equal(process.exitCode, 2, 'as a process')
  Object.assign(process, { argv, exitCode: undefined })
  t.match(said.args()[0], ['用法'])
})
