'use client'
import type { Result } from '@vc/kernel'
import { Hash, Notice, Seal } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import type { LedgerRecord, ProofFault } from './record-in-block.ts'

/** What this browser found out from the block's own bytes, and where the block is. */
export function Verdict({
  code,
  proof,
  record,
}: {
  readonly code: string
  readonly proof: Result<true, ProofFault>
  readonly record: LedgerRecord | null
}) {
  const t = useTranslations('verify')
  return (
    <div className="space-y-3">
      {proof.ok ? (
        <div className="flex items-center gap-4">
          <Seal name={code} seed={record?.txid ?? code} state="signed" />
          <div>
            <p className="text-lead font-strong">{t('genuine')}</p>
            <p className="text-small text-ink-soft">{t('proved')}</p>
          </div>
        </div>
      ) : (
        <Notice tone="waiting" title={t('unproved')}>
          {t(`faults.${proof.refusal.code}`)}
        </Notice>
      )}
      {record && (
        <p className="text-small">
          {t('record')} <Hash hash={record.txid} /> ·{' '}
          <Link className="underline" href={`/explorer/search?q=${record.height}`}>
            {t('block', { height: record.height })}
          </Link>{' '}
          {record.block && t(record.block.final ? 'final' : 'notFinal')}
        </p>
      )}
    </div>
  )
}
