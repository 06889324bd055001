'use client'
import { Button, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'

type Model = ApiAnswers['credit']['models']['models'][number]

/** What its authority can do with a model: sign it, end it, or take what is left of its credit back with the own key. */
export function ModelActs({ model: { id, state, actId, left, coins, isOwn } }: { readonly model: Model }) {
  const t = useTranslations('credit.models')
  const api = useTRPCClient()
  const toast = useToast()
  const ending = useCommand()
  const { signAct, draftAndSign, error, busy } = useDraftedAct()
  const canEnd = !['ended', 'ending', 'refused'].includes(state)
  const canTakeBack = isOwn && left > 0n
  async function end() {
    if (await ending.run(() => api.credit.endModel.mutate({ modelId: id }))) toast({ title: t('endedNow') })
  }
  return (
    <div className="space-y-3">
      <RefusalView error={error ?? ending.error} />
      <div className="flex flex-wrap gap-2 empty:hidden">
        {state === 'to-sign' && actId && (
          <Button variant="primary" pending={busy} onClick={() => signAct(actId)}>
            {t('sign')}
          </Button>
        )}
        {canEnd && (
          <Button variant="danger" pending={ending.busy} onClick={end}>
            {t('end')}
          </Button>
        )}
        {canTakeBack && (
          <Button
            variant={state === 'ending' ? 'primary' : 'danger'}
            pending={busy}
            onClick={() => draftAndSign(() => api.credit.takeBackModel.mutate({ modelId: id }))}
          >
            {t('takeBack')}
          </Button>
        )}
      </div>
      {canTakeBack && <p className="text-small text-ink-soft">{t('takeBackHint', { count: coins })}</p>}
    </div>
  )
}
