'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Dialog, FormField, TextArea, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSteppedUp } from '../session/index.ts'
import { HaltNotice } from './halt-notice.tsx'
import { useHalts } from './use-halts.ts'

type Kind = 'halt' | 'lift'

/** Where a regulator halts new credit in the whole network and lifts it again (consensus.md 18). */
export function HaltDesk() {
  const t = useTranslations('halt')
  const halts = useHalts()
  const [asked, setAsked] = useState<Kind>()
  return (
    <div className="max-w-3xl space-y-4">
      <p className="text-ink-soft">{t('lead')}</p>
      <HaltNotice />
      {halts?.length === 0 && <p>{t('none')}</p>}
      {halts && (
        <div className="flex flex-wrap gap-3">
          {halts.length > 0 && (
            <Button variant="primary" onClick={() => setAsked('lift')}>
              {t('lift')}
            </Button>
          )}
          <Button variant="danger" onClick={() => setAsked('halt')}>
            {t(halts.length > 0 ? 'haltMore' : 'halt')}
          </Button>
        </div>
      )}
      {asked && <NoticeDialog kind={asked} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function NoticeDialog({ kind, onClose }: { readonly kind: Kind; readonly onClose: () => void }) {
  const t = useTranslations('halt')
  const [text, setText] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { give, error } = useGiveNotice()
  const press = async () => {
    const isWithout = kind === 'halt' && text.trim() === ''
    setMissing(isWithout)
    if (!isWithout && (await give({ kind, text }))) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(`${kind}Title`)}
      description={t('confirm')}
      footer={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button variant={kind === 'halt' ? 'danger' : 'primary'} onClick={press}>
            {t(kind)}
          </Button>
        </>
      }
    >
      {kind === 'halt' && (
        <FormField
          id="halt-reason"
          label={t('reason')}
          hint={t('reasonHint')}
          error={isMissing ? t('reasonNeeded') : undefined}
        >
          <TextArea value={text} maxLength={1_000} onChange={({ target }) => setText(target.value)} />
        </FormField>
      )}
      <RefusalView error={error} />
    </Dialog>
  )
}

function useGiveNotice() {
  const t = useTranslations('halt')
  const [api, toast, client] = [useTRPCClient(), useToast(), useQueryClient()]
  const halts = useTRPC().network.halts
  const steppedUp = useSteppedUp()
  const { run, error } = useCommand()
  const give = async (notice: { readonly kind: Kind; readonly text: string }) => {
    const done = await run(() =>
      steppedUp('audit.giveNotice', notice, (input) => api.audit.giveNotice.mutate(input)),
    )
    if (!done) return false
    toast({ title: t(notice.kind === 'halt' ? 'halted' : 'lifted') })
    await client.invalidateQueries(halts.queryFilter())
    return true
  }
  return { give, error }
}
