'use client'
import { useQuery } from '@tanstack/react-query'
import { type Column, EmptyState, PageHeader, Section, Status, Table } from '@vc/ui'
import { useSearchParams } from 'next/navigation'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { Notices } from '../standing/index.ts'
import { ApprovalDrawer } from './approval-drawer.tsx'

export type ActRow = ApiAnswers['acts']['list'][number]
const POLL_MS = 5_000

/** The inbox of privileged acts: what waits for this person, what waits for others, and what came of the rest. */
export function ApprovalsScreen() {
  const t = useTranslations('approvals')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().acts.list.queryOptions(undefined, { refetchInterval }))
  const openId = useSearchParams().get('act') ?? undefined
  const mine = data?.filter(({ isMine }) => isMine)
  const others = (data ?? []).filter(({ isMine, status }) => !isMine && status === 'open')
  const closed = (data ?? []).filter(({ status }) => status !== 'open')
  const open = data?.find(({ actId }) => actId === openId)
  const shown = { openId, onOpen: show }
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <RefusalView error={error} />
      <Notices />
      <Section id="mine" title={t('mine')}>
        {(mine || !error) && <Acts name="mine" rows={mine} {...shown} />}
      </Section>
      {others.length > 0 && (
        <Section id="others" title={t('others')}>
          <Acts name="others" rows={others} {...shown} />
        </Section>
      )}
      {closed.length > 0 && (
        <Section id="closed" title={t('closed')}>
          <Acts name="closed" rows={closed} {...shown} />
        </Section>
      )}
      {open && <ApprovalDrawer act={open} onClose={() => show()} />}
    </>
  )
}

/** The address names the act that lies open, so that notices lead to one. */
const show = (actId?: string) =>
  window.history.replaceState(null, '', actId ? `?act=${actId}` : window.location.pathname)

type ActsProps = {
  readonly name: 'mine' | 'others' | 'closed'
  readonly rows: readonly ActRow[] | undefined
  readonly openId: string | undefined
  readonly onOpen: (id: string) => void
}

function Acts({ name, rows, openId, onOpen }: ActsProps) {
  const t = useTranslations('approvals')
  const columns = useColumns()
  return (
    <Table
      name={`approvals-${name}`}
      caption={t(name)}
      rows={rows}
      columns={columns}
      rowKey={({ actId }) => actId}
      onOpen={({ actId }) => onOpen(actId)}
      openKey={openId}
      empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
    />
  )
}

/** The act's name in the reader's language. */
export function useKind() {
  const signing = useTranslations('signing')
  return ({ kind }: ActRow) => {
    const key = `kinds.${kind.replaceAll('.', '_')}`
    return signing.has(key) ? signing(key) : kind
  }
}

function useColumns(): readonly Column<ActRow>[] {
  const t = useTranslations('approvals')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const kindOf = useKind()
  const drafter = ({ drafter: by }: ActRow) => (by ? (chinese ? by.nameZh : by.name) : '–')
  const signed = ({ given, need }: ActRow) => t('signed', { given, need })
  const status = (act: ActRow) => t(`status.${act.status}`)
  return [
    { key: 'kind', header: t('act'), cell: kindOf, text: kindOf, filter: 'choice', phone: 'main' },
    { key: 'drafter', header: t('drafter'), cell: drafter, text: drafter, filter: 'choice' },
    { key: 'signed', header: t('signatures'), cell: signed, text: signed, phone: 'side' },
    {
      key: 'status',
      header: t('stands'),
      cell: (act) => <Status tone={act.status === 'open' ? 'waiting' : 'plain'}>{status(act)}</Status>,
      text: status,
      filter: 'choice',
    },
    {
      key: 'until',
      header: t('until'),
      cell: ({ expiresAt }) => format.dateTime(expiresAt, 'short'),
      text: ({ expiresAt }) => expiresAt.toISOString(),
      sortBy: ({ expiresAt }) => expiresAt.getTime(),
    },
  ]
}
