'use client'
import { useQuery } from '@tanstack/react-query'
import { type Column, EmptyState, Hash, Status, Table } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'

type Account = ApiAnswers['accounts']['list'][number]

/** The accounts that this office watches: whose each is, and how far it is on the ledger. */
export function AccountsTable() {
  const t = useTranslations('accounts')
  const router = useRouter()
  const columns = useColumns()
  const { data, error } = useQuery(useTRPC().accounts.list.queryOptions())
  if (error) return <RefusalView error={error} />
  return (
    <>
      <p className="mb-4 max-w-3xl text-ink-soft">{t('lead')}</p>
      <Table
        name="accounts"
        caption={t('title')}
        rows={data}
        columns={columns}
        rowKey={({ accountId, debtKeyHash }) => `${accountId} ${debtKeyHash}`}
        onOpen={({ accountId }) => router.push(`/accounts/${accountId}`)}
        empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      />
    </>
  )
}

function useColumns(): readonly Column<Account>[] {
  const t = useTranslations('accounts')
  const chinese = useLocale() === 'zh-CN'
  const format = useFormatter()
  const holder = ({ name, nameZh }: Account) => (chinese ? nameZh : name)
  const state = ({ state: word }: Account) => t(`states.${word ?? 'none'}`)
  const since = ({ since: at }: Account) => (at ? format.dateTime(at, 'day') : '–')
  return [
    { key: 'holder', header: t('holder'), cell: holder, text: holder, filter: 'text', phone: 'main' },
    {
      key: 'account',
      header: t('account'),
      cell: ({ accountId }) => <Hash hash={accountId} />,
      text: ({ accountId }) => accountId,
    },
    {
      key: 'main',
      header: t('mainKey'),
      cell: ({ debtKeyHash }) => <AccountLink keyHash={debtKeyHash} />,
      text: ({ debtKeyHash }) => debtKeyHash,
      phone: 'hide',
    },
    { key: 'since', header: t('since'), cell: since, text: since, phone: 'hide' },
    {
      key: 'state',
      header: t('state'),
      cell: (row) => <Status tone={row.state === 'final' ? 'plain' : 'waiting'}>{state(row)}</Status>,
      text: state,
      filter: 'choice',
      phone: 'side',
    },
  ]
}
