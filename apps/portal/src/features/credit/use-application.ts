'use client'
import { formatAmount, parseAmount } from '@vc/ledger'
import { useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ApiAnswers } from '../../trpc/types.ts'
import { plainNumber } from './plain-number.ts'

export type Terms = ApiAnswers['credit']['terms']
/** A collective that the person may speak for: its members would owe by their vote. */
export type Voting = { readonly id: string; readonly name: string }
export type Form = {
  /** Who shall owe: "account ID" or "collective ID". */
  readonly debtor: string
  readonly amount: string
  readonly days: string
  readonly lots: string
  readonly purpose: string
  readonly guarantee: string
  /** Empty: the value goes to who owes. */
  readonly payeeName: string
  readonly payee: string
}
type Wrong = { readonly [field in keyof Form]?: string }

/** What somebody writes into an application: the fields, what is wrong with them, and what is to be sent. */
export function useApplication(terms: Terms, collectives: readonly Voting[]) {
  const t = useTranslations('credit')
  const { decimals } = useUi()
  const accounts = terms.accounts.filter(({ isActive }) => isActive)
  const blank = { amount: '', days: '180', lots: '1', purpose: '', guarantee: '', payeeName: '', payee: '' }
  const [form, setForm] = useState<Form>({ debtor: `account ${accounts[0]?.accountId ?? ''}`, ...blank })
  const termBlocks = Math.round(plainNumber(form.days) * terms.blocksPerDay)
  const words = limitsOf(terms, decimals)
  const wrong = checkForm(form, termBlocks, terms, decimals, (key) => t(`wrong.${key}`, words))
  const amount = parseAmount(form.amount.trim(), decimals)
  const { purpose, guarantee } = form
  const isReady = Object.keys(wrong).length === 0 && amount !== undefined
  return {
    ...{ accounts, collectives, form, words, wrong, termBlocks },
    isVoted: form.debtor.startsWith(COLLECTIVE),
    set: (field: keyof Form) => (event: { readonly target: { readonly value: string } }) =>
      setForm((now) => ({ ...now, [field]: event.target.value })),
    ready: isReady
      ? {
          ...{ ...debtorOf(form), amount, termBlocks, lots: plainNumber(form.lots) },
          ...{ purpose, guarantee, ...payeeOf(form) },
        }
      : undefined,
  }
}

const COLLECTIVE = 'collective '

function debtorOf({ debtor }: Form) {
  const [kind, id = ''] = debtor.split(' ')
  return kind === 'collective' ? { collectiveId: id } : { accountId: id }
}

function payeeOf({ payee, payeeName }: Form) {
  return payee.trim() === '' ? {} : { payee: { account: payee, name: payeeName } }
}

export type Application = ReturnType<typeof useApplication>

const limitsOf = ({ fee, limits, blocksPerDay }: Terms, decimals: number) => ({
  least: formatAmount(fee, decimals),
  example: formatAmount(1_250_000n, decimals),
  decimals,
  leastDays: Math.ceil((limits.leastTermBlocks / blocksPerDay) * 1000) / 1000,
  mostDays: Math.floor(limits.mostTermBlocks / blocksPerDay),
  lots: limits.mostLots,
})

/** What stands in the form's way, field by field, in the reader's words. */
function checkForm(
  form: Form,
  termBlocks: number,
  { limits, fee }: Terms,
  decimals: number,
  say: (key: string) => string,
): Wrong {
  const amount = parseAmount(form.amount.trim(), decimals)
  const lots = plainNumber(form.lots)
  const isTerm =
    Number.isInteger(termBlocks) &&
    termBlocks >= limits.leastTermBlocks &&
    termBlocks <= limits.mostTermBlocks
  return {
    ...(amount === undefined || amount <= fee ? { amount: say('amount') } : {}),
    ...(isTerm ? {} : { days: say('days') }),
    ...(Number.isInteger(lots) && lots >= 1 && lots <= limits.mostLots ? {} : { lots: say('lots') }),
    ...(form.purpose.trim() === '' ? { purpose: say('purpose') } : {}),
    ...(form.guarantee.trim() === '' ? { guarantee: say('guarantee') } : {}),
    ...checkPayee(form, say),
  }
}

/** Both or none: an account without a name would be read by nobody, a name without an account pays nobody. */
function checkPayee({ payee, payeeName }: Form, say: (key: string) => string): Wrong {
  const [hasAccount, hasName] = [payee.trim() !== '', payeeName.trim() !== '']
  if (hasAccount === hasName) return {}
  return hasAccount ? { payeeName: say('payeeName') } : { payee: say('payee') }
}
