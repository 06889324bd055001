'use client'
import type { BadRow, ToldEncoding } from '@vc/tabular'
import { Button, Checkbox, Dialog, FileDrop, type FilePreview, Notice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { FileRefusal } from '../imports/index.ts'
import { cellsOf, type ReadFile, readFile } from './read-file.ts'
import { sendFile } from './send-file.ts'

const SHOWN_ROWS = 20

type Props = { readonly onClose: () => void }

/** Choose a file, see what was read and which lines are bad, bring it whole or without them. */
export function ImportDialog({ onClose }: Props) {
  const t = useTranslations('settlement.import')
  const { read, choose, bring, known, setAside, setSetAside, error, busy } = useImport()
  const parsed = read?.refused === undefined ? read?.parsed : undefined
  const [good, bad] = [parsed?.obligations.length ?? 0, parsed?.bad.length ?? 0]
  return (
    <Dialog
      open
      wide
      held={busy}
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      description={t('lead')}
      footer={
        <Button
          variant="primary"
          disabled={good === 0 || (bad > 0 && !setAside)}
          pending={busy}
          onClick={bring}
        >
          {t('bring', { count: good })}
        </Button>
      }
    >
      <div className="space-y-4">
        <FileRefusal
          error={error ?? read?.refused}
          onRead={(encoding) => read && choose(read.file, encoding)}
        />
        {known !== undefined && <Known batchId={known} />}
        <FileDrop
          label={t('file')}
          hint={t('hint')}
          accept=".csv,.txt,text/csv"
          onFile={(file) => choose(file)}
          fileName={read?.file.name}
          pending={busy}
          {...usePreview(read)}
        />
        {bad > 0 && (
          <Checkbox
            label={t('setAside', { count: bad })}
            checked={setAside}
            onChange={(event) => setSetAside(event.target.checked)}
          />
        )}
      </div>
    </Dialog>
  )
}

/** The file that was read, and what came of bringing it. */
function useImport() {
  const router = useRouter()
  const { run, error, busy } = useCommand()
  const [read, setRead] = useState<ReadFile>()
  const [setAside, setSetAside] = useState(false)
  const [known, setKnown] = useState<string>()
  async function choose(file: File, encoding?: ToldEncoding) {
    setSetAside(false)
    setKnown(undefined)
    setRead(await run(() => readFile(file, encoding)))
  }
  async function bring() {
    if (!read) return
    const brought = await run(() => sendFile(read, setAside))
    if (brought?.isNew) router.push(`/settlement/${brought.batchId}`)
    else setKnown(brought?.batchId)
  }
  return { read, choose, bring, known, setAside, setSetAside, error, busy }
}

/** These obligations are here already: where. */
function Known({ batchId }: { readonly batchId: string }) {
  const t = useTranslations('settlement.import')
  const router = useRouter()
  return (
    <Notice title={t('known')}>
      <Button size="small" onClick={() => router.push(`/settlement/${batchId}`)}>
        {t('openKnown')}
      </Button>
    </Notice>
  )
}

function usePreview(read: ReadFile | undefined) {
  const t = useTranslations('settlement.import')
  const reason = useBadReason()
  if (read === undefined || read.refused !== undefined) return {}
  const { table, parsed } = read
  const { encoding, delimiter, columns, rows } = table
  const preview: FilePreview = {
    summary: t('summary', {
      format: t(`formats.${parsed.format}`),
      encoding,
      delimiter: delimiter === '\t' ? '⇥' : delimiter,
      rows: rows.length,
      obligations: parsed.obligations.length,
      belowUnit: parsed.belowUnit,
    }),
    columns,
    rows: rows.slice(0, SHOWN_ROWS).map(({ cells }) => columns.map((column) => cells[column] ?? '')),
  }
  const badRows = parsed.bad.map((bad) => ({
    line: bad.line,
    reason: reason(bad),
    cells: cellsOf(table, bad),
  }))
  return { preview, badRows }
}

/** The reason of a bad line as a sentence. */
export function useBadReason() {
  const t = useTranslations('settlement.bad')
  return ({
    code,
    column,
    facts,
  }: Pick<BadRow, 'code'> & { column?: string | null | undefined; facts?: BadRow['facts'] | null }) =>
    t.has(code) ? t(code, { column: column ?? '', ...facts }) : code
}
