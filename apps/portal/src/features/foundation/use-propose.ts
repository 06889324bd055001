'use client'
import { useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiQuestions } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'

export type Ask = ApiQuestions['foundation']['propose']['ask']

/** Sends one proposal: pressed twice it is one. Open it afresh for each. */
export function usePropose(onDone: () => void) {
  const t = useTranslations('foundation')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  async function propose(askOf: () => Ask) {
    const done = await run(async () => api.foundation.propose.mutate({ commandKey, ask: askOf() }))
    if (!done) return
    toast({ title: t('proposed') })
    onDone()
  }
  return { propose, error, busy }
}
