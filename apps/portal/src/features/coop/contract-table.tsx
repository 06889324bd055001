'use client'
import { Amount, type Column, plainUnits, Table, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { AccountLink } from '../explorer/index.ts'
import type { Order } from './answers.ts'

type Contract = Order['contracts'][number]

/** The contracts that are paid together, or not at all. */
export function ContractTable({ order }: { readonly order: Order }) {
  const t = useTranslations('coop.contracts')
  const { decimals } = useUi()
  const columns: readonly Column<Contract>[] = [
    {
      key: 'name',
      header: t('supplier'),
      cell: ({ name }) => name,
      text: ({ name }) => name,
      phone: 'main',
    },
    {
      key: 'reference',
      header: t('reference'),
      cell: ({ reference }) => reference,
      text: ({ reference }) => reference,
    },
    {
      key: 'goods',
      header: t('goods'),
      cell: ({ goods = '–' }) => goods,
      text: ({ goods = '' }) => goods,
    },
    {
      key: 'due',
      header: t('due'),
      cell: ({ due = '–' }) => due,
      text: ({ due = '' }) => due,
    },
    {
      key: 'account',
      header: t('account'),
      cell: ({ account }) => <AccountLink keyHash={account} />,
      text: ({ account }) => account,
      phone: 'hide',
    },
    {
      key: 'amount',
      header: t('amount'),
      cell: ({ amount }) => <Amount amount={amount} element="value" unit="" />,
      text: ({ amount }) => plainUnits(amount, decimals),
      sortBy: ({ amount }) => amount,
      align: 'right',
      phone: 'side',
    },
  ]
  return (
    <Table
      name="order-contracts"
      caption={t('title')}
      rows={order.contracts}
      columns={columns}
      rowKey={({ account, reference }) => `${account} ${reference}`}
    />
  )
}
