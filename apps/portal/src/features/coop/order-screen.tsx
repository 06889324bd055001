'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, Facts, Notice, PageHeader, Progress, Section, Skeleton, Status } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { BlockLink, TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import { type Order, type Pledge, toneOfOrder } from './answers.ts'
import { ContractTable } from './contract-table.tsx'
import { PledgeDialog } from './pledge-dialog.tsx'
import { PledgeTable } from './pledge-table.tsx'

const POLL_MS = 3_000

/** One order: how far it is, which contracts it pays at once, who has pledged, and where the ledger has it all. */
export function OrderScreen({ id }: { readonly id: string }) {
  const t = useTranslations('coop')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().coop.show.queryOptions({ orderId: id }, { refetchInterval }))
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const { order, pledges, height } = data
  return (
    <>
      <PageHeader
        above={<Link href="/co-op">{t('title')}</Link>}
        title={order.title}
        lead={<Status tone={toneOfOrder[order.state]}>{t(`states.${order.state}`)}</Status>}
        actions={<Actions order={order} isOwed={pledges.some(isOwed)} />}
      />
      <RefusalView error={order.reason ? new RefusedHere(order.reason) : undefined} />
      <Standing order={order} height={height} pledges={pledges} />
      <Section id="contracts" title={t('contracts.title')} lead={t('contracts.lead')}>
        <ContractTable order={order} />
      </Section>
      <Section id="pledges" title={t('pledges.title')} lead={t('pledges.lead')}>
        <PledgeTable pledges={pledges} />
      </Section>
    </>
  )
}

type StandingProps = { readonly order: Order; readonly height: number; readonly pledges: readonly Pledge[] }

/** The funding as a bar, what happens next, and the facts on the ledger. */
function Standing({ order, height, pledges }: StandingProps) {
  const t = useTranslations('coop')
  const chinese = useLocale() === 'zh-CN'
  const { state, pledged, need, deadline, buyer, organisation, txid, fundingTxid } = order
  const left = Math.max(0, deadline - height)
  const isOver = ['paid', 'paid-final', 'returned', 'withdrawn', 'refused'].includes(state)
  return (
    <div className="space-y-4">
      <Progress
        label={t('funding', { count: pledges.length })}
        done={Number((pledged * 10_000n) / need)}
        total={10_000}
        figures={
          <>
            <Amount amount={pledged} element="value" unit="" /> /{' '}
            <Amount amount={need} element="value" unit="" />
          </>
        }
        state={isOver ? 'done' : 'running'}
      />
      <Notice tone={toneOfOrder[state] === 'waiting' ? 'waiting' : 'plain'} title={t(`next.${state}.title`)}>
        {t(`next.${state}.text`, { deadline, left })}
      </Notice>
      <Facts
        rows={[
          { label: t('buyer'), value: buyer },
          ...(order.workId
            ? [{ label: t('work'), value: <Link href={`/works/${order.workId}`}>{t('workOf')}</Link> }]
            : []),
          { label: t('coop'), value: chinese ? organisation.nameZh : organisation.name },
          { label: t('orders.need'), value: <Amount amount={need} element="value" /> },
          { label: t('orders.deadline'), value: t('atHeightLeft', { height: deadline, left }) },
          ...(txid ? [{ label: t('record'), value: <TransactionLink txid={txid} /> }] : []),
          ...(order.height === null
            ? []
            : [{ label: t('inBlock'), value: <BlockLink height={order.height} /> }]),
          ...(fundingTxid ? [{ label: t('payment'), value: <TransactionLink txid={fundingTxid} /> }] : []),
        ]}
      />
    </div>
  )
}

/** An own pledge that still lies there. */
const isOwed = ({ isMine, state }: Pledge): boolean => isMine && (state === 'final' || state === 'in-block')

/** What one can do with an order now: sign its record, take it back, pledge, take the own pledge back. */
function Actions({ order, isOwed: canTake }: { readonly order: Order; readonly isOwed: boolean }) {
  const t = useTranslations('coop')
  const { may } = useSession()
  const api = useTRPCClient()
  const { run, error } = useCommand()
  const { signAct, draftAndSign, error: refused } = useDraftedAct()
  const [pledging, setPledging] = useState(false)
  const { state, actId, isMine, id } = order
  const isEarly = ['preparing', 'to-sign'].includes(state)
  return (
    <>
      <RefusalView error={error ?? refused} />
      {isEarly && isMine && may('coop.publish') && (
        <Button variant="quiet" onClick={() => run(() => api.coop.withdraw.mutate({ orderId: id }))}>
          {t('withdraw')}
        </Button>
      )}
      {state === 'to-sign' && actId && (
        <Button variant="primary" onClick={() => signAct(actId)}>
          {t('signRecord')}
        </Button>
      )}
      {state === 'open' && may('coop.pledge') && order.pledged < order.need && (
        <Button variant="primary" onClick={() => setPledging(true)}>
          {t('pledge.open')}
        </Button>
      )}
      {state === 'returning' && canTake && may('coop.pledge') && (
        <Button
          variant="primary"
          onClick={() => draftAndSign(() => api.coop.takeBack.mutate({ orderId: id }))}
        >
          {t('takeBack')}
        </Button>
      )}
      {pledging && <PledgeDialog order={order} onClose={() => setPledging(false)} />}
    </>
  )
}
