'use client'
import { parseAmount } from '@vc/ledger'
import { Checkbox, FormField, formatShare, formatUnits, Select, TextInput, useUi } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { CommandDialog } from '../refusals/index.ts'
import { type Producer, partOf, type Standing } from './answers.ts'
import { useStakeAct } from './use-stake-act.ts'

type Props = { readonly producer: Producer; readonly standing: Standing; readonly onClose: () => void }
type From = 'circulation' | 'locked'

/** Registers value as stake of a producer: how much, out of what, and that its way back was read. */
export function RegisterDialog({ producer, standing, onClose }: Props) {
  const t = useTranslations('staking.register')
  const api = useTRPCClient()
  const { decimals, locale } = useUi()
  const { act, error } = useStakeAct(onClose)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [text, setText] = useState('')
  const [from, setFrom] = useState<From>('circulation')
  const [isWarned, setWarned] = useState(false)
  const units = (amount: bigint) => formatUnits(amount, decimals, locale)
  const free = standing.accounts.reduce(
    (sum, account) => sum + (from === 'locked' ? account.locked : account.circulating),
    0n,
  )
  const register = () =>
    act(async () => {
      const amount = parseAmount(text.trim(), decimals)
      if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive')
      if (!isWarned) throw new RefusedHere('warning-unread')
      const { producerKey } = producer
      return api.staking.register.mutate({ commandKey, producerKey, amount, from, isWarned })
    })
  return (
    <CommandDialog
      title={t('title')}
      lead={<WhatItDoes producer={producer} standing={standing} />}
      go={t('go')}
      onGo={register}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('from')}>
        <Select
          value={from}
          onChange={({ target }) => setFrom(target.value === 'locked' ? 'locked' : 'circulation')}
          options={[
            { value: 'circulation', label: t('circulation') },
            { value: 'locked', label: t('locked') },
          ]}
        />
      </FormField>
      <FormField
        label={t('amount')}
        hint={t('amountHint', { free: units(free), least: units(BigInt(standing.minStake)) })}
      >
        <TextInput amount value={text} onChange={(event) => setText(event.target.value)} />
      </FormField>
      <Checkbox
        label={t('warning')}
        checked={isWarned}
        onChange={({ target }) => setWarned(target.checked)}
      />
    </CommandDialog>
  )
}

/** In one sentence what it does, what the producer keeps, and from when it counts. */
function WhatItDoes({ producer: { organisation, share }, standing }: Pick<Props, 'producer' | 'standing'>) {
  const t = useTranslations('staking.register')
  const chinese = useLocale() === 'zh-CN'
  const { locale } = useUi()
  const { stakeMaturity, blockInterval } = standing
  const blocks = Math.ceil(stakeMaturity / blockInterval)
  const name = organisation && (chinese ? organisation.nameZh : organisation.name)
  if (!name || share === null) return t('leadOwn', { blocks })
  return t('lead', { name, share: formatShare(partOf(share), locale), blocks })
}
