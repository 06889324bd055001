'use client'
import { parseAmount } from '@vc/ledger'
import { MOST_LICENCES, type PermittedUse, permittedUses } from '@vc/nfr'
import { Checkbox, FormField, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { mustBeAmount, mustBeFilled, mustBeWhole } from '../forms/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Work } from './answers.ts'

const MOST_DAYS = 99_999
const FIRST_USES: readonly PermittedUse[] = ['show', 'use']

/** Puts licences up for sale: the terms, the price, and how many. */
export function SellDialog({ work, onClose }: { readonly work: Work; readonly onClose: () => void }) {
  const t = useTranslations('works.sell')
  const licence = useTranslations('works.licence')
  const { send, error, busy, terms, say, uses, toggle } = useSellForm(work, onClose)
  const errorAt = useFieldErrors(error)
  const field = (name: keyof typeof terms, label: string, hint?: string, amount = true) => (
    <FormField label={label} hint={hint} error={errorAt(name)}>
      <TextInput amount={amount} maxLength={80} value={terms[name]} onChange={say(name)} />
    </FormField>
  )
  return (
    <CommandDialog
      title={t('title')}
      lead={t('lead')}
      go={t('go')}
      pending={busy}
      onGo={send}
      onClose={onClose}
      error={error}
    >
      <Uses chosen={uses} onToggle={toggle} />
      {field('territory', licence('territory'), undefined, false)}
      {field('days', t('days'), t('daysHint'))}
      {field('count', t('count'), t('countHint', { most: MOST_LICENCES }))}
      {field('price', licence('price'))}
      {field('reward', t('reward'), t('rewardHint'))}
      {field('resale', t('resale'), t('resaleHint'))}
    </CommandDialog>
  )
}

function Uses({
  chosen,
  onToggle,
}: {
  readonly chosen: readonly PermittedUse[]
  readonly onToggle: (use: PermittedUse) => void
}) {
  const t = useTranslations('works.licence')
  const rights = useTranslations('rights.uses')
  return (
    <fieldset>
      <legend className="font-strong">{t('uses')}</legend>
      <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
        {permittedUses.map((use) => (
          <Checkbox
            key={use}
            label={rights(use)}
            checked={chosen.includes(use)}
            onChange={() => onToggle(use)}
          />
        ))}
      </div>
    </fieldset>
  )
}

type Typed = { readonly target: { readonly value: string } }

function useSellForm(work: Work, onClose: () => void) {
  const t = useTranslations('works')
  const api = useTRPCClient()
  const { decimals } = useUi()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [uses, setUses] = useState<readonly PermittedUse[]>(FIRST_USES)
  const [terms, setTerms] = useState({
    ...{ territory: t('sell.everywhere'), days: '365', count: '1', price: '', reward: '0', resale: '' },
  })
  const say = (name: keyof typeof terms) => (event: Typed) =>
    setTerms({ ...terms, [name]: event.target.value })
  const toggle = (use: PermittedUse) =>
    setUses(uses.includes(use) ? uses.filter((one) => one !== use) : [...uses, use])
  const send = () =>
    draftAndSign(() => {
      const { territory } = terms
      mustBeFilled('licence-incomplete', { territory })
      if (uses.length === 0) throw new RefusedHere('licence-uses')
      const days = mustBeWhole(terms.days, { field: 'days', least: 0, most: MOST_DAYS })
      const count = mustBeWhole(terms.count, { field: 'count', most: MOST_LICENCES })
      const price = mustBeAmount(terms.price, decimals, 'price')
      const reward = parseAmount(terms.reward.trim() || '0', decimals)
      if (reward === undefined) throw new RefusedHere('amount-wrong', { field: 'reward' })
      const rate = parseAmount(terms.resale.trim() || '0', 2)
      if (rate === undefined || rate >= 10_000n) throw new RefusedHere('resale-share', { field: 'resale' })
      const resale = terms.resale.trim() === '' ? {} : { resale: Number(rate) }
      const numbers = { days, count, price, reward }
      return api.works.sell.mutate({
        commandKey,
        workId: work.id,
        uses: [...uses],
        territory,
        ...numbers,
        ...resale,
      })
    })
  return { send, error, busy, terms, say, uses, toggle }
}
