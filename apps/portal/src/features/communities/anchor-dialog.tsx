'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog } from '../refusals/index.ts'
import { CheckpointFields, readCheckpoint } from './checkpoint-fields.tsx'
import type { Chain } from './use-chain.ts'

type Props = { readonly chain: Chain; readonly onClose: () => void }

/** Proposes a checkpoint of a chain that is kept elsewhere: its own keys sign that it is so high and hashes to this. */
export function AnchorDialog({ chain, onClose }: Props) {
  const t = useTranslations('communities.anchors')
  const api = useTRPCClient()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState({ height: '', hash: '' })
  async function propose() {
    const made = await run(() => {
      const checkpoint = readCheckpoint(form)
      if (!checkpoint) throw new RefusedHere('checkpoint-missing')
      return api.chains.anchor.mutate({ commandKey, chainId: chain.chainId, checkpoint })
    })
    if (made) onClose()
  }
  return (
    <CommandDialog
      title={t('propose')}
      lead={t('proposeLead', { need: chain.need, of: chain.authorities.length })}
      go={t('go')}
      pending={busy}
      onGo={propose}
      onClose={onClose}
      error={error}
    >
      <CheckpointFields form={form} heightHint={t('heightHint')} onChange={setForm} />
    </CommandDialog>
  )
}
