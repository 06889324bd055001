'use client'
import { Amount, type Column, EmptyState, formatUnits, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useSession } from '../session/index.ts'
import { ApplicationDrawer } from './application-drawer.tsx'
import { type Application, toneOfStage } from './stages.ts'

/** Applications, the newest first; an authority opens the review, everyone else the detail beside the list. */
export function Applications({ rows }: { readonly rows: readonly Application[] }) {
  const t = useTranslations('credit')
  const { may } = useSession()
  const router = useRouter()
  const [openId, setOpenId] = useState<string>()
  const columns = useColumns()
  const open = (row: Application) =>
    may('credit.review') ? router.push(`/credit/${row.id}`) : setOpenId(row.id)
  return (
    <>
      <Table
        name="credit-applications"
        caption={t('tabs.applications')}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={open}
        openKey={openId}
        initialSort={{ key: 'asked', down: true }}
        empty={
          <EmptyState title={t('none.title')}>
            {t(may('credit.apply') ? 'none.apply' : 'none.review')}
          </EmptyState>
        }
      />
      <ApplicationDrawer
        application={rows.find(({ id }) => id === openId)}
        onClose={() => setOpenId(undefined)}
      />
    </>
  )
}

function useColumns(): readonly Column<Application>[] {
  const t = useTranslations('credit')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const { decimals, locale } = useUi()
  const name = (row: Application) => (chinese ? row.organisation.nameZh : row.organisation.name)
  return [
    { key: 'who', header: t('applicant'), cell: name, text: name, filter: 'text', phone: 'main' },
    {
      key: 'purpose',
      header: t('purpose'),
      cell: (row) => row.purpose.slice(0, 80),
      text: (row) => row.purpose,
      filter: 'text',
      phone: 'detail',
    },
    {
      key: 'amount',
      header: t('amount'),
      cell: (row) => <Amount amount={row.amount} element="credit" />,
      text: (row) => formatUnits(row.amount, decimals, locale),
      sortBy: (row) => row.amount,
      align: 'right',
      phone: 'side',
      total: (all) => <Amount amount={all.reduce((sum, { amount }) => sum + amount, 0n)} />,
    },
    {
      key: 'stage',
      header: t('stage'),
      cell: (row) => <Status tone={toneOfStage[row.stage]}>{t(`stages.${row.stage}`)}</Status>,
      text: (row) => t(`stages.${row.stage}`),
      filter: 'choice',
    },
    {
      key: 'asked',
      header: t('asked'),
      cell: (row) => format.dateTime(row.createdAt, 'short'),
      text: (row) => format.dateTime(row.createdAt, 'short'),
      sortBy: (row) => row.createdAt.getTime(),
      phone: 'hide',
    },
  ]
}
