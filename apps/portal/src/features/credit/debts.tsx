'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  Checkbox,
  EmptyState,
  Section,
  Skeleton,
  Stat,
  StatRow,
  Status,
  Tag,
  useToast,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { DebtLink } from '../debt/index.ts'
import { BlockLink } from '../explorer/links.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { useActSigner } from '../signing/index.ts'
import { toneOfStanding } from './stages.ts'
import { useDays } from './use-days.ts'

type Account = ApiAnswers['credit']['debts']['accounts'][number]
const POLL_MS = 5_000

/** The debtor's lots and value; chosen lots are repaid whole. */
export function Debts() {
  const t = useTranslations('credit')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().credit.debts.queryOptions(undefined, { refetchInterval }))
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  const owing = data.accounts.filter(({ lots }) => lots.length > 0)
  return (
    <>
      {owing.length === 0 && <EmptyState title={t('debts.none')}>{t('debts.noneNext')}</EmptyState>}
      {owing.map((account) => (
        <Lots
          key={account.debtKeyHash}
          account={account}
          fee={data.fee}
          height={data.height}
          blocksPerDay={data.blocksPerDay}
        />
      ))}
      <Repayments />
    </>
  )
}

type LotsProps = {
  readonly account: Account
  readonly fee: bigint
  readonly height: number
  readonly blocksPerDay: number
}

function Lots({ account, fee, height, blocksPerDay }: LotsProps) {
  const t = useTranslations('credit')
  const days = useDays(blocksPerDay)
  const api = useTRPCClient()
  const { sign } = useActSigner()
  const toast = useToast()
  const { run, error } = useCommand()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const lots = account.lots.filter(({ name, isFree }) => isFree && chosen.includes(name))
  const sum = lots.reduce((total, { amount }) => total + amount, 0n)
  const unpaid = account.lots.reduce((total, { amount }) => total + amount, 0n)
  const isLocking = lots.some(({ isInDebtLayer }) => isInDebtLayer)
  const short = sum + fee > account.value + (isLocking ? account.locked : 0n)

  async function repay() {
    const names = lots.map(({ name }) => name)
    const draft = async () =>
      (await api.credit.repay.mutate({ commandKey: crypto.randomUUID(), lots: names })).actId
    const outcome = await run(async () => {
      const actId = await draft()
      const signed = await sign(actId)
      // Nothing was signed: the lots are free again at once.
      if (!signed) await api.acts.withdraw.mutate({ actId })
      return signed
    })
    if (!outcome) return
    setChosen([])
    toast({ title: t('sent') })
  }

  return (
    <Section title={t('debts.title')} lead={t('debts.lead')}>
      <RefusalView error={error} />
      <StatRow>
        <Stat label={t('debts.unpaid')} value={<Amount amount={unpaid} />} tone="debt" />
        <Stat label={t('debts.value')} value={<Amount amount={account.value} />} tone="value" />
        {account.locked > 0n && <Stat label={t('debts.locked')} value={<Amount amount={account.locked} />} />}
        <Stat
          label={t('debts.chosen')}
          value={<Amount amount={sum} />}
          note={t('debts.plusFee')}
          tone={lots.length > 0 && short ? 'refused' : undefined}
        />
      </StatRow>
      <ul className="mt-5 divide-y border-y">
        {account.lots.map(({ name, amount, expiryHeight, standing, isFree, isInDebtLayer }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-5 gap-y-1 py-2">
            <Checkbox
              label={<Amount amount={amount} element="debt" />}
              checked={chosen.includes(name) && isFree}
              disabled={!isFree}
              onChange={(event) =>
                setChosen((now) =>
                  event.target.checked ? [...now, name] : now.filter((other) => other !== name),
                )
              }
            />
            <Status tone={toneOfStanding[standing]}>{t(`standing.${standing}`)}</Status>
            <span className="text-small text-ink-soft">
              {expiryHeight !== null &&
                (expiryHeight > height
                  ? t('debts.dueIn', { time: days(expiryHeight - height) })
                  : t('debts.dueSince', { time: days(height - expiryHeight) }))}
            </span>
            {isInDebtLayer && <Tag tone="quiet">{t('debts.inDebtLayer')}</Tag>}
            <DebtLink txid={name.slice(0, 64)} />
            {!isFree && <span className="text-small text-ink-faint">{t('debts.underWay')}</span>}
          </li>
        ))}
      </ul>
      <div className="mt-4">
        {isLocking && <p className="mb-2 max-w-3xl text-ink-soft">{t('debts.lockNote')}</p>}
        <Button variant="primary" disabled={lots.length === 0 || short} onClick={repay}>
          {t('debts.repay', { count: lots.length })}
        </Button>
        {lots.length > 0 && short && <p className="mt-2 text-refused">{t('debts.short')}</p>}
      </div>
    </Section>
  )
}

function Repayments() {
  const t = useTranslations('credit')
  const format = useFormatter()
  const refetchInterval = usePolling(POLL_MS)
  const { data = [] } = useQuery(useTRPC().credit.repayments.queryOptions(undefined, { refetchInterval }))
  if (data.length === 0) return null
  return (
    <Section id="repayments" title={t('repayments')}>
      <ul className="divide-y border-y">
        {data.map(({ actId, amount, state, height, createdAt, refusal }) => (
          <li key={actId} className="flex flex-wrap items-center gap-x-5 py-2">
            <Amount amount={amount} element="debt" />
            <Status tone={state === 'refused' ? 'refused' : state === 'final' ? 'plain' : 'waiting'}>
              {t(`repayment.${state}`)}
            </Status>
            <span className="text-small text-ink-soft">{format.dateTime(createdAt, 'short')}</span>
            {height !== null && (
              <span className="text-small text-ink-soft">
                {t('block')} <BlockLink height={height} />
              </span>
            )}
            {refusal && <RefusalView error={new RefusedHere(refusal.code)} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}
