'use client'
import { Amount, Button, Checkbox, formatUnits, Section, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { CommandDialog } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'

/** A lot whose height has come. */
type Lot = { readonly name: string; readonly amount: bigint }
type Props = { readonly lots: readonly Lot[] }

/** Overdue lots that anybody may clear with value of the own; nothing where there are none, or for who has no account to pay. */
export function ClearLots({ lots }: Props) {
  const t = useTranslations('debt.clear')
  const { may } = useSession()
  const [isOpen, setOpen] = useState(false)
  if (lots.length === 0 || !may('account.pay')) return null
  return (
    <Section id="clear" title={t('title')} lead={t('lead')}>
      <Button onClick={() => setOpen(true)}>{t('open')}</Button>
      {isOpen && <ClearDialog lots={lots} onClose={() => setOpen(false)} />}
    </Section>
  )
}

function ClearDialog({ lots, onClose }: Props & { readonly onClose: () => void }) {
  const t = useTranslations('debt.clear')
  const { decimals, locale } = useUi()
  const api = useTRPCClient()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [chosen, setChosen] = useState<readonly string[]>(lots.map(({ name }) => name))
  const asked = lots.filter(({ name }) => chosen.includes(name))
  const sum = asked.reduce((total, { amount }) => total + amount, 0n)
  const names = asked.map(({ name }) => name)
  const choose = (name: string, isChosen: boolean) =>
    setChosen((now) => (isChosen ? [...now, name] : now.filter((other) => other !== name)))
  return (
    <CommandDialog
      title={t('title')}
      lead={t('dialogLead')}
      go={t('go', { amount: formatUnits(sum, decimals, locale) })}
      pending={busy}
      disabled={asked.length === 0}
      onGo={() => draftAndSign(() => api.credit.clear.mutate({ commandKey, lots: names }))}
      onClose={onClose}
      error={error}
    >
      <fieldset className="space-y-1">
        <legend className="mb-1 font-strong">{t('which')}</legend>
        {lots.map(({ name, amount }) => (
          <Checkbox
            key={name}
            label={<Amount amount={amount} element="debt" />}
            checked={chosen.includes(name)}
            onChange={({ target }) => choose(name, target.checked)}
          />
        ))}
      </fieldset>
    </CommandDialog>
  )
}
