'use client'
import { FileUp } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { useUi } from './provider.tsx'
import { saveCsv } from './save-file.ts'

export type BadRow = { readonly line: number; readonly reason: string; readonly cells?: readonly string[] }
export type FilePreview = {
  /** What was found out about the file: encoding, separator, number of rows. Already translated. */
  readonly summary: ReactNode
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
export type FileDropProps = {
  readonly label: string
  readonly hint?: ReactNode
  /** As of an input: ".csv,text/csv". */
  readonly accept: string
  readonly onFile: (file: File) => unknown
  readonly fileName?: string | undefined
  readonly preview?: FilePreview | undefined
  readonly badRows?: readonly BadRow[] | undefined
  readonly pending?: boolean
}

/** Drop a file, see what was read, get the bad rows back as a file to fix. All or nothing is the caller's rule. */
export function FileDrop({
  label,
  hint,
  accept,
  onFile,
  fileName,
  preview,
  badRows = [],
  pending = false,
}: FileDropProps) {
  const { words } = useUi()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) onFile(file)
  }
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard */}
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files)
        }}
        className={classNames(
          'flex flex-col items-center gap-2 border-2 border-dashed border-line-strong px-4 py-8 text-center',
          over && 'border-ink bg-sunk',
        )}
      >
        <FileUp className="size-6 text-ink-faint" aria-hidden />
        <p className="font-strong">{fileName ?? label}</p>
        {hint && <p className="max-w-lg text-small text-ink-soft">{hint}</p>}
        <p className="text-small text-ink-faint">{words.dropFile}</p>
        <Button pending={pending} onClick={() => input.current?.click()}>
          {words.chooseFile}
        </Button>
        <input
          ref={input}
          type="file"
          accept={accept}
          aria-label={label}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
      </div>
      {preview && <Preview preview={preview} />}
      {badRows.length > 0 && (
        <BadRows rows={badRows} columns={preview?.columns ?? []} name={fileName ?? label} />
      )}
    </div>
  )
}

function Preview({ preview }: { readonly preview: FilePreview }) {
  return (
    <div className="mt-4">
      <p className="mb-1 text-ink-soft">{preview.summary}</p>
      {preview.rows.length > 0 && <Grid head={preview.columns} rows={preview.rows} />}
    </div>
  )
}

function BadRows({
  rows,
  columns,
  name,
}: {
  readonly rows: readonly BadRow[]
  readonly columns: readonly string[]
  readonly name: string
}) {
  const { words } = useUi()
  const head = [words.line, words.reason, ...columns]
  const cells = rows.map((row) => [String(row.line), row.reason, ...(row.cells ?? [])])
  return (
    <div role="alert" className="mt-4 border-l-4 border-refused pl-4">
      <div className="mb-1 flex items-baseline justify-between gap-3">
        <p className="font-strong text-refused">
          {words.badRows}: <span className="figures">{rows.length}</span>
        </p>
        <Button size="small" onClick={() => saveCsv(`${name}-${words.badRows}`, [head, ...cells])}>
          {words.exportCsv}
        </Button>
      </div>
      <Grid head={head} rows={cells.slice(0, 100)} />
    </div>
  )
}

function Grid({
  head,
  rows,
}: {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: a region that scrolls must be reachable by keyboard
    <div className="max-h-80 overflow-auto border" tabIndex={0} role="region" aria-label={head.join(', ')}>
      <table className="w-full text-left text-small">
        <thead className="sticky top-0 bg-sunk">
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col" className="px-2 py-1.5 whitespace-nowrap">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a file are named by their place
            <tr key={at}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={column} className="max-w-80 truncate px-2 py-1">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
