'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  type Column,
  EmptyState,
  plainUnits,
  Section,
  Stat,
  StatRow,
  Status,
  Table,
  useUi,
} from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { nameIn, type Statement } from './answers.ts'
import { BringStatement } from './bring-statement.tsx'
import { useDelay } from './use-delay.ts'

const POLL_MS = 4_000

/** What channels have stated, how far each statement is paid, and how long that took. */
export function StatementBoard() {
  const t = useTranslations('studio.statements')
  const { may } = useSession()
  const router = useRouter()
  const trpc = useTRPC()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(trpc.studio.statements.queryOptions(undefined, { refetchInterval }))
  const { data: contracts = [] } = useQuery(trpc.studio.contracts.queryOptions())
  const columns = useColumns()
  const isChannel = contracts.some(({ part, state }) => part === 'channel' && state === 'agreed')
  return (
    <>
      {isChannel && may('studio.state') && <BringStatement />}
      <Section id="statements" title={t('title')} lead={t('lead')}>
        <RefusalView error={error} />
        {data && data.length > 0 && <Sums statements={data} />}
        {(data || !error) && (
          <Table
            name="royalty-statements"
            caption={t('title')}
            rows={data}
            columns={columns}
            rowKey={({ id }) => id}
            onOpen={({ id }) => router.push(`/studio/statements/${id}`)}
            empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
          />
        )}
      </Section>
    </>
  )
}

/** All statements together. */
function Sums({ statements }: { readonly statements: readonly Statement[] }) {
  const t = useTranslations('studio.statements')
  const delay = useDelay()
  const sum = (of: 'owed' | 'late' | 'paid') => statements.reduce((all, one) => all + one[of], 0n)
  const value = (amount: bigint) => <Amount amount={amount} element="value" unit="" />
  const days = Math.max(0, ...statements.map(({ lateDays }) => lateDays))
  return (
    <div className="mb-6">
      <StatRow>
        <Stat label={t('paid')} value={value(sum('paid'))} tone="value" />
        <Stat label={t('owed')} value={value(sum('owed'))} />
        <Stat
          label={t('late')}
          value={value(sum('late'))}
          tone={sum('late') > 0n ? 'refused' : undefined}
          note={days > 0 ? t('lateDays', { days }) : undefined}
        />
        <Stat label={t('delay')} value={delay(meanOf(statements))} note={t('delayNote')} />
      </StatRow>
    </div>
  )
}

/** Tenths of days over all statements, each weighing as much as was paid of it. */
function meanOf(statements: readonly Statement[]): number | null {
  const paid = statements.filter(({ delayTenths }) => delayTenths !== null)
  const whole = paid.reduce((sum, one) => sum + one.paid, 0n)
  const weight = paid.reduce((sum, one) => sum + one.paid * BigInt(one.delayTenths ?? 0), 0n)
  return whole === 0n ? null : Number((weight + whole / 2n) / whole)
}

function useColumns(): readonly Column<Statement>[] {
  const t = useTranslations('studio')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const { decimals } = useUi()
  const delay = useDelay()
  const state = ({ owed, open, late }: Statement) =>
    t(`statements.states.${late > 0n ? 'late' : owed > 0n ? 'owed' : open > 0n ? 'open' : 'paid'}`)
  const money = (key: string, header: string, of: (one: Statement) => bigint): Column<Statement> => ({
    ...{ key, header, align: 'right', sortBy: of },
    cell: (one) => <Amount amount={of(one)} element="value" unit="" />,
    text: (one) => plainUnits(of(one), decimals),
  })
  return [
    {
      key: 'file',
      header: t('statements.file'),
      cell: (one) => (
        <span>
          {one.fileName}
          {one.correction > 0 && <> · {t('statements.correction', { number: one.correction })}</>}
          <span className="block text-small text-ink-soft">
            {nameIn(chinese, one.channel)} · {t('range', { from: one.from, to: one.to })}
          </span>
        </span>
      ),
      text: ({ fileName }) => fileName,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'at',
      header: t('statements.at'),
      cell: ({ createdAt }) => format.dateTime(createdAt, 'short'),
      text: ({ createdAt }) => createdAt.toISOString(),
      sortBy: ({ createdAt }) => createdAt.getTime(),
      phone: 'hide',
    },
    { ...money('net', t('statements.net'), ({ sums }) => sums.net), phone: 'side' },
    { ...money('owed', t('statements.owed'), ({ owed }) => owed) },
    {
      key: 'delay',
      header: t('statements.delay'),
      cell: ({ delayTenths }) => delay(delayTenths),
      text: ({ delayTenths }) => delay(delayTenths),
      sortBy: ({ delayTenths }) => delayTenths ?? -1,
      align: 'right',
    },
    {
      key: 'state',
      header: t('contracts.state'),
      cell: (one) => (
        <Status tone={one.late > 0n ? 'refused' : one.open > 0n ? 'waiting' : 'plain'}>{state(one)}</Status>
      ),
      text: state,
      filter: 'choice',
    },
  ]
}
