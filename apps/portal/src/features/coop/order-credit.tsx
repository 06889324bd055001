'use client'
import { Amount, Button, Facts, Notice, Section, Stat, StatRow } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import type { Order, OrderCredit } from './answers.ts'
import { AskCreditDialog } from './ask-credit-dialog.tsx'

/** So long the members of today have to vote on a release. */
const RELEASE_DAYS = 14

type Props = {
  readonly order: Order
  readonly credit: OrderCredit
  readonly height: number
  readonly blocksPerDay: number
}

/** The credit that pays an order's suppliers: what it takes, what the purchases bring, and what of it is still owed. */
export function OrderCreditSection({ order, credit, height, blocksPerDay }: Props) {
  const t = useTranslations('coop.credit')
  const { may } = useSession()
  const [asking, setAsking] = useState(false)
  const { cost, brings, given, application } = credit
  const canAsk = order.isMine && order.state === 'open' && !application && may('credit.apply')
  const ask = canAsk && (
    <Button variant="primary" disabled={brings < cost} onClick={() => setAsking(true)}>
      {t('ask')}
    </Button>
  )
  return (
    <Section id="credit" title={t('title')} lead={t('lead')} actions={ask}>
      <StatRow>
        <Stat label={t('cost')} value={<Amount amount={cost} />} tone="credit" />
        <Stat label={t('brings')} value={<Amount amount={brings} />} tone="value" />
        {given && <Stat label={t('left')} value={<Amount amount={given.left} />} tone="debt" />}
      </StatRow>
      {canAsk && brings < cost && <p className="mt-3 text-ink-soft">{t('notYet')}</p>}
      <Standing credit={credit} />
      {credit.needsRelease && <AskRelease order={order} name={credit.collective?.name ?? ''} />}
      {asking && (
        <AskCreditDialog {...{ order, credit, blocksPerDay, height }} onClose={() => setAsking(false)} />
      )}
    </Section>
  )
}

function Standing({ credit: { given, application, collective } }: { readonly credit: OrderCredit }) {
  const t = useTranslations('coop.credit')
  const stages = useTranslations('credit.stages')
  if (!given && !application) return null
  return (
    <div className="mt-4">
      <Facts
        rows={[
          ...(application
            ? [{ label: t('application'), value: <Link href="/credit">{stages(application.stage)}</Link> }]
            : []),
          ...(collective ? [{ label: t('debtor'), value: collective.name }] : []),
          ...(application?.proposalId
            ? [
                {
                  label: t('vote'),
                  value: <Link href={`/collectives/votes/${application.proposalId}`}>{t('toVote')}</Link>,
                },
              ]
            : []),
          ...(given
            ? [
                { label: t('given'), value: <TransactionLink txid={given.txid} /> },
                {
                  label: t('debt'),
                  value: t(given.left === 0n ? 'closed' : 'owed'),
                },
              ]
            : []),
        ]}
      />
    </div>
  )
}

type AskProps = { readonly order: Order; readonly name: string }

/** The members who released the lots are not in force any more: those of today are asked. */
function AskRelease({ order, name }: AskProps) {
  const t = useTranslations('coop.credit')
  const { may } = useSession()
  const api = useTRPCClient()
  const router = useRouter()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  async function ask() {
    const made = await run(() =>
      api.coop.askRelease.mutate({ commandKey, orderId: order.id, days: RELEASE_DAYS }),
    )
    if (made) router.push(`/collectives/votes/${made.proposalId}`)
  }
  return (
    <div className="mt-4 space-y-3">
      <RefusalView error={error} />
      <Notice tone="waiting" title={t('overtaken', { name })}>
        {t('overtakenNext')}
      </Notice>
      {may('collective.propose') && (
        <Button pending={busy} onClick={ask}>
          {t('askRelease')}
        </Button>
      )}
    </div>
  )
}
