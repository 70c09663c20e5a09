/** Errors of the system in Chinese: a full disk, a folder in place of a file. */

const WORDS: Record<string, string> = {
  ENOENT: '找不到这个文件或文件夹',
  EACCES: '没有权限',
  EPERM: '没有权限，或者文件正被别的程序使用',
  EISDIR: '是文件夹，不是文件',
  ENOTDIR: '路径中间有一段不是文件夹',
  ENOSPC: '磁盘满了',
  EDQUOT: '空间配额用完了',
  EROFS: '磁盘是只读的',
  EBUSY: '文件正被别的程序使用，请先把它关掉',
  EMFILE: '打开的文件太多',
  ENFILE: '打开的文件太多',
  ENAMETOOLONG: '文件名太长',
  EFBIG: '文件太大',
  EIO: '读写磁盘时出错'
}

/** What is said of one, with its file where that is known. */
export function systemText({ code = '', path }: NodeJS.ErrnoException): string {
  return `${path ? `${path}：` : ''}${WORDS[code] ?? '读写文件时出错'}（${code}）`
}
