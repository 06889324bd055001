'use client'
import { formatUnits, Timeline, type TimelineEvent, type Tone, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { BlockLink, TransactionLink } from '../explorer/links.tsx'
import type { Case, CaseEvent } from './case.ts'

const toneOf: Readonly<Record<CaseEvent['kind'], Tone>> = {
  given: 'debt',
  'taken-over': 'debt',
  repaid: 'value',
  restructured: 'debt',
  transferred: 'quiet',
  overdue: 'waiting',
  penalty: 'refused',
  bad: 'refused',
  'written-off': 'refused',
}

/** Everything that became of the debt, each with the block, and where there is one the transaction, that proves it. */
export function CaseStory({ data }: { readonly data: Case }) {
  const t = useTranslations('debt')
  const detailOf = useDetail()
  const events = data.story.events.map((event): TimelineEvent => {
    const txid = 'txid' in event ? event.txid : undefined
    return {
      key: `${event.kind} ${event.height} ${txid ?? ''}`,
      at: (
        <>
          {t('block')} <BlockLink height={event.height} />
        </>
      ),
      title: t(`events.${event.kind}`),
      detail: (
        <>
          <p>{detailOf(event)}</p>
          {txid && <TransactionLink txid={txid} />}
        </>
      ),
      tone: toneOf[event.kind],
    }
  })
  return <Timeline events={events} />
}

/** One event in one sentence, its amounts to the unit. */
function useDetail() {
  const t = useTranslations('debt.details')
  const { decimals, locale } = useUi()
  const units = (amount: bigint) => formatUnits(amount, decimals, locale)
  return (event: CaseEvent): string => {
    const amount = units(event.amount)
    switch (event.kind) {
      case 'given': {
        const { value, interest, fee, premium, lots } = event
        const paid = { value: units(value), interest: units(interest) }
        return t('given', { amount, lots, ...paid, fee: units(fee), premium: units(premium) })
      }
      case 'taken-over':
        return t('taken-over', { amount, owed: units(event.owed), lots: event.lots })
      case 'restructured':
        return t('restructured', {
          ...{ amount, newAmount: units(event.newAmount), lots: event.lots, lastDue: event.lastDue },
        })
      case 'penalty':
        return t('penalty', { amount, toReserve: units(event.toReserve), bounty: units(event.bounty) })
      case 'overdue':
      case 'bad':
        return t(event.kind, { amount, lots: event.lots })
      default:
        return t(event.kind, { amount, late: event.isLate ? 'late' : 'inTime' })
    }
  }
}
