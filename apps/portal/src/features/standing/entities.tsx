'use client'
import { Button, type Column, Section, Table } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink } from '../explorer/index.ts'
import { useSession } from '../session/index.ts'

type Entity = ApiAnswers['standing']['entities'][number]
type Props = { readonly rows: readonly Entity[] | undefined; readonly onCorrect: (keyHash: string) => void }

/** The entities that authorities named for debt keys, each with who said so and why. */
export function Entities({ rows = [], onCorrect }: Props) {
  const t = useTranslations('standing.register')
  const columns = useColumns(onCorrect)
  if (rows.length === 0) return null
  return (
    <Section title={t('entities')} lead={t('entitiesLead')}>
      <Table
        name="debtor-entities"
        caption={t('entities')}
        rows={rows}
        columns={columns}
        rowKey={({ keyHash }) => keyHash}
      />
    </Section>
  )
}

function useColumns(onCorrect: (keyHash: string) => void): readonly Column<Entity>[] {
  const t = useTranslations('standing.register')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const mayName = useSession().may('debtor.name')
  const by = ({ by: person, authority }: Entity) =>
    `${chinese ? authority.nameZh : authority.name}, ${person}`
  const plain = (key: 'name' | 'registration' | 'grounds'): Column<Entity> => ({
    key,
    header: t(key === 'name' ? 'entity' : key),
    cell: (row) => row[key] ?? <span className="text-ink-faint">{t('closed')}</span>,
    text: (row) => row[key] ?? '',
    ...(key === 'grounds' ? { phone: 'hide' } : { filter: 'text' }),
    ...(key === 'name' && { phone: 'main' }),
  })
  return [
    plain('name'),
    {
      key: 'kind',
      header: t('kind'),
      cell: ({ kind }) => t(`kinds.${kind}`),
      text: ({ kind }) => t(`kinds.${kind}`),
      filter: 'choice',
      phone: 'side',
    },
    plain('registration'),
    {
      key: 'key',
      header: t('key'),
      cell: ({ keyHash }) => <AccountLink keyHash={keyHash} />,
      text: ({ keyHash }) => keyHash,
    },
    plain('grounds'),
    { key: 'by', header: t('by'), cell: by, text: by, phone: 'hide' },
    {
      key: 'at',
      header: t('at'),
      cell: ({ createdAt }) => format.dateTime(createdAt, 'day'),
      text: ({ createdAt }) => createdAt.toISOString(),
      phone: 'hide',
    },
    ...(mayName ? [correctColumn(t, onCorrect)] : []),
  ]
}

const correctColumn = (
  t: ReturnType<typeof useTranslations>,
  onCorrect: (keyHash: string) => void,
): Column<Entity> => ({
  key: 'act',
  phone: 'action',
  header: t('act'),
  cell: ({ keyHash }) => <Button onClick={() => onCorrect(keyHash)}>{t('correct')}</Button>,
  text: () => '',
})
