'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  EmptyState,
  formatShare,
  Hash,
  Section,
  Skeleton,
  Stat,
  StatRow,
  Status,
  useToast,
  useUi,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { BlockLink, TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSteppedUp } from '../session/index.ts'
import { type Desk, partOf } from './answers.ts'
import { PublishTerms } from './publish-terms.tsx'

const POLL_MS = 5_000

/** The producer's side of custody: what it keeps, what is to be shared of its rewards, and what was paid. */
export function ProducerDesk() {
  const t = useTranslations('staking.desk')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().staking.desk.queryOptions(undefined, { refetchInterval }))
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  return (
    <>
      <Section id="terms" title={t('terms')} lead={t('termsLead')}>
        <Terms desk={data} />
        <PublishTerms />
      </Section>
      <Section id="statement" title={t('statement')} lead={t('statementLead')}>
        <Statement desk={data} />
      </Section>
      <Payments desk={data} />
    </>
  )
}

function Terms({ desk: { producerKey, terms } }: { readonly desk: Desk }) {
  const t = useTranslations('staking.desk')
  const { locale } = useUi()
  return (
    <>
      <p className="mb-2 text-small text-ink-soft">
        {t('key')} <Hash hash={producerKey} />
      </p>
      {terms.length > 0 && (
        <ul className="mb-4 divide-y border-y" aria-label={t('terms')}>
          {terms.map(({ id, share, fromHeight }) => (
            <li key={id} className="flex flex-wrap items-baseline gap-x-5 py-2">
              <span className="figures font-strong">{formatShare(partOf(share), locale)}</span>
              <span className="text-small text-ink-soft">{t('from', { height: fromHeight })}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Statement({ desk }: { readonly desk: Desk }) {
  const t = useTranslations('staking.desk')
  const format = useFormatter()
  const api = useTRPCClient()
  const toast = useToast()
  const steppedUp = useSteppedUp()
  const { run, error, busy } = useCommand()
  const { producerKey, after, to, rewards, rest, shares, count } = desk
  async function pay() {
    const paid = await run(() =>
      steppedUp('staking.pay', { producerKey, after, to }, (input) => api.staking.pay.mutate(input)),
    )
    if (paid) toast({ title: t('paid') })
  }
  const shared = shares.reduce((sum, { amount }) => sum + amount, 0n)
  return (
    <div className="space-y-5">
      <RefusalView error={error} />
      <StatRow>
        <Stat
          label={t('rewards')}
          tone="value"
          value={<Amount amount={rewards} />}
          note={t('range', { count, from: format.number(after + 1), to: format.number(to) })}
        />
        <Stat
          label={t('shared')}
          value={<Amount amount={shared} />}
          note={t('owners', { count: shares.length })}
        />
        <Stat label={t('rest')} value={<Amount amount={rest} />} />
      </StatRow>
      {shares.length === 0 ? (
        <EmptyState title={t('nothing')}>{t('nothingNext')}</EmptyState>
      ) : (
        <>
          <ul className="divide-y border-y" aria-label={t('shared')}>
            {shares.map(({ owner, amount }) => (
              <li key={owner} className="flex flex-wrap items-baseline justify-between gap-x-5 py-2">
                <Hash hash={owner} />
                <Amount amount={amount} element="value" />
              </li>
            ))}
          </ul>
          <Button variant="primary" disabled={busy} onClick={pay}>
            {t('pay', { count: shares.length })}
          </Button>
        </>
      )}
    </div>
  )
}

const toneOf = (state: Desk['payments'][number]['state']) =>
  state === 'refused' ? 'refused' : state === 'final' || state === 'in-block' ? 'plain' : 'waiting'

function Payments({ desk: { payments } }: { readonly desk: Desk }) {
  const t = useTranslations('staking.desk')
  if (payments.length === 0) return null
  return (
    <Section id="payments" title={t('payments')}>
      <ul className="divide-y border-y">
        {payments.map(({ id, shared, owners, toHeight, txid, state, refusal }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-5 gap-y-1 py-2">
            <Amount amount={shared} element="value" />
            <span className="text-small text-ink-soft">{t('owners', { count: owners })}</span>
            <Status tone={toneOf(state)}>{t(`states.${state}`)}</Status>
            <span className="text-small text-ink-soft">
              {t('upTo')} <BlockLink height={toHeight} />
            </span>
            <TransactionLink txid={txid} />
            {refusal && <RefusalView error={new RefusedHere(refusal.code)} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}
