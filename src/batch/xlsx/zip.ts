/** The archive that a workbook is: refused before anything of it is kept, where it would unpack into too much. */
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { UnreadableTable } from '../unreadable.ts'

/** Bytes of all parts together: the sheet of 100,000 firms has 60 million, with 20 columns. */
export const UNPACKED_LIMIT = 256 * 1024 * 1024
/** Parts of a workbook. */
const PARTS = 1000
/** One of the parts that every workbook has. */
const WORKBOOK = /^xl\/workbook\.(?:xml|bin)$/

export const TOO_LARGE = '这个工作簿解压后太大，请分成几个文件，或者另存为 CSV UTF-8'
export const DAMAGED =
  '这个工作簿打不开：文件不完整，或者不是 .xlsx；请用 Excel 或 WPS 打开，另存为 .xlsx 再试'
const LEGACY = '这是旧格式或者加了密码的 Office 文件；请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx 再试'
/** What files of the old format, and those that a password closes, begin with. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex')

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })

async function checkParts(zip: ZipFile, limit: number): Promise<void> {
  let [unpacked, hasWorkbook] = [0, false]
  if (zip.entryCount > PARTS) throw new UnreadableTable(TOO_LARGE)
  for await (const entry of zip.eachEntry() as AsyncIterable<Entry>) {
    hasWorkbook ||= WORKBOOK.test(entry.fileName)
    unpacked += entry.uncompressedSize
    if (unpacked > limit) throw new UnreadableTable(TOO_LARGE)
    // Unpacked once into nowhere: an entry that is longer than it says ends here.
    await pipeline(await zip.openReadStreamPromise(entry), nowhere())
  }
  if (!hasWorkbook) throw new UnreadableTable(DAMAGED)
}

/**
 * @param bytes of the whole file
 * @throws UnreadableTable where it is no workbook, or would unpack into too much
 */
export async function checkArchive(bytes: Buffer, limit = UNPACKED_LIMIT): Promise<void> {
  if (bytes.subarray(0, COMPOUND.length).equals(COMPOUND)) throw new UnreadableTable(LEGACY)
  try {
    await checkParts(await fromBufferPromise(bytes), limit)
  } catch (error) {
    throw error instanceof UnreadableTable ? error : new UnreadableTable(DAMAGED)
  }
}
