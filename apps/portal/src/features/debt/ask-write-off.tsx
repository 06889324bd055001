'use client'
import { Button, FormField, formatUnits, TextArea, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import type { Case } from './case.ts'
import { LotChoice, lotName } from './lot-choice.tsx'

/** The creditor chooses bad lots and says why nothing more can be got. */
export function AskWriteOff({ data }: { readonly data: Case }) {
  const t = useTranslations('debt.writeOff')
  const { decimals, locale } = useUi()
  const api = useTRPCClient()
  const { run, error, busy } = useCommand()
  const [commandKey, setCommandKey] = useState(() => crypto.randomUUID())
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [grounds, setGrounds] = useState('')
  const bad = data.story.lots.filter(({ standing }) => standing === 'bad')
  const asked = bad.filter((lot) => chosen.includes(lotName(lot)))
  const sum = asked.reduce((all, { amount }) => all + amount, 0n)
  async function ask() {
    const order = { commandKey, txid: data.story.root, lots: asked.map(lotName), grounds }
    if (!(await run(() => api.credit.writeOff.mutate(order)))) return
    setChosen([])
    setGrounds('')
    setCommandKey(crypto.randomUUID())
  }
  return (
    <div className="mt-5 max-w-2xl space-y-3">
      <RefusalView error={error} />
      <LotChoice data={data} legend={t('which')} lots={bad} chosen={chosen} onChange={setChosen} />
      <FormField label={t('grounds')} hint={t('groundsHint')}>
        <TextArea value={grounds} maxLength={1000} onChange={({ target }) => setGrounds(target.value)} />
      </FormField>
      <Button variant="danger" disabled={busy || asked.length === 0 || grounds.trim() === ''} onClick={ask}>
        {t('ask', { amount: formatUnits(sum, decimals, locale) })}
      </Button>
    </div>
  )
}
