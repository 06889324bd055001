'use client'
import { Amount, type Column, formatUnits, Status, useUi } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { type Application, stages, toneOfStage } from './stages.ts'

/** The columns of a list of applications; under the amounts stands what all that were found ask for. */
export function useApplicationColumns(sum: bigint): readonly Column<Application>[] {
  const t = useTranslations('credit')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const { decimals, locale } = useUi()
  const name = (row: Application) => (chinese ? row.organisation.nameZh : row.organisation.name)
  return [
    { key: 'who', header: t('applicant'), cell: name, text: name, filter: 'text', phone: 'main' },
    {
      key: 'reference',
      header: t('reference'),
      cell: (row) => row.reference ?? '',
      text: (row) => row.reference ?? '',
      filter: 'text',
      phone: 'hide',
    },
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
      align: 'right',
      phone: 'side',
      total: () => <Amount amount={sum} />,
    },
    {
      key: 'stage',
      header: t('stage'),
      cell: (row) => <Status tone={toneOfStage[row.stage]}>{t(`stages.${row.stage}`)}</Status>,
      text: (row) => t(`stages.${row.stage}`),
      filter: 'choice',
      choices: stages.map((stage) => t(`stages.${stage}`)),
    },
    {
      key: 'asked',
      header: t('asked'),
      cell: (row) => format.dateTime(row.createdAt, 'short'),
      text: (row) => format.dateTime(row.createdAt, 'short'),
      phone: 'hide',
    },
  ]
}
