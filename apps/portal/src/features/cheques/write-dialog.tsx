'use client'
import { parseAmount } from '@vc/ledger'
import { FormField, formatUnits, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { CommandDialog } from '../refusals/index.ts'
import { type LeafRow, leafName } from './answers.ts'
import type { OpenerOf } from './use-opener.ts'
import { payeeNamed, writeAndSign } from './write-cheque.ts'
import { remember } from './written.ts'

type Props = {
  readonly leaf: LeafRow
  readonly network: string
  readonly open: OpenerOf
  readonly onClose: () => void
}

/** Writes a cheque on a leaf: to whom, how much. It is signed here; nobody is asked and nothing is sent. */
export function WriteDialog({ leaf, network, open, onClose }: Props) {
  const t = useTranslations('cheques.write')
  const { decimals, locale } = useUi()
  const [form, setForm] = useState({ to: '', amount: '' })
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  async function write() {
    setBusy(true)
    try {
      remember(leaf, await signHere(leaf, network, open, readForm(form, decimals)))
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const { most, expiry } = leaf.book
  return (
    <CommandDialog
      title={t('title', { name: leafName(leaf) })}
      lead={t('lead', { expiry })}
      go={t('go')}
      pending={busy}
      onGo={write}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('to')} hint={t('toHint')}>
        <TextInput
          className="font-mono"
          spellCheck={false}
          value={form.to}
          onChange={(event) => setForm({ ...form, to: event.target.value })}
        />
      </FormField>
      <FormField label={t('amount')} hint={t('amountHint', { most: formatUnits(most, decimals, locale) })}>
        <TextInput
          amount
          value={form.amount}
          onChange={(event) => setForm({ ...form, amount: event.target.value })}
        />
      </FormField>
    </CommandDialog>
  )
}

function readForm({ to, amount: text }: { readonly to: string; readonly amount: string }, decimals: number) {
  const amount = parseAmount(text.trim(), decimals)
  if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive')
  return { payee: payeeNamed(to), amount }
}

async function signHere(
  leaf: LeafRow,
  network: string,
  open: OpenerOf,
  asked: { readonly payee: Uint8Array; readonly amount: bigint },
): Promise<string> {
  if (asked.amount > leaf.book.most) throw new RefusedHere('cheque-over-leaf', { most: leaf.book.most })
  const wallet = await open()
  try {
    return writeAndSign({ network, book: leaf.book, leaf, ...asked }, wallet)
  } finally {
    wallet.close()
  }
}
