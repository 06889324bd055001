'use client'
import { Button, Drawer, Facts, FormField, Seal, shortHash, TextInput, useToast } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { ActPapersOf, ActResultOf, ActRisks, useActSigner } from '../signing/index.ts'
import { type ActRow, useKind } from './approvals-screen.tsx'
import { useApprovedBy } from './use-approved-by.ts'
import { WindowOpens } from './window-opens.tsx'

type Props = { readonly act: ActRow; readonly onClose: () => void }

/** One act: how many signatures it has and needs, who has signed, who is missing, who declined and why. */
export function ApprovalDrawer({ act, onClose }: Props) {
  const t = useTranslations('approvals')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const kindOf = useKind()
  const approvedBy = useApprovedBy()
  const { given, need, drafter, createdAt, expiresAt, status, declines } = act
  return (
    <Drawer open wide onOpenChange={(open) => !open && onClose()} title={kindOf(act)}>
      <div className="space-y-6">
        <Facts
          rows={[
            { label: t('stands'), value: t(`status.${status}`) },
            ...(act.model ? [{ label: t('approvedBy'), value: approvedBy(act.model) }] : []),
            { label: t('why'), value: <Why act={act} /> },
            { label: t('signatures'), value: t('signed', { given, need }) },
            { label: t('drafter'), value: drafter ? (chinese ? drafter.nameZh : drafter.name) : '–' },
            { label: t('drafted'), value: format.dateTime(createdAt, 'short') },
            { label: t('until'), value: format.dateTime(expiresAt, 'short') },
          ]}
        />
        {status === 'open' && <ActResultOf actId={act.actId} />}
        {status === 'open' && <ActRisks actId={act.actId} />}
        <Signers act={act} />
        {declines.length > 0 && (
          <ul className="divide-y border-y" aria-label={t('declines')}>
            {declines.map(({ name, reason, at }) => (
              <li key={`${name} ${at.getTime()}`} className="py-2">
                <span className="font-strong text-refused">{t('declinedBy', { name })}</span>{' '}
                <span className="text-small text-ink-soft">{format.dateTime(at, 'short')}</span>
                <p>{reason}</p>
              </li>
            ))}
          </ul>
        )}
        {act.isMine ? <Answer act={act} onClose={onClose} /> : <WhatItSays act={act} />}
      </div>
    </Drawer>
  )
}

/** Who does not sign it now can read it all the same, and find it on the ledger. */
function WhatItSays({ act: { actId, status } }: Pick<Props, 'act'>) {
  const t = useTranslations('approvals')
  return (
    <section aria-label={t('says')} className="space-y-3">
      <h3 className="font-strong">{t('says')}</h3>
      <ActPapersOf actId={actId} isOnLedger={status === 'final'} />
    </section>
  )
}

/** What an act waits for, in one sentence. */
function Why({ act: { status, need, given, isMine, waits, window } }: { readonly act: ActRow }) {
  const t = useTranslations('approvals')
  if (waits)
    return (
      <>
        {t(`waits.${waits}`)} {window && <WindowOpens window={window} />}
      </>
    )
  if (status !== 'open') return t(`whys.${status}`)
  return t(isMine ? 'whys.mine' : 'whys.others', { left: need - given })
}

function Signers({ act }: { readonly act: ActRow }) {
  const t = useTranslations('approvals')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  return (
    <div className="flex flex-wrap gap-4">
      {act.signers.map(({ key, organisation, signed, hasDeclined, isSoftware }) => {
        const owner = organisation ? (chinese ? organisation.nameZh : organisation.name) : shortHash(key)
        // A founder's key in software signs under nobody's name.
        const when = signed && format.dateTime(signed.at, 'short')
        const note = signed?.name ? `${signed.name}, ${when}` : (when ?? undefined)
        return (
          <Seal
            key={key}
            name={isSoftware ? t('software', { name: owner }) : owner}
            seed={key}
            state={signed ? 'signed' : hasDeclined ? 'refused' : 'empty'}
            note={note}
          />
        )
      })}
    </div>
  )
}

/** Read and sign, or say no with a reason. */
function Answer({ act: { actId }, onClose }: Props) {
  const t = useTranslations('approvals')
  const signing = useTranslations('signing')
  const api = useTRPCClient()
  const toast = useToast()
  const { sign } = useActSigner()
  const { run, error } = useCommand()
  const [reason, setReason] = useState('')
  async function signNow() {
    onClose()
    const outcome = await sign(actId)
    if (outcome) toast({ title: signing(outcome.status === 'submitted' ? 'sent' : 'signed') })
    await run(async () => undefined)
  }
  async function decline() {
    const done = await run(() => api.acts.decline.mutate({ actId, reason: reason.trim() }))
    if (done) toast({ title: t(done.status === 'withdrawn' ? 'takenBack' : 'declined') })
  }
  return (
    <div className="space-y-4 border-t pt-4">
      <RefusalView error={error} />
      <Button variant="primary" onClick={signNow}>
        {signing('waiting.read')}
      </Button>
      <FormField label={t('reason')} hint={t('reasonHint')}>
        <TextInput value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} />
      </FormField>
      <Button variant="danger" disabled={reason.trim() === ''} onClick={decline}>
        {t('decline')}
      </Button>
    </div>
  )
}
