'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, type Column, EmptyState, plainUnits, Section, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import type { Listed } from './answers.ts'
import { DraftDialog } from './draft-dialog.tsx'
import { useName } from './work-facts.tsx'

const POLL_MS = 4_000
const MS = 1_000

/** Every work of the network, since when the ledger knows it, and how to register one. */
export function WorkBoard() {
  const t = useTranslations('works.board')
  const { may } = useSession()
  const router = useRouter()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().works.list.queryOptions(undefined, { refetchInterval }))
  const [registering, setRegistering] = useState(false)
  const columns = useColumns()
  const register = may('work.register') && (
    <Button variant="primary" onClick={() => setRegistering(true)}>
      {t('register')}
    </Button>
  )
  return (
    <Section id="works" title={t('title')} lead={t('lead')} actions={register}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="works"
          caption={t('title')}
          rows={data}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => router.push(`/works/${id}`)}
          empty={<EmptyState title={t('none')}>{t(register ? 'noneNext' : 'noneElsewhere')}</EmptyState>}
        />
      )}
      {registering && <DraftDialog onClose={() => setRegistering(false)} />}
    </Section>
  )
}

function useColumns(): readonly Column<Listed>[] {
  const t = useTranslations('works')
  const format = useFormatter()
  const nameOf = useName()
  const { decimals } = useUi()
  const field = ({ field: one }: Listed) => t(`fields.${one}`)
  const since = ({ since: at }: Listed) => (at === null ? '' : format.dateTime(new Date(at * MS), 'short'))
  return [
    {
      key: 'title',
      header: t('work'),
      cell: (work) => (
        <span>
          {work.title}
          <span className="block text-small text-ink-soft">{nameOf(work.organisation)}</span>
        </span>
      ),
      text: ({ title }) => title,
      filter: 'text',
      phone: 'main',
    },
    { key: 'field', header: t('field'), cell: field, text: field, filter: 'choice' },
    {
      key: 'since',
      header: t('board.since'),
      cell: (work) =>
        work.since === null ? <Status tone="waiting">{t('board.onItsWay')}</Status> : since(work),
      text: since,
      sortBy: ({ since: at }) => at ?? Number.MAX_SAFE_INTEGER,
    },
    {
      key: 'drafts',
      header: t('drafts.title'),
      cell: ({ drafts }) => format.number(drafts),
      text: ({ drafts }) => String(drafts),
      sortBy: ({ drafts }) => drafts,
      align: 'right',
      phone: 'hide',
    },
    {
      key: 'tipped',
      header: t('tips.together'),
      cell: ({ tipped }) => <Amount amount={tipped} element="value" unit="" />,
      text: ({ tipped }) => plainUnits(tipped, decimals),
      sortBy: ({ tipped }) => tipped,
      align: 'right',
      phone: 'side',
    },
  ]
}
