'use client'
import { Button, type Column, saveCsv, Table } from '@vc/ui'
import { FilePen } from 'lucide-react'
import { useTranslations } from 'next-intl'

export type BadLine = {
  readonly line: number
  readonly code: string
  readonly column?: string | undefined
  readonly facts?: Readonly<Record<string, string | number>> | undefined
  readonly cells?: readonly string[] | undefined
}
export type BadLinesProps = {
  readonly name: string
  readonly caption: string
  readonly rows: readonly BadLine[]
  /** The columns of the file, when the cells of the lines are at hand: they can be saved beside the reasons. */
  readonly columns?: readonly string[]
  /** What is counted where it is no line. */
  readonly place?: string
}

/** Lines of a file that were not taken, each with its reason: sorted, filtered, and exported to be corrected. */
export function BadLines({ name, caption, rows, columns = [], place }: BadLinesProps) {
  const t = useTranslations('imports')
  const where = place ?? t('line')
  const reasons = useTranslations('imports.rows')
  const reason = ({ code, column, facts }: BadLine) =>
    reasons.has(code) ? reasons(code, { column: column ?? '', reference: '', ...facts }) : code
  const shown: readonly Column<BadLine>[] = [
    {
      key: 'line',
      header: where,
      cell: ({ line }) => line,
      text: ({ line }) => String(line),
      sortBy: ({ line }) => line,
      phone: 'side',
    },
    { key: 'reason', header: t('reason'), cell: reason, text: reason, filter: 'text', phone: 'main' },
    { key: 'field', header: t('field'), cell: fieldOf, text: fieldOf, filter: 'choice', phone: 'hide' },
  ]
  /** The lines as they stood in the file, under its own head, with line and reason before them. */
  function saveToCorrect() {
    const head = [where, t('reason'), ...columns]
    saveCsv(name, [head, ...rows.map((row) => [String(row.line), reason(row), ...(row.cells ?? [])])])
  }
  return (
    <Table
      name={name}
      caption={caption}
      rows={rows}
      columns={shown}
      rowKey={(row) => String(row.line)}
      pageSize={10}
      actions={
        columns.length > 0 && (
          <Button size="small" variant="quiet" icon={<FilePen aria-hidden />} onClick={saveToCorrect}>
            {t('saveToCorrect')}
          </Button>
        )
      }
    />
  )
}

const fieldOf = ({ column }: BadLine) => column ?? ''
