'use client'
import { Drawer, Facts, Hash } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { BadLines, RecordPlace } from '../imports/index.ts'
import type { ImportRow } from './imports.tsx'

/** One file of metering data: what came of it, where the ledger has it, and the lines that were set aside. */
export function ImportDrawer({
  row,
  stage,
  onClose,
}: {
  readonly row: ImportRow
  readonly stage: string
  readonly onClose: () => void
}) {
  const t = useTranslations('energy')
  const format = useFormatter()
  const { txid, height, finality, setAside } = row
  return (
    <Drawer open wide onOpenChange={(open) => !open && onClose()} title={row.fileName}>
      <Facts
        rows={[
          { label: t('stage'), value: stage },
          { label: t('broughtAt'), value: format.dateTime(row.createdAt, 'short') },
          { label: t('readings'), value: format.number(row.readings) },
          { label: t('issued'), value: row.issued === null ? '–' : format.number(row.issued) },
          { label: t('digest'), value: <Hash hash={row.digest} /> },
          { label: t('record'), value: <RecordPlace txid={txid} height={height} finality={finality} /> },
        ]}
      />
      {setAside.length > 0 && (
        <div className="mt-6">
          <h3 className="mb-2 font-strong">{t('setAside')}</h3>
          <BadLines name="set-aside" caption={t('setAside')} rows={setAside} />
        </div>
      )}
    </Drawer>
  )
}
