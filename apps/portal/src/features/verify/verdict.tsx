'use client'
import { likenessDistance } from '@vc/nfr'
import { Guilloche, Notice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { RecordPlace } from '../imports/index.ts'
import type { Proof } from './check-proof.ts'
import type { LedgerRecord } from './record-in-block.ts'

export type VerdictProps = {
  readonly code: string
  readonly proof: Proof
  readonly record: LedgerRecord | null
  readonly title: ReactNode
}
const TRAITS = 256

/** What this browser found out from the block's own bytes, and where the block is. */
export function Verdict({ code, proof, record, title }: VerdictProps) {
  const t = useTranslations('verify')
  const finality = record?.block ? (record.block.final ? 'final' : 'in-block') : null
  return (
    <div className="space-y-3">
      {proof.ok ? (
        <div className="flex items-center gap-5">
          <Guilloche seed={record?.txid ?? code} lines={9} fineness={24} className="size-20 shrink-0" />
          <div>
            <p className="text-lead font-strong">{title}</p>
            <p className="text-ink-soft">{t('proved')}</p>
          </div>
        </div>
      ) : (
        <Notice tone="waiting" title={t('unproved')}>
          {t(`faults.${proof.refusal.code}`)}
        </Notice>
      )}
      {record && (
        <p>
          {t('record')} <RecordPlace txid={record.txid} height={record.height} finality={finality} />
        </p>
      )}
    </div>
  )
}

/** Says that a copy is not the certified content, and how close it is. */
export function Altered({ copy, certified }: { readonly copy: string; readonly certified: string }) {
  const t = useTranslations('verify')
  const same = TRAITS - (likenessDistance(copy, certified) ?? TRAITS)
  return (
    <Notice tone="waiting" title={t('altered')}>
      {t('alteredNext', { same })}
    </Notice>
  )
}
