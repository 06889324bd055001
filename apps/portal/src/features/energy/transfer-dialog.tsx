'use client'
import { useQuery } from '@tanstack/react-query'
import { FormField, Select, TextInput, useToast } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog, useRefusalWords } from '../refusals/index.ts'
import type { RangeRow } from './certificates.tsx'

/** Drafts the handing over of the first certificates of a holding; the draft is signed from the list of transfers. */
export function TransferDialog({
  range,
  onClose,
}: {
  readonly range: RangeRow
  readonly onClose: () => void
}) {
  const t = useTranslations('energy')
  const api = useTRPCClient()
  const toast = useToast()
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const { run, error } = useCommand()
  const { data = [] } = useQuery(useTRPC().certificates.receivers.queryOptions())
  const [count, setCount] = useState('')
  const [to, setTo] = useState('')
  async function give() {
    const done = await run(async () => {
      if (!/^[1-9]\d{0,15}$/.test(count.trim())) throw new RefusedHere('count-not-positive')
      if (to === '') throw new RefusedHere('receiver-missing')
      return api.certificates.transfer.mutate({ holding: range.holding, count: BigInt(count.trim()), to })
    })
    if (!done) return
    toast({ title: t('transfer.drafted') })
    onClose()
  }
  const { wrong, rest } = useWrong(error)
  return (
    <CommandDialog
      title={t('transfer.title')}
      lead={t('transfer.lead', { first: range.firstCode, count: format.number(range.count) })}
      go={t('transfer.go')}
      onGo={give}
      onClose={onClose}
      error={rest}
    >
      <p className="text-small text-ink-soft">{t('transfer.next')}</p>
      <FormField
        label={t('transfer.count')}
        hint={t('transfer.countHint', { most: format.number(range.count) })}
        error={wrong.count}
      >
        <TextInput
          inputMode="numeric"
          maxLength={16}
          value={count}
          onChange={(event) => setCount(event.target.value)}
        />
      </FormField>
      <FormField label={t('transfer.to')} error={wrong.to}>
        <Select
          placeholder={t('transfer.choose')}
          value={to}
          onChange={(event) => setTo(event.target.value)}
          options={data.map(({ id, name, nameZh }) => ({ value: id, label: chinese ? nameZh : name }))}
        />
      </FormField>
    </CommandDialog>
  )
}

const ofCount: readonly string[] = ['count-not-positive', 'too-few-certificates']
const ofReceiver: readonly string[] = ['receiver-missing', 'transfer-to-oneself', 'organisation-unknown']

/** What the refusal says of a field stands beside it, the rest on top. */
function useWrong(error: unknown) {
  const words = useRefusalWords()
  const refusal = error === undefined || error === null ? undefined : words(error)
  const beside = (codes: readonly string[]) =>
    refusal && codes.includes(refusal.code) ? (
      <span>
        {refusal.title}
        <span className="block font-normal">{refusal.next}</span>
      </span>
    ) : undefined
  const wrong = { count: beside(ofCount), to: beside(ofReceiver) }
  return { wrong, rest: wrong.count || wrong.to ? undefined : error }
}
