'use client'
import type { ActLeg } from '@vc/acts'
import { toHex } from '@vc/crypto'
import { collectiveLots, DEBT_LAYER, parseStandard } from '@vc/ledger'
import { ActSheet, Amount } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { AccountLink } from '../explorer/index.ts'
import { useSheetWords } from '../signing/index.ts'
import type { Vote } from './stages.ts'

/** What is paid to whom, read from the bytes. */
export function Headline({ leg }: { readonly leg: ActLeg }) {
  const t = useTranslations('collectives.vote')
  const [paid] = leg.transaction.outputs
  if (!paid) return null
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Amount amount={paid.amount} element="value" />
      <span className="text-base font-normal">
        {t(leg.transaction.layer === DEBT_LAYER ? 'lockedToWhom' : 'toWhom')} <Payee script={paid.script} />
      </span>
    </span>
  )
}

/** How much the collective owes by its vote, or which lots it releases, read from the bytes. */
export function DebtHeadline({ vote, leg }: Omit<Props, 'title'>) {
  const t = useTranslations('collectives.vote')
  const lots = collectiveLots(leg.transaction)
  const sum = lots.reduce((total, { output }) => total + output.amount, 0n)
  const told = { name: vote.collective.name, count: lots.length }
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Amount amount={sum} element="debt" />
      <span className="text-base font-normal">{t(vote.kind === 'release' ? 'releases' : 'owes', told)}</span>
    </span>
  )
}

/** How much the collective answers for, and until when. */
export function SuretyHeadline({ amount, until }: { readonly amount: bigint; readonly until: number }) {
  const t = useTranslations('collectives.vote')
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Amount amount={amount} />
      <span className="text-base font-normal">{t('answersFor', { until })}</span>
    </span>
  )
}

type Props = { readonly vote: Vote; readonly leg: ActLeg; readonly title: ReactNode }

/** The paper that is voted on, all of it read from the bytes. */
export function VotePaper({ vote, leg, title }: Props) {
  const t = useTranslations('collectives.vote')
  const words = useSheetWords(leg, () => undefined)
  const { threshold, weight } = vote
  const rule = t('rule', { threshold, weight, name: vote.collective.name })
  return <ActSheet {...words} title={title} rule={rule} />
}

/** An account by its name, anything else as the paper says it. */
export function Payee({ script }: { readonly script: Uint8Array }) {
  const t = useTranslations('collectives.vote')
  const parsed = parseStandard(script)
  return parsed?.name === 'key-hash' ? <AccountLink keyHash={toHex(parsed.hash)} /> : t('payeeBelow')
}
