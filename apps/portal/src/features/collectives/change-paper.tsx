'use client'
import { type Column, Section, Status, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useMemberColumns, useOwnerColumn } from './columns.tsx'
import type { Change } from './read-change.ts'

type Line = Change['lines'][number]

/** In one sentence: how many come and go, and how many votes decide then. */
export function ChangeHeadline({ change: { lines, terms } }: { readonly change: Change }) {
  const t = useTranslations('collectives.change')
  const comes = lines.filter((line) => line.comes).length
  const { threshold = 0, weight = 0, count = 0 } = terms.after ?? {}
  return <>{t('headline', { comes, goes: lines.length - comes, threshold, weight, count })}</>
}

/** Who comes and who goes by a vote: the list that the page has checked against the bytes. */
export function ChangeLines({ lines }: Pick<Change, 'lines'>) {
  const t = useTranslations('collectives')
  const { weight, key } = useMemberColumns<Line>()
  const owner = useOwnerColumn<Line>()
  const side = ({ comes }: Line) => t(comes ? 'change.in' : 'change.out')
  const columns: readonly Column<Line>[] = [
    {
      key: 'name',
      header: t('name'),
      cell: ({ name }) => name || '–',
      text: ({ name }) => name,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'change',
      header: t('change.column'),
      cell: (row) => <Status tone={row.comes ? 'plain' : 'quiet'}>{side(row)}</Status>,
      text: side,
      filter: 'choice',
      phone: 'side',
    },
    weight,
    owner,
    key,
  ]
  if (lines.length === 0) return null
  return (
    <Section id="change" title={t('change.who')} lead={t('change.whoLead')}>
      <Table
        name="collective-change"
        caption={t('change.who')}
        rows={lines}
        columns={columns}
        rowKey={({ comes, key }) => `${comes} ${key}`}
      />
    </Section>
  )
}
