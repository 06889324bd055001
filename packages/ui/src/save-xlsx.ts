import { saveFile } from './save-file.ts'

/** A number only where a double holds every digit; all else stays text, so nothing is rounded silently. */
export function cellOf(text: string): {
  readonly type: StringConstructor | NumberConstructor
  readonly value: string | number
} {
  const isNumber = /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && text.replace(/\D/g, '').length <= 15
  return isNumber ? { type: Number, value: Number(text) } : { type: String, value: text }
}

/** Saves rows, the head first, as a workbook of one sheet. */
export async function saveXlsx(name: string, rows: readonly (readonly string[])[]): Promise<void> {
  const { default: write } = await import('write-excel-file/browser')
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  saveFile(`${name}.xlsx`, await write(rows.map((row) => row.map(cellOf))).toBlob(), type)
}
