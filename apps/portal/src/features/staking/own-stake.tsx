'use client'
import {
  Amount,
  Button,
  EmptyState,
  formatShare,
  Section,
  Stat,
  StatRow,
  Status,
  shareOf,
  useUi,
} from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { RefusedHere } from '../../trpc/refusal.ts'
import { TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import type { Standing } from './answers.ts'
import { StakeTable } from './stake-table.tsx'

type Props = { readonly standing: Standing; readonly onProducers: () => void }

/** What the person has at stake and how it stands, what it brought, and what is on its way. */
export function OwnStake({ standing, onProducers }: Props) {
  const t = useTranslations('staking')
  const { may } = useSession()
  const empty = (
    <EmptyState
      title={t('none')}
      action={
        may('stake.move') && (
          <Button variant="primary" onClick={onProducers}>
            {t('toProducers')}
          </Button>
        )
      }
    >
      {t('noneNext')}
    </EmptyState>
  )
  return (
    <>
      <Figures standing={standing} />
      <UnderWay standing={standing} />
      <Section id="stakes" title={t('stakes')} lead={t('stakesLead')}>
        <StakeTable rows={standing.stakes} empty={empty} />
      </Section>
      <Received standing={standing} />
    </>
  )
}

const sumOf = (rows: readonly { readonly amount: bigint }[]) =>
  rows.reduce((sum, { amount }) => sum + amount, 0n)

function Figures({ standing }: Pick<Props, 'standing'>) {
  const t = useTranslations('staking')
  const { locale } = useUi()
  const { accounts, stakes, counting, allCounting, received } = standing
  const maturing = sumOf(stakes.filter((stake) => stake.standing === 'maturing'))
  const locked = accounts.reduce((sum, account) => sum + account.locked, 0n)
  return (
    <StatRow>
      <Stat
        label={t('counting')}
        tone="value"
        value={<Amount amount={counting} />}
        note={t('ofAll', { share: formatShare(shareOf(counting, allCounting), locale) })}
      />
      <Stat
        label={t('maturing')}
        tone={maturing > 0n ? 'waiting' : undefined}
        value={<Amount amount={maturing} />}
      />
      <Stat label={t('lockedFree')} value={<Amount amount={locked} />} note={t('lockedNote')} />
      <Stat label={t('receivedSum')} value={<Amount amount={sumOf(received)} />} note={t('receivedNote')} />
    </StatRow>
  )
}

function UnderWay({ standing: { underWay } }: Pick<Props, 'standing'>) {
  const t = useTranslations('staking')
  const format = useFormatter()
  if (underWay.length === 0) return null
  return (
    <Section id="under-way" title={t('underWay')}>
      <ul className="divide-y border-y">
        {underWay.map(({ actId, kind, amount, createdAt, state, refusal }) => (
          <li key={actId} className="flex flex-wrap items-center gap-x-5 gap-y-1 py-2">
            {kind === 'stake.release' ? t('releasing') : t('registering')}
            <Amount amount={amount} element="value" />
            <Status tone={state === 'refused' ? 'refused' : 'waiting'}>
              {t(state === 'refused' ? 'refused' : state === 'open' ? 'toSign' : 'onItsWay')}
            </Status>
            <span className="text-small text-ink-soft">{format.dateTime(createdAt, 'short')}</span>
            {refusal && <RefusalView error={new RefusedHere(refusal.code)} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Received({ standing: { received } }: Pick<Props, 'standing'>) {
  const t = useTranslations('staking')
  const locale = useLocale()
  const number = new Intl.NumberFormat(locale)
  if (received.length === 0) return null
  return (
    <Section id="received" title={t('received')} lead={t('receivedLead')}>
      <ul className="divide-y border-y">
        {received.map(({ txid, amount, afterHeight, toHeight }) => (
          <li key={txid} className="flex flex-wrap items-center gap-x-5 gap-y-1 py-2">
            <Amount amount={amount} element="value" />
            <span className="text-small text-ink-soft">
              {t('forBlocks', { from: number.format(afterHeight + 1), to: number.format(toHeight) })}
            </span>
            <TransactionLink txid={txid} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
