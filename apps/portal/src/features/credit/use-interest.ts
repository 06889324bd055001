import { formatAmount, parseAmount } from '@vc/ledger'
import { useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ApiAnswers } from '../../trpc/types.ts'

type Review = ApiAnswers['credit']['review']
type Form = { readonly interest: string; readonly premium: string; readonly account: string }
type Wrong = { readonly [field in keyof Form]?: string }

/** What an authority keeps of a credit: the fields, what is wrong with them, what the debtor gets, what is to be sent. */
export function useInterest({ application, limits, accounts, cost }: Review) {
  const t = useTranslations('credit.interest')
  const { decimals } = useUi()
  const [form, setForm] = useState<Form>({ interest: '', premium: '', account: accounts[0] ?? '' })
  const read = (text: string) => (text.trim() === '' ? 0n : parseAmount(text.trim(), decimals))
  const [amount, premium] = [read(form.interest), read(form.premium)]
  const most = least(limits.premium, amount ?? 0n)
  const units = (sum: bigint) => formatAmount(sum, decimals)
  const wrong: Wrong = {
    ...(isWithin(amount, limits.interest)
      ? {}
      : { interest: t('wrongInterest', { most: units(limits.interest) }) }),
    ...(isWithin(premium, most) ? {} : { premium: t('wrongPremium', { most: units(most) }) }),
    ...(amount === 0n || form.account.trim() !== '' ? {} : { account: t('wrongAccount') }),
  }
  const isRight = Object.keys(wrong).length === 0 && amount !== undefined && premium !== undefined
  const asked = isRight && amount > 0n ? { interest: { amount, premium, account: form.account } } : {}
  return {
    ...{ form, wrong, mostPremium: limits.premium },
    paid: isRight ? application.amount - cost - amount : undefined,
    asked: isRight ? asked : undefined,
    set: (field: keyof Form) => (event: { readonly target: { readonly value: string } }) =>
      setForm((now) => ({ ...now, [field]: event.target.value })),
  }
}
export type InterestForm = ReturnType<typeof useInterest>

const least = (a: bigint, b: bigint) => (a < b ? a : b)
const isWithin = (amount: bigint | undefined, most: bigint) => amount !== undefined && amount <= most
