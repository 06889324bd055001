'use client'
import { parseAmount } from '@vc/ledger'
import { FormField, formatUnits, Select, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { type Board, readShare, type Standing } from './answers.ts'
import { OwnLots } from './own-lots.tsx'

type Props = { readonly standing: Standing; readonly board: Board; readonly onClose: () => void }
type Side = 'locked' | 'debt'

/** Posts an offer: what one gives, what is paid for it in circulation, and until when. */
export function PostDialog({ standing, board, onClose }: Props) {
  const t = useTranslations('staking.board')
  const { may } = useSession()
  const api = useTRPCClient()
  const { decimals, locale } = useUi()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [side, setSide] = useState<Side>('locked')
  const [form, setForm] = useState({ amount: '', rate: '90', days: '7' })
  const [lots, setLots] = useState<readonly string[]>([])
  const say = (field: keyof typeof form) => (event: { readonly target: { readonly value: string } }) =>
    setForm({ ...form, [field]: event.target.value })
  const locked = standing.accounts.reduce((sum, account) => sum + account.locked, 0n)
  async function post() {
    const posted = await run(() => {
      const rate = readShare(form.rate)
      if (rate === undefined || rate === 0) throw new RefusedHere('share-wrong')
      if (!/^(?:[1-9]|[1-5]\d|60)$/.test(form.days)) throw new RefusedHere('days-wrong')
      const give =
        side === 'debt' ? { side, lots: chosenLots(lots) } : { side, amount: amountOf(form.amount) }
      return api.staking.post.mutate({ commandKey, give, rate, days: Number(form.days) })
    })
    if (posted) onClose()
  }
  const amountOf = (text: string) => {
    const amount = parseAmount(text.trim(), decimals)
    if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive')
    return amount
  }
  const sides = (['locked', 'debt'] as const).filter((one) => one === 'locked' || may('credit.repay'))
  return (
    <CommandDialog
      title={t('postTitle')}
      lead={t('postLead')}
      go={t('postGo')}
      disabled={busy}
      onGo={post}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('side')}>
        <Select
          value={side}
          onChange={({ target }) => setSide(target.value === 'debt' ? 'debt' : 'locked')}
          options={sides.map((value) => ({ value, label: t(`give.${value}`) }))}
        />
      </FormField>
      {side === 'debt' ? (
        <OwnLots chosen={lots} onChange={setLots} />
      ) : (
        <FormField
          label={t('most')}
          hint={t('mostHint', {
            locked: formatUnits(locked, decimals, locale),
            fee: formatUnits(board.fee, decimals, locale),
          })}
        >
          <TextInput amount value={form.amount} onChange={say('amount')} />
        </FormField>
      )}
      <FormField label={t('rate')} hint={t('rateHint')}>
        <TextInput amount unit="%" value={form.rate} onChange={say('rate')} />
      </FormField>
      <FormField label={t('days')} hint={t('daysHint')}>
        <TextInput amount unit={t('daysUnit')} value={form.days} onChange={say('days')} />
      </FormField>
    </CommandDialog>
  )
}

function chosenLots(lots: readonly string[]): string[] {
  if (lots.length === 0) throw new RefusedHere('lots-unchosen')
  return [...lots]
}
