'use client'
import { useQuery } from '@tanstack/react-query'
import { Checkbox, type Column, Section, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { useMemberColumns } from './columns.tsx'

type Member = ApiAnswers['collectives']['members']['rows'][number]
type Choice = {
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (keys: ReadonlySet<string>) => void
}
const MOST = 1000

type Props = Choice & { readonly id: string; readonly title: string; readonly lead: string }

/** The members in force, each with a box. */
export function ChooseMembers({ id, title, lead, ...choice }: Props) {
  const { data, error } = useQuery(
    useTRPC().collectives.members.queryOptions({ collectiveId: id, limit: MOST }),
  )
  const columns = useColumns(choice)
  return (
    <Section id="choose-members" title={title} lead={lead}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="choose-members"
          caption={title}
          rows={data?.rows}
          columns={columns}
          rowKey={({ key }) => key}
          pageSize={10}
        />
      )}
    </Section>
  )
}

function useColumns({ chosen, onChoose }: Choice): readonly Column<Member>[] {
  const t = useTranslations('collectives')
  const { weight, key } = useMemberColumns<Member>()
  const nameOf = ({ name, key }: Member) => name ?? `${key.slice(0, 8)}…`
  function toggle(key: string) {
    const next = new Set(chosen)
    if (!next.delete(key)) next.add(key)
    onChoose(next)
  }
  return [
    {
      key: 'name',
      header: t('name'),
      cell: (row) => (
        <Checkbox label={nameOf(row)} checked={chosen.has(row.key)} onChange={() => toggle(row.key)} />
      ),
      text: nameOf,
      filter: 'text',
      phone: 'main',
    },
    { ...weight, phone: 'side' },
    key,
  ]
}
