'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, type Column, EmptyState, FileDrop, Notice, Section, Table, useToast } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { FileRefusal, type SentFile, useFileLook } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import type { Points } from './answers.ts'
import { NotBooked } from './not-booked.tsx'

/** One's own points, what the own channel has given, and the file that gives more. */
export function RewardSection({ mayBring }: { readonly mayBring: boolean }) {
  const t = useTranslations('studio.points')
  const { may } = useSession()
  const { data, error } = useQuery(useTRPC().studio.points.queryOptions())
  return (
    <Section id="points" title={t('title')} lead={t('lead')}>
      <RefusalView error={error} />
      {mayBring && may('studio.state') && <BringPlays />}
      {(data || !error) && (
        <PointTable
          name="own-points"
          caption={t('own')}
          rows={data?.own}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {data && data.given.length > 0 && (
        <div className="mt-6">
          <h3 className="mb-2 font-strong">{t('given')}</h3>
          <PointTable name="given-points" caption={t('given')} rows={data.given} empty={null} />
        </div>
      )}
    </Section>
  )
}

type PointRow = Points['own'][number]

function PointTable(props: {
  readonly name: string
  readonly caption: string
  readonly rows: readonly PointRow[] | undefined
  readonly empty: React.ReactNode
}) {
  const t = useTranslations('studio.points')
  const format = useFormatter()
  const reason = (row: PointRow) => t(`reasons.${row.reason}`)
  const sum = (rows: readonly PointRow[]) => rows.reduce((all, { points }) => all + points, 0n)
  const columns: readonly Column<PointRow>[] = [
    {
      key: 'title',
      header: t('game'),
      cell: ({ title }) => title,
      text: ({ title }) => title,
      phone: 'main',
    },
    { key: 'reason', header: t('reason'), cell: reason, text: reason, filter: 'choice' },
    {
      key: 'events',
      header: t('events'),
      cell: ({ events }) => format.number(events),
      text: ({ events }) => String(events),
      sortBy: ({ events }) => events,
      align: 'right',
    },
    {
      key: 'points',
      header: t('points'),
      cell: ({ points }) => format.number(points),
      text: ({ points }) => String(points),
      sortBy: ({ points }) => points,
      total: (rows) => format.number(sum(rows)),
      align: 'right',
      phone: 'side',
    },
  ]
  return <Table {...props} columns={columns} rowKey={({ titleId, reason: of }) => `${titleId} ${of}`} />
}

/** Brings in a file of play events: whole, or not at all with every bad line told. */
function BringPlays() {
  const t = useTranslations('studio.points')
  const api = useTRPCClient()
  const toast = useToast()
  const format = useFormatter()
  const { read, busy, error, run, look, again, clear } = useFileLook((file) =>
    api.studio.previewEvents.mutate(file),
  )
  async function take(file: SentFile) {
    if (!(await run(() => api.studio.bringEvents.mutate(file)))) return
    clear()
    toast({ title: t('booked') })
  }
  const { isKnown = false, seen = null } = read?.answer ?? {}
  return (
    <div className="mb-6 space-y-4">
      <FileRefusal error={error} onRead={again} />
      <FileDrop
        label={t('choose')}
        hint={t('hint')}
        accept=".csv,.txt,.xlsx,text/csv"
        fileName={read?.file.fileName}
        onFile={(one) => look(one)}
        pending={busy}
      />
      {isKnown && <Notice title={t('known')}>{t('knownNext')}</Notice>}
      {seen && <NotBooked name="bad-play-events" bad={seen.bad} columns={seen.columns} />}
      {read && seen && seen.bad.length === 0 && (
        <Button variant="primary" onClick={() => take(read.file)}>
          {t('go', { count: seen.count, points: format.number(seen.sum) })}
        </Button>
      )}
    </div>
  )
}
