'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, Hash, Notice, PageHeader, Section, Skeleton, Stat, StatRow } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import { type Kin, nameIn, type Statement } from './answers.ts'
import { ArrearsDialog } from './arrears-dialog.tsx'
import { CorrectStatement } from './bring-statement.tsx'
import { DueTable, LineTable } from './statement-tables.tsx'
import { useDelay } from './use-delay.ts'

const POLL_MS = 3_000

/** One statement: its lines with every share, and what is due of them. */
export function StatementScreen({ id }: { readonly id: string }) {
  const t = useTranslations('studio')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().studio.statement.queryOptions({ statementId: id }, { refetchInterval }),
  )
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const { statement, lines, dues, kin } = data
  const { fileName, channel, createdAt, digest } = statement
  return (
    <>
      <PageHeader
        above={<Link href="/studio">{t('title')}</Link>}
        title={fileName}
        lead={
          <>
            {statement.correction > 0 && (
              <>{t('statements.correction', { number: statement.correction })} · </>
            )}
            {t('statement.lead', {
              channel: nameIn(chinese, channel),
              at: format.dateTime(createdAt, 'short'),
            })}{' '}
            <Hash hash={digest} />
          </>
        }
        actions={statement.isMine && <Actions statement={statement} />}
      />
      <Sums statement={statement} />
      <Section id="lines" title={t('lines.caption')} lead={t('lines.lead')}>
        {statement.lines > lines.length && (
          <Notice title={t('lines.first', { shown: lines.length, all: statement.lines })}>
            {t('lines.firstNext')}
          </Notice>
        )}
        <LineTable lines={lines} />
      </Section>
      <Section id="dues" title={t('dues.caption')} lead={t('dues.lead')}>
        <DueTable dues={dues} />
      </Section>
      {kin.length > 0 && <KinSection kin={kin} />}
      {statement.isMine && <Correct statementId={statement.id} />}
    </>
  )
}

function Correct({ statementId }: { readonly statementId: string }) {
  const { may } = useSession()
  return may('studio.state') && <CorrectStatement key={statementId} statementId={statementId} />
}

/** What a statement corrects, and what corrects it: both stay to be read. */
function KinSection({ kin }: { readonly kin: readonly Kin[] }) {
  const t = useTranslations('studio.kin')
  const format = useFormatter()
  return (
    <Section id="kin" title={t('title')} lead={t('lead')}>
      <ul className="space-y-2">
        {kin.map(({ id, fileName, correction, createdAt }) => (
          <li key={id}>
            <Link className="underline" href={`/studio/statements/${id}`}>
              {correction === 0 ? t('first') : t('correction', { number: correction })}
            </Link>
            <span className="block text-small text-ink-soft">
              {t('at', { file: fileName, at: format.dateTime(createdAt, 'short') })}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What was sold, who gets what of it, and how far that is paid. */
function Sums({ statement }: { readonly statement: Statement }) {
  const t = useTranslations('studio')
  const delay = useDelay()
  const { sums, owed, paid, late, lateDays, delayTenths } = statement
  const value = (amount: bigint) => <Amount amount={amount} element="value" unit="" />
  return (
    <div className="space-y-6">
      <StatRow>
        <Stat
          label={t('statements.net')}
          value={value(sums.net)}
          tone="value"
          note={t('statement.netNote')}
        />
        {(['studio', 'publisher', 'channel'] as const).map((part) => (
          <Stat key={part} label={t(`parts.${part}`)} value={value(sums[part])} tone="value" />
        ))}
      </StatRow>
      <StatRow>
        <Stat label={t('statements.paid')} value={value(paid)} tone="value" />
        <Stat label={t('statements.owed')} value={value(owed)} />
        <Stat
          label={t('statements.late')}
          value={value(late)}
          tone={late > 0n ? 'refused' : undefined}
          note={lateDays > 0 ? t('statements.lateDays', { days: lateDays }) : undefined}
        />
        <Stat label={t('statements.delay')} value={delay(delayTenths)} note={t('statements.delayNote')} />
      </StatRow>
    </div>
  )
}

/** The channel pays all that is owed at once, or asks for credit for what is late. */
function Actions({ statement }: { readonly statement: Statement }) {
  const t = useTranslations('studio.statement')
  const { may } = useSession()
  const api = useTRPCClient()
  const { draftAndSign, error, busy } = useDraftedAct()
  const [asking, setAsking] = useState(false)
  const isPayable = statement.owed > 0n || statement.isSigning
  if (!may('studio.pay')) return null
  return (
    <>
      <RefusalView error={error} />
      {statement.late > 0n && <Button onClick={() => setAsking(true)}>{t('toCredit')}</Button>}
      {isPayable && (
        <Button
          variant="primary"
          pending={busy}
          onClick={() => draftAndSign(() => api.studio.pay.mutate({ statementId: statement.id }))}
        >
          {t('pay')}
        </Button>
      )}
      {asking && <ArrearsDialog statement={statement} onClose={() => setAsking(false)} />}
    </>
  )
}
