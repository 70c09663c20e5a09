/** Why a workbook is not read: in Chinese, with what to do about it. */

export class UnreadableWorkbook extends Error {}
