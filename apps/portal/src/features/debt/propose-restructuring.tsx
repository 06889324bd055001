'use client'
import { Button, FormField, formatUnits, TextInput, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { plainNumber } from '../credit/plain-number.ts'
import { useDays } from '../credit/use-days.ts'
import { RefusalView } from '../refusals/index.ts'
import type { Case } from './case.ts'
import { LotChoice, lotName } from './lot-choice.tsx'

/** The creditor chooses lots, a new term and how many parts; the fee of the ledger is owed with them. */
export function ProposeRestructuring({ data }: { readonly data: Case }) {
  const t = useTranslations('debt.restructuring')
  const { decimals, locale } = useUi()
  const days = useDays(data.blocksPerDay)
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [term, setTerm] = useState('30')
  const [parts, setParts] = useState('1')
  const open = data.story.lots.filter(({ standing }) => standing !== 'settled')
  const asked = open.filter((lot) => chosen.includes(lotName(lot)))
  const sum = asked.reduce((all, { amount }) => all + amount, 0n)
  const termBlocks = Math.round(plainNumber(term) * data.blocksPerDay)
  const count = plainNumber(parts)
  const isReady = asked.length > 0 && termBlocks >= 1 && Number.isInteger(count) && count >= 1
  async function propose() {
    const { root: txid } = data.story
    const names = asked.map(lotName)
    const done = await run(() =>
      api.credit.restructure.mutate({ txid, lots: names, termBlocks, parts: count }),
    )
    if (!done) return
    setChosen([])
    toast({ title: t('proposed') })
  }
  return (
    <div className="mt-5 max-w-2xl space-y-3">
      <RefusalView error={error} />
      <LotChoice data={data} legend={t('which')} lots={open} chosen={chosen} onChange={setChosen} />
      <div className="grid gap-3 sm:grid-cols-2">
        <FormField label={t('term')} hint={Number.isFinite(termBlocks) ? days(termBlocks) : t('plain')}>
          <TextInput
            amount
            value={term}
            unit={t('daysUnit')}
            onChange={({ target }) => setTerm(target.value)}
          />
        </FormField>
        <FormField label={t('parts')} hint={t('partsHint')}>
          <TextInput
            amount
            inputMode="numeric"
            value={parts}
            onChange={({ target }) => setParts(target.value)}
          />
        </FormField>
      </div>
      <Button disabled={busy || !isReady} onClick={propose}>
        {t('propose', { amount: formatUnits(asked.length > 0 ? sum + data.fee : 0n, decimals, locale) })}
      </Button>
    </div>
  )
}
