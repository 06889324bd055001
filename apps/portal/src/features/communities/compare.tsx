'use client'
import { Button, Notice, Section } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'
import { CheckpointFields, readCheckpoint } from './checkpoint-fields.tsx'
import type { Anchor } from './use-chain.ts'

type Found = {
  readonly outcome: 'fits' | 'differs' | 'none'
  readonly height: bigint
  /** Of the block that has the checkpoint. */
  readonly block: number
}

/** Holds what a chain says of itself against what the ledger keeps: who altered the chain since is found out. */
export function Compare({ anchors }: { readonly anchors: readonly Anchor[] }) {
  const t = useTranslations('communities.compare')
  const format = useFormatter()
  const [form, setForm] = useState({ height: '', hash: '' })
  const [found, setFound] = useState<Found>()
  const [error, setError] = useState<RefusedHere>()
  const forget = () => {
    setFound(undefined)
    setError(undefined)
  }
  function compare() {
    forget()
    const said = readCheckpoint(form)
    if (!said) return setError(new RefusedHere('checkpoint-missing'))
    const anchor = anchors.find(({ height }) => height === said.height)
    const outcome = anchor ? (anchor.hash === said.hash ? 'fits' : 'differs') : 'none'
    setFound({ outcome, height: said.height, block: anchor?.block ?? 0 })
  }
  if (anchors.length === 0) return null
  return (
    <Section id="compare" title={t('title')} lead={t('lead')}>
      <div className="space-y-4">
        <CheckpointFields
          form={form}
          onChange={(next) => {
            setForm(next)
            forget()
          }}
        />
        <Button onClick={compare}>{t('go')}</Button>
        <div role="status">
          <RefusalView error={error} />
          {found && (
            <Notice tone={found.outcome === 'fits' ? 'plain' : 'waiting'} title={t(found.outcome)}>
              {t(`${found.outcome}Next`, {
                height: format.number(found.height),
                block: format.number(found.block),
              })}
            </Notice>
          )}
        </div>
      </div>
    </Section>
  )
}
