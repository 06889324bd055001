'use client'
import { Button, FormField, formatUnits, TextArea, TextInput, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import type { Case } from './case.ts'
import { LotChoice, lotName } from './lot-choice.tsx'

/** The debtor chooses lots that are not due yet, says who would take them over, and why. */
export function AskTransfer({ data }: { readonly data: Case }) {
  const t = useTranslations('debt.transfer')
  const { decimals, locale } = useUi()
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const [commandKey, setCommandKey] = useState(() => crypto.randomUUID())
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [to, setTo] = useState('')
  const [grounds, setGrounds] = useState('')
  const open = data.story.lots.filter(({ standing }) => standing === 'current' || standing === 'due-soon')
  const asked = open.filter((lot) => chosen.includes(lotName(lot)))
  const sum = asked.reduce((all, { amount }) => all + amount, 0n)
  const isReady = asked.length > 0 && to.trim() !== '' && grounds.trim() !== ''
  async function ask() {
    const wish = { commandKey, txid: data.story.root, lots: asked.map(lotName), to, grounds }
    if (!(await run(() => api.credit.askTransfer.mutate(wish)))) return
    setCommandKey(crypto.randomUUID())
    setChosen([])
    toast({ title: t('asked') })
  }
  if (open.length === 0) return null
  return (
    <div className="mt-5 max-w-2xl space-y-3">
      <RefusalView error={error} />
      <LotChoice data={data} legend={t('which')} lots={open} chosen={chosen} onChange={setChosen} />
      <FormField label={t('account')} hint={t('accountHint')}>
        <TextInput
          value={to}
          maxLength={200}
          className="font-mono"
          spellCheck={false}
          onChange={({ target }) => setTo(target.value)}
        />
      </FormField>
      <FormField label={t('grounds')} hint={t('groundsHint')}>
        <TextArea value={grounds} maxLength={1000} onChange={({ target }) => setGrounds(target.value)} />
      </FormField>
      <Button disabled={busy || !isReady} onClick={ask}>
        {t('ask', { amount: formatUnits(sum, decimals, locale) })}
      </Button>
    </div>
  )
}
