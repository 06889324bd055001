'use client'
import { formatAmount, parseAmount } from '@vc/ledger'
import { useUi } from '@vc/ui'
import { useState } from 'react'
import type { Policy } from './use-replace-policy.ts'

export const policyFields = ['speed', 'stop', 'reserve', 'meanAge'] as const
export type PolicyField = (typeof policyFields)[number]
export type PolicyForm = Readonly<Record<PolicyField, string>>

/** What an operator writes: the fields, which of them can not be read, and the policy that they make. */
export function usePolicyForm(inForce: Policy, blocksPerDay: number) {
  const { decimals } = useUi()
  const [form, setForm] = useState(() => formOf(inForce, decimals, blocksPerDay))
  const read = readForm(form, decimals, blocksPerDay)
  const wrong = policyFields.filter((field) => read[field] === undefined)
  const { speed, stop, reserve, meanAge } = read
  const isRead = speed !== undefined && stop !== undefined && reserve !== undefined && meanAge !== undefined
  const { isStopped } = inForce
  return {
    form,
    wrong,
    set: (field: PolicyField) => (event: { readonly target: { readonly value: string } }) =>
      setForm((now) => ({ ...now, [field]: event.target.value })),
    policy: isRead ? { speed, stop, reserveShare: reserve, meanAge, isStopped } : undefined,
    example: formatAmount(1_250_000n, decimals),
  }
}

export function formOf(policy: Policy, decimals: number, blocksPerDay: number): PolicyForm {
  const { speed, stop, reserveShare, meanAge } = policy
  const amount = (one: bigint | null) => (one === null ? '' : formatAmount(one, decimals))
  return {
    speed: amount(speed),
    stop: amount(stop),
    reserve: reserveShare === null ? '' : formatAmount(BigInt(reserveShare), 2),
    meanAge: meanAge === null ? '' : String(Math.round((meanAge / blocksPerDay) * 10) / 10),
  }
}

/** Each field as the policy has it: null when empty, undefined when it can not be read. */
export function readForm(form: PolicyForm, decimals: number, blocksPerDay: number) {
  const text = (field: PolicyField) => form[field].trim()
  const amount = (field: PolicyField) => (text(field) === '' ? null : parseAmount(text(field), decimals))
  const share = text('reserve') === '' ? null : parseAmount(text('reserve'), 2)
  const days = /^\d{1,5}(?:\.\d)?$/.test(text('meanAge')) ? Number(text('meanAge')) : 0
  const stop = amount('stop')
  return {
    speed: amount('speed'),
    stop: stop === 0n ? undefined : stop,
    reserve: share == null ? share : share <= 1_000n ? Number(share) : undefined,
    meanAge: text('meanAge') === '' ? null : days > 0 ? Math.round(days * blocksPerDay) : undefined,
  }
}
