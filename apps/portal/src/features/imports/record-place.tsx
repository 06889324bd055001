'use client'
import { useTranslations } from 'next-intl'
import { BlockLink, TransactionLink } from '../explorer/index.ts'

/** Where the ledger has a record: its transaction and its block, each leading to the explorer, and how sure that is. */
export function RecordPlace({
  txid,
  height,
  finality,
}: {
  readonly txid: string | null
  readonly height: number | null
  readonly finality: 'in-block' | 'final' | null
}) {
  const t = useTranslations('imports')
  if (txid === null) return '–'
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <TransactionLink txid={txid} />
      {height !== null && (
        <span className="whitespace-nowrap">
          {t('block')} <BlockLink height={height} />
        </span>
      )}
      {finality && <span className="text-ink-soft">{t(`finality.${finality}`)}</span>}
    </span>
  )
}
