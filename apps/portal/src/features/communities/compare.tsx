'use client'
import { Button, Notice, RefusalNotice, Section } from '@vc/ui'
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
          heightHint={t('heightHint')}
          onChange={(next) => {
            setForm(next)
            forget()
          }}
        />
        <Button onClick={compare}>{t('go')}</Button>
        <div role="status">
          <RefusalView error={error} />
          {found && <Outcome found={found} />}
        </div>
      </div>
    </Section>
  )
}

function Outcome({ found: { outcome, height, block } }: { readonly found: Found }) {
  const t = useTranslations('communities.compare')
  const format = useFormatter()
  const said = t(`${outcome}Next`, { height: format.number(height), block: format.number(block) })
  if (outcome === 'differs') return <RefusalNotice title={t(outcome)} changed={said} />
  return <Notice title={t(outcome)}>{said}</Notice>
}
