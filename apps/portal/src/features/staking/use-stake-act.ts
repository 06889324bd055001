'use client'
import { useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { useActSigner } from '../signing/index.ts'

type Drafted = { readonly actId: string }

/**
 * Drafts an act and asks the key for it. What is drafted and then not signed is taken back, so that its coins are free at
 * once. `onDrafted` closes what asked, before the sheet opens.
 */
export function useStakeAct(onDrafted: () => void = () => {}) {
  const t = useTranslations('staking')
  const api = useTRPCClient()
  const toast = useToast()
  const { sign } = useActSigner()
  const { run, error, busy } = useCommand()
  async function act(draft: () => Promise<Drafted>): Promise<void> {
    const drafted = await run(draft)
    if (!drafted) return
    onDrafted()
    const outcome = await sign(drafted.actId)
    if (outcome) toast({ title: t(outcome.status === 'submitted' ? 'sent' : 'waitsForOther') })
    else await run(() => api.acts.withdraw.mutate({ actId: drafted.actId }))
  }
  return { act, error, busy }
}
