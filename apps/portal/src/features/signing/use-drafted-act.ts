'use client'
import { useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { useActSigner } from './act-signer.tsx'

type Drafted = { readonly actId: string }

/** Asks a key for acts of a desk. One that is drafted and then not signed is taken back, so that what it holds is free again. */
export function useDraftedAct(onDrafted: () => void = () => {}) {
  const t = useTranslations('signing')
  const api = useTRPCClient()
  const toast = useToast()
  const { sign } = useActSigner()
  const { run, error, busy } = useCommand()
  async function signAct(actId: string): Promise<boolean> {
    const outcome = await run(() => sign(actId))
    if (outcome) toast({ title: t(outcome.status === 'submitted' ? 'sent' : 'signed') })
    return outcome !== undefined
  }
  /** Gives what was drafted once it is signed; nothing when it was refused or left. */
  async function draftAndSign<Made extends Drafted>(draft: () => Promise<Made>): Promise<Made | undefined> {
    const drafted = await run(draft)
    if (!drafted) return undefined
    onDrafted()
    if (await signAct(drafted.actId)) return drafted
    await run(() => api.acts.withdraw.mutate({ actId: drafted.actId }))
    return undefined
  }
  return { signAct, draftAndSign, error, busy }
}
