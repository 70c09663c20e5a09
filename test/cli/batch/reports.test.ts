/**
 * Tables as people send them: what must be answered, what must be said of the rest, and that
 * it is said in Chinese. Those with a source were public reports about other programs.
 */
import t from 'tap'
import { batch, file, put, text } from '../../helpers/batch-command.ts'

interface Report {
  name: string
  source?: string
  input: string | Buffer
  /** name of the file; default in.csv */
  file?: string
  more?: string[]
  exit: 0 | 1 | 2
  answers?: number
  errors?: number
  /** in what is said or written */
  says?: RegExp
}

/** Two bytes of GB 18030 for each character that has them. */
const PAIRS = new Map<string, [number, number]>()
const decoder = new TextDecoder('gb18030')
for (let lead = 0xa1; lead <= 0xf7; lead++) {
  for (let trail = 0xa1; trail <= 0xfe; trail++)
    PAIRS.set(decoder.decode(Buffer.of(lead, trail)), [lead, trail])
}
const gb = (text: string) =>
  Buffer.from([...text].flatMap(character => PAIRS.get(character) ?? [...Buffer.from(character)]))
const wide = (text: string) => Buffer.from(text, 'utf16le')
const bytes = (...parts: (string | Buffer | number)[]) =>
  Buffer.concat(parts.map(part => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part as string))))

const HEADER = '编号,申请人类型,企业规模,承租房屋的产权,承租房屋在平谷区,月租金'
const row = (id: string) => `${id},企业,小型,国有,是,12000`
const table = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`
const ASCII = 'id,enterprise.industry,applicant.kind'
const ascii = (count: number) =>
  Array.from({ length: count }, (_, index) => `firm-${index},H62,enterprise\n`).join('')
const tabs = (text: string) => text.replaceAll(',', '\t')
const STRAY = /第 3 行：引号不成对/

const ENCODINGS: Report[] = [
  {
    name: 'only the last row is not ASCII',
    source: 'danny-avila/rag_api#291; microsoft/markitdown#1949',
    input: bytes(`${ASCII}\n`, ascii(4000), gb('企业甲,餐饮业,企业\n')),
    exit: 0,
    answers: 4001,
    says: /"id":"企业甲"/
  },
  {
    name: 'a header in GB 18030, rows in ASCII, of which one is not',
    input: bytes(gb('编号,企业规模\n'), 'a,small\n'.repeat(9000), gb('乙,小型\n')),
    exit: 0,
    answers: 9001,
    says: /"id":"乙"/
  },
  {
    name: 'GB 18030 over several pieces of the file',
    input: gb(`编号,企业规模\n${'甲乙丙,小型\n'.repeat(200_000)}`),
    more: ['--only', 'eligible'],
    exit: 0,
    answers: 200_000
  },
  {
    name: 'a bad byte in UTF-8',
    input: bytes(table(row('甲')), 'b', 0xff, row('乙'), '\n', row('丙')),
    exit: 1,
    answers: 2,
    errors: 1,
    says: /第 3 行“编号”列：有不是 UTF-8 编码的字节/
  },
  {
    name: 'a bad byte in GB 18030',
    input: bytes(gb(table(row('甲'))), gb('乙,企'), 0xff, gb('业,小型,国有,是,12000\n'), gb(row('丙'))),
    exit: 1,
    answers: 2,
    errors: 1,
    says: /"id":"乙".*第 3 行“申请人类型”列：有不是 GB18030 编码的字节/
  },
  {
    name: 'half a character in front of a line end',
    input: bytes(
      gb(table('甲,企业,小型,国有,是,12000')),
      gb('乙,企业,小型,国有,是,1'),
      0xb1,
      '\n',
      gb(row('丙'))
    ),
    exit: 1,
    answers: 2,
    errors: 1,
    says: /第 3 行/
  },
  {
    name: 'a row from elsewhere in a table of UTF-8 with an ASCII header',
    input: bytes(`${ASCII}\n企业甲,餐饮业,企业\n企业丙,餐饮业,企业\n`, gb('企业乙,餐饮业,企业\n')),
    exit: 1,
    answers: 2,
    errors: 1,
    says: /第 4 行“编号”列|第 4 行“id”列：有不是 UTF-8/
  },
  {
    name: 'lines ended by \\r alone, in GB 18030',
    input: gb(`${ASCII}\n企业甲,餐饮业,企业\n企业乙,餐饮业,企业\n`.replaceAll('\n', '\r')),
    exit: 0,
    answers: 2,
    says: /"id":"企业乙"/
  },
  {
    name: 'told, where the bytes alone do not tell',
    input: bytes('id,applicant.kind\n', 0xc4, 0xa3, ',enterprise\n'),
    more: ['--encoding', 'GBK'],
    exit: 0,
    answers: 1,
    says: /"id":"模"/
  },
  {
    name: 'told Big5',
    input: bytes('id,applicant.kind\n', 0xa4, 0xa4, ',enterprise\n'),
    more: ['--encoding', 'big5'],
    exit: 0,
    answers: 1,
    says: /"id":"中"/
  },
  {
    name: 'told wrong, against the mark of the file',
    input: `\uFEFF${table(row('a'))}`,
    more: ['--encoding', 'gb18030'],
    exit: 2,
    says: /开头的标记说它是 utf-8，和 --encoding gb18030 不符/
  },
  {
    name: 'a header that makes no sense in the encoding that was guessed',
    input: Buffer.from('b1e0baceffb1,a\n1,2\n', 'latin1').fill(0xb5, 0, 6),
    exit: 2,
    says: /按 gb18030 读的；如果表头成了乱码，请用 --encoding/
  }
]

const LINE_ENDS: Report[] = [
  {
    name: 'ended in two ways',
    source: 'mholt/PapaParse#281; adaltas/node-csv#282',
    input: `${HEADER}\r\n${row('a1')}\r\n${row('a2')}\n`,
    exit: 0,
    answers: 2
  },
  { name: 'the other way round', input: `${HEADER}\n${row('a1')}\r\n${row('a2')}\r\n`, exit: 0, answers: 2 },
  { name: 'as old Macs did', input: `${HEADER}\r${row('a1')}\r${row('a2')}`, exit: 0, answers: 2 },
  {
    name: 'in three ways, with blank lines, counted',
    input: `${HEADER}\r${row('a1')}\r\n\r\n${row('a2')}\n\n${row('a3')},x\r`,
    exit: 1,
    answers: 2,
    errors: 1,
    says: /第 6 行有 7 格，表头有 6 列/
  },
  {
    name: '\\r\\n at the end of a piece of the file',
    input: `${HEADER}\n${`${row('a')}\r`.repeat(2)}${'\r'.repeat(2 ** 20)}\n${row('b')}x`,
    exit: 1,
    answers: 2,
    errors: 1
  }
]

const COLUMNS: Report[] = [
  {
    name: 'empty at the right end',
    source: 'OpenDataRepository/data-publisher#84; votingworks/arlo#525',
    input: `${HEADER},,\n${row('a1')},,\n`,
    exit: 0,
    answers: 1
  },
  {
    name: 'empty at the right end of the header alone',
    input: `${HEADER}, ,\n${row('a1')}\n`,
    exit: 0,
    answers: 1
  },
  {
    name: 'empty at the right end of rows alone',
    input: `${HEADER}\n${row('a1')},"",\n`,
    exit: 0,
    answers: 1
  },
  {
    name: 'rows of separators alone',
    input: `,,\n${HEADER},,\n,,,,,,,\n${row('a1')},,\n,\n`,
    exit: 0,
    answers: 1
  },
  { name: 'empty in the middle', input: '编号,,企业规模\na1,,小型\n', exit: 0, answers: 1 },
  {
    name: 'no title, and yet a value',
    input: '编号,,企业规模,\na1,x,小型,\na2,,小型,y\n',
    exit: 1,
    answers: 0,
    errors: 2,
    says: /第 2 行第 2 列（没有标题）：看不懂“x”[\s\S]*第 3 行有 4 格，表头有 3 列/
  },
  { name: 'separated by semicolons', input: table(row('a1')).replaceAll(',', ';'), exit: 0, answers: 1 },
  {
    name: 'separated by tabs',
    input: tabs(table(row('a1'), row('"a\t2"'))),
    exit: 0,
    answers: 2,
    says: /a\\t2/
  },
  {
    name: 'a title twice',
    input: `${HEADER},企业规模\n`,
    exit: 2,
    says: /第 7 列“企业规模”重复了/
  },
  {
    name: 'the header once more, of a second table',
    input: table(row('a1'), HEADER, row('a2')),
    exit: 1,
    answers: 2,
    errors: 1,
    says: /第 3 行：和表头一样/
  },
  {
    name: 'more columns than can be listed',
    input: `${Array.from({ length: 50 }, (_, index) => `列${index}`).join()}\n`,
    exit: 2,
    says: /还有 31 处/
  }
]

const QUOTES: Report[] = [
  {
    name: 'within a cell',
    source: 'adaltas/node-csv#214',
    input: table(row('a1'), row('a2 5"管'), row('a3')),
    exit: 0,
    answers: 3,
    says: /"id":"a2 5\\"管"/
  },
  {
    name: 'never closed',
    input: table(row('a1'), row('"a2'), row('a3')),
    exit: 1,
    answers: 2,
    errors: 1,
    says: STRAY
  },
  {
    name: 'never closed in the last row',
    input: table(row('a1'), row('"a2')),
    exit: 1,
    answers: 1,
    errors: 1,
    says: STRAY
  },
  {
    name: 'closed in the middle',
    input: table(row('a1'), row('"a2"x'), row('a3')),
    exit: 1,
    answers: 2,
    errors: 1,
    says: STRAY
  },
  {
    name: 'two of them in the same column, rows apart',
    input: table(row('a1'), row('"a2'), row('a3'), row('a4"'), row('a5')),
    exit: 1,
    answers: 4,
    errors: 1,
    says: STRAY
  },
  {
    name: 'two of them in different columns',
    input: table(
      row('a1'),
      'a2,"企业,小型,国有,是,12000',
      row('a3'),
      'a4,企业,小型,国有,是,12000"',
      row('a5')
    ),
    exit: 1,
    answers: 3,
    errors: 2,
    says: STRAY
  },
  {
    name: 'in many rows',
    input: table(...Array.from({ length: 3000 }, (_, index) => row(`${index % 3 ? '' : '"'}a${index}`))),
    exit: 1,
    answers: 2000,
    errors: 1000
  },
  {
    name: 'never closed, and more behind it than is looked through',
    input: table(row('"a1'), ...Array.from({ length: 60_000 }, (_, index) => row(`a${index}`))),
    more: ['--only', 'eligible'],
    exit: 1,
    answers: 60_000,
    errors: 1
  },
  {
    name: 'around line breaks, commas and quotation marks',
    input: table(row('"甲\r\n乙"'), row('"a,""b"""'), ' "a3" ,"企业" ,"小型","国有",是,"12,000"'),
    exit: 0,
    answers: 3,
    says: /"id":"甲\\r\\n乙"[\s\S]*"id":"a,\\"b\\""[\s\S]*"id":"a3"/
  },
  {
    name: 'around titles, with line breaks',
    input: '"编\n号","企业\r\n规模"\na1,小型\n',
    exit: 0,
    answers: 1
  },
  { name: 'around lines of a table of one column', input: '编号\n"a\nb"\nc\n', exit: 0, answers: 2 },
  {
    name: 'never closed in the header',
    input: `"${HEADER}\n${row('a1')}\n`,
    exit: 2,
    says: /表头的引号不成对/
  },
  { name: 'in a title', input: `${HEADER}"\n${row('a1')}\n`, exit: 2, says: /第 6 列“月租金"”不是已知的事实/ }
]

const zip = (name: string) =>
  bytes('PK\x03\x04', Buffer.alloc(26), name, Buffer.alloc(60, 0xb1), 'PK\x05\x06')
const FORMATS: Report[] = [
  { name: 'a zip of something', source: 'ushahidi/platform#905', input: zip('x'), exit: 2, says: /Excel/ },
  {
    name: '.xlsx',
    input: zip('xl/workbook.xml'),
    exit: 2,
    says: /Excel 工作簿（\.xlsx）.*另存为.*CSV UTF-8/
  },
  { name: '.docx', input: zip('word/document.xml'), exit: 2, says: /Word 文档/ },
  { name: '.xls', input: Buffer.from('d0cf11e0a1b11ae10000', 'hex'), exit: 2, says: /Excel 的 \.xls/ },
  { name: 'PDF', input: '%PDF-1.7\n%\xe2\xe3', exit: 2, says: /PDF/ },
  { name: 'a web page called a table', input: '\uFEFF\r\n<HTML><table>', exit: 2, says: /网页/ },
  { name: 'a picture', input: Buffer.from('89504e470d0a1a0a', 'hex'), exit: 2, says: /图片/ },
  {
    name: 'something else',
    input: bytes('\x7fELF\x02\0\0', Buffer.alloc(99)),
    exit: 2,
    says: /不像是文本文件/
  },
  { name: '.xlsx called lines', file: 'in.ndjson', input: zip('xl/'), exit: 2, says: /Excel 工作簿/ },
  {
    name: 'lines in UTF-16',
    file: 'in.ndjson',
    input: bytes(0xff, 0xfe, wide('{}\n')),
    exit: 2,
    says: /UTF-16/
  },
  { name: 'nothing', input: '', exit: 2, says: /文件是空的/ },
  { name: 'nothing but separators', input: ',,\n\n', exit: 2, says: /文件是空的/ },
  {
    name: 'text without an end of line',
    input: Buffer.alloc(3_000_000, 'x'),
    exit: 2,
    says: /“x{40}…”不是已知的事实/
  }
]

const UTF16: Report[] = [
  {
    name: 'with tabs, as Excel writes Unicode text',
    source: 'qbicsoftware/data-manager-app#588',
    input: wide(`\uFEFF${tabs(table(row('a1')))}`),
    exit: 0,
    answers: 1
  },
  {
    name: 'big-endian',
    input: wide(`\uFEFF${table(row('甲'))}`).swap16(),
    exit: 0,
    answers: 1,
    says: /"id":"甲"/
  },
  {
    name: 'without a mark',
    input: wide(table(row('甲'), row('乙'))),
    exit: 0,
    answers: 2,
    says: /"id":"乙"/
  },
  { name: 'big-endian, without a mark', input: wide(table(row('甲'))).swap16(), exit: 0, answers: 1 },
  {
    name: 'half of a pair',
    input: wide(`\uFEFF${table(row('甲'), row('乙\ud842'), row('丙'))}`),
    exit: 1,
    answers: 2,
    errors: 1,
    says: /第 3 行“编号”列：有不是 UTF-16LE 编码的字节/
  },
  {
    name: 'half a character at the end',
    input: bytes(wide(`\uFEFF${table(row('甲'))}${row('乙')}`), 0x30),
    exit: 1,
    answers: 1,
    errors: 1,
    says: /第 3 行“月租金”列/
  }
]

const CELLS: Report[] = [
  {
    name: 'NUL',
    input: table(row('a1'), row('a\0'), row('a3')),
    exit: 1,
    answers: 2,
    errors: 1,
    says: /第 3 行“编号”列：有空字节（NUL）/
  },
  {
    name: 'very long',
    input: table(row('a1'), row('x'.repeat(70_000)), row('a3'), `a4,${'企'.repeat(1_000_000)}`, row('a5')),
    exit: 1,
    answers: 3,
    errors: 2,
    says: /第 3 行：超过了 65536 字节/
  },
  {
    name: 'very long, in quotation marks',
    input: table(row('a1'), row(`"${'x'.repeat(70_000)}"`), row('a3')),
    exit: 1,
    answers: 2,
    errors: 1
  },
  {
    name: 'a number that a spreadsheet has shortened',
    input: table(row('9.11101E+17'), row('E+17')),
    exit: 1,
    answers: 1,
    errors: 1,
    says: /第 2 行“编号”列：看不懂“9\.11101E\+17”/
  },
  {
    name: 'marks that keep numbers and formulas as they are',
    input: table(row("'911101170000000000"), row("'=a"), row("'x"), row("''x")),
    exit: 0,
    answers: 4,
    says: /"id":"911101170000000000"[\s\S]*"id":"=a"[\s\S]*"id":"'x"[\s\S]*"id":"''x"/
  }
]

const run = (kind: string, reports: readonly Report[]) =>
  t.test(kind, async t => {
    for (const { name, input, file: inFile = 'in.csv', more = [], exit, ...expected } of reports) {
      put(inFile, input)
      const args = [file(inFile), file('reported.ndjson'), '--measures', 'state-owned-rent-relief']
      const { code, out, err } = await batch([...args, '--as-of', '2022-07-01', ...more])
      t.equal(code, exit, `${name}: ${out}${err}`)
      const lines = code === 2 ? [] : text('reported.ndjson').trimEnd().split('\n')
      const { answers, errors = 0 } = expected
      if (exit !== 2) t.match(JSON.parse(lines.at(-1) as string), { end: { answers, errors } }, name)
      const wrong = lines.filter(line => line.includes('"error":'))
      const said = `${err}${wrong.join('\n')}${lines.length < 20 ? lines.join('\n') : lines.at(-2)}`
      if (expected.says) t.match(said, expected.says, name)
      if (exit === 2) t.match(err, /^\S+：[^\n]*\p{Script=Han}/u, `${name}: in Chinese`)
    }
  })

run('encodings', ENCODINGS)
run('ends of lines', LINE_ENDS)
run('columns', COLUMNS)
run('quotation marks', QUOTES)
run('files of other formats', FORMATS)
run('UTF-16', UTF16)
run('cells', CELLS)
