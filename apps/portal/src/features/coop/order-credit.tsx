'use client'
import { Amount, Button, Facts, Section, Stat, StatRow } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { TransactionLink } from '../explorer/index.ts'
import { useSession } from '../session/index.ts'
import type { Order, OrderCredit } from './answers.ts'
import { AskCreditDialog } from './ask-credit-dialog.tsx'

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
      {asking && (
        <AskCreditDialog {...{ order, credit, blocksPerDay, height }} onClose={() => setAsking(false)} />
      )}
    </Section>
  )
}

function Standing({ credit: { given, application } }: { readonly credit: OrderCredit }) {
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
