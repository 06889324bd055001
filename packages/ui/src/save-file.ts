/** Hands bytes or text to the browser as a file. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** One cell of a CSV file; what a spreadsheet would run as a formula is made plain text (CWE-1236). */
function cellOf(text: string): string {
  const formula = /^[=+@\t\r]/.test(text) || /^-(?!\d)/.test(text)
  const safe = formula ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as RFC 4180 text with a byte order mark, so that spreadsheets read Chinese. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`
}

/** Saves rows, the head first, as a CSV file. */
export function saveCsv(name: string, rows: readonly (readonly string[])[]): void {
  saveFile(`${name}.csv`, toCsv(rows), 'text/csv;charset=utf-8')
}
