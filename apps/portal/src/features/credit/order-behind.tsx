'use client'
import { Amount, Facts, Section, Stat, StatRow } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink, TransactionLink } from '../explorer/index.ts'

type Order = NonNullable<ApiAnswers['credit']['review']['order']>

/** The order that a credit is asked for on: whom it pays, what its buyers have put aside, and until when they may take delivery. */
export function OrderBehind({ order }: { readonly order: Order }) {
  const t = useTranslations('credit.review')
  const coop = useTranslations('coop')
  const { id, title, buyer, price, deadline, txid, purchases, brings, contracts } = order
  return (
    <Section id="order" title={t('order')} lead={t('orderLead')}>
      <StatRow>
        <Stat label={t('price')} value={<Amount amount={price} />} />
        <Stat
          label={t('putAside')}
          value={<Amount amount={purchases.reduce((sum, one) => sum + one, 0n)} />}
          tone="value"
        />
        <Stat label={t('brings')} value={<Amount amount={brings} />} tone="value" />
      </StatRow>
      <Facts
        rows={[
          { label: t('orderTitle'), value: <Link href={`/co-op/orders/${id}`}>{title}</Link> },
          { label: t('buyer'), value: buyer },
          { label: t('putAside'), value: t('purchases', { count: purchases.length }) },
          { label: t('deliverBy'), value: coop('atHeight', { height: deadline }) },
          ...(txid ? [{ label: coop('record'), value: <TransactionLink txid={txid} /> }] : []),
          ...contracts.map(({ name, reference, goods = '–', due = '–', account, amount }) => ({
            label: t('supplier', { name, reference, goods, due }),
            value: (
              <span className="flex flex-wrap items-baseline gap-x-2">
                <Amount amount={amount} element="value" /> <AccountLink keyHash={account} />
              </span>
            ),
          })),
        ]}
      />
    </Section>
  )
}
