/** Files that are no text, told by their first bytes; and what to do about each, for whoever sent it. */

interface Format {
  /** one of what it starts with, as Latin-1, in whatever case, without white space in front */
  starts: readonly string[]
  /** what is in it as well */
  holds?: string
  name: string
}

const FORMATS: readonly Format[] = [
  { starts: ['pk\x03\x04'], holds: 'xl/', name: 'Excel 工作簿（.xlsx）' },
  { starts: ['pk\x03\x04'], holds: 'word/', name: 'Word 文档（.docx），不是电子表格' },
  {
    starts: ['pk\x03\x04', 'pk\x05\x06', 'pk\x07\x08'],
    name: '压缩格式的文件（Excel 的 .xlsx、Word 的 .docx、WPS 文件和 zip 都是这样开头的）'
  },
  {
    starts: ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
    name: '旧格式的 Office 文件（Excel 的 .xls、Word 的 .doc 或 WPS 的 .et）'
  },
  { starts: ['%pdf-'], name: 'PDF 文件，不是电子表格' },
  { starts: ['{\\rtf'], name: 'RTF 文档，不是电子表格' },
  {
    starts: ['<?xml', '<!doctype', '<html', '<table', '<meta'],
    name: '网页或 XML（有些系统把它存成 .xls，Excel 也打得开）'
  },
  { starts: ['\x89png', '\xff\xd8\xff', 'gif8'], name: '图片，不是电子表格' },
  { starts: ['\x1f\x8b', 'rar!', '7z\xbc\xaf'], name: '压缩文件，请先解压' }
]

/** The byte order mark of UTF-8, which stands before text alone. */
const MARK = '\xef\xbb\xbf'

const SAVE_AS =
  '请用 Excel 或 WPS 打开原来的表格，选“文件 → 另存为”，类型选“CSV UTF-8（逗号分隔）(*.csv)”，再用另存出来的文件'

/** What is said of a file that is none of text; undefined where it may be. @param bytes of its beginning */
export function wrongFormat(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').toLowerCase()
  const start = (text.startsWith(MARK) ? text.slice(MARK.length) : text).trimStart()
  const format = FORMATS.find(
    ({ starts, holds }) =>
      starts.some(one => start.startsWith(one.toLowerCase())) && (!holds || start.includes(holds))
  )
  return format && `这是${format.name}，不是 CSV 文本。${SAVE_AS}`
}

/** What is said of a file whose name has another ending. */
export const OTHER_FORMAT = `名称要以 .xlsx、.csv 或 .ndjson 结尾，不能是旧的 Excel 格式、Word 之类的文件。${SAVE_AS}`

/** What is said of bytes that are no text, and of no format that is known. */
export const NO_TEXT = `这不像是文本文件。如果它是表格，${SAVE_AS}`
