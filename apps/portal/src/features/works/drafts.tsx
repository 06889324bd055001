'use client'
import { Guilloche, Hash, Notice, Timeline } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { ChooseFiles, fingerprintOfFile, RecordPlace } from '../imports/index.ts'
import type { Work } from './answers.ts'
import { type ProvedDraft, proveDrafts } from './prove-drafts.ts'

/** The dated drafts of a work, each proved by this browser; and a file held against them, which stays in it. */
export function Drafts({ work }: { readonly work: Work }) {
  const t = useTranslations('works.drafts')
  const drafts = useMemo(() => proveDrafts(work), [work])
  const format = useFormatter()
  return (
    <div className="space-y-5">
      <Standing drafts={drafts} />
      <Timeline
        events={drafts.map((draft) => ({
          key: draft.id,
          at: draft.datedAt ? format.dateTime(draft.datedAt, 'exact') : t(`states.${draft.state}`),
          title: t('draft', { number: draft.number, note: draft.note }),
          tone: draft.proof.ok ? ('plain' as const) : ('waiting' as const),
          detail: <DraftDetail draft={draft} />,
        }))}
      />
      <CheckCopy drafts={drafts} />
    </div>
  )
}

function Standing({ drafts }: { readonly drafts: readonly ProvedDraft[] }) {
  const t = useTranslations('works.drafts')
  const dated = drafts.filter(({ record }) => record !== null)
  const [first] = dated
  if (!first)
    return (
      <Notice tone="waiting" title={t('none')}>
        {t('noneNext')}
      </Notice>
    )
  if (!dated.every(({ proof }) => proof.ok))
    return (
      <Notice tone="waiting" title={t('unproved')}>
        {t('unprovedNext')}
      </Notice>
    )
  return (
    <div className="flex items-center gap-5">
      <Guilloche seed={first.record?.txid ?? first.id} lines={9} fineness={24} className="size-20 shrink-0" />
      <div>
        <p className="text-lead font-strong">{t('proved', { count: dated.length })}</p>
        <p className="text-ink-soft">{t('provedNext')}</p>
      </div>
    </div>
  )
}

function DraftDetail({ draft }: { readonly draft: ProvedDraft }) {
  const t = useTranslations('works.drafts')
  const verify = useTranslations('verify.faults')
  const { record, proof, fingerprint } = draft
  const finality = record?.block ? (record.block.final ? 'final' : 'in-block') : null
  return (
    <div className="space-y-0.5">
      <p>
        {t('fingerprint')} <Hash hash={fingerprint} />
      </p>
      {record && (
        <p>
          {proof.ok ? t('stands') : verify(proof.refusal.code)}{' '}
          <RecordPlace txid={record.txid} height={record.height} finality={finality} />
        </p>
      )}
    </div>
  )
}

/** Holds a file against the drafts, by its fingerprint alone. */
function CheckCopy({ drafts }: { readonly drafts: readonly ProvedDraft[] }) {
  const t = useTranslations('works.check')
  const format = useFormatter()
  const [checked, setChecked] = useState<{ readonly name: string; readonly contentHash: string }>()
  const check = async (file: File) => {
    const { contentHash } = await fingerprintOfFile(file)
    setChecked({ name: file.name, contentHash })
  }
  const found = drafts.find((one) => one.fingerprint === checked?.contentHash && one.proof.ok)
  const at = found?.datedAt ? format.dateTime(found.datedAt, 'exact') : ''
  return (
    <div className="space-y-3">
      <ChooseFiles label={t('title')} hint={t('hint')} onFiles={([file]) => file && check(file)} />
      <div role="status" aria-live="polite">
        {checked && found && (
          <Notice title={t('same', { name: checked.name, number: found.number })}>
            {t('sameNext', { at })}
          </Notice>
        )}
        {checked && !found && (
          <Notice tone="waiting" title={t('other', { name: checked.name })}>
            {t('otherNext')}
          </Notice>
        )}
      </div>
    </div>
  )
}
