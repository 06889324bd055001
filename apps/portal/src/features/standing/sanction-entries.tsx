'use client'
import { Amount, plainUnits, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'
import { TransactionLink } from '../explorer/index.ts'

type Entry = ApiAnswers['standing']['sanctions']['rows'][number]['entries'][number]

/** Every default of a debtor with the transaction of its entry, and what ended it. */
export function SanctionEntries({ entries }: { readonly entries: readonly Entry[] }) {
  const t = useTranslations('standing.sanctions')
  return (
    <ul className="space-y-1">
      {entries.map(({ stage, amount, since, txid, exit }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lots of one loan differ by nothing else, and their order holds
        <li key={`${txid} ${at}`} className="flex flex-wrap items-baseline gap-x-2">
          <span>{t('entry', { stage: t(`stages.${stage}`), since })}</span>
          <Amount amount={amount} />
          <TransactionLink txid={txid} />
          {exit && <span className="text-ink-soft">{t(`exit.${exit.how}`, { height: exit.height })}</span>}
          {exit?.txid && <TransactionLink txid={exit.txid} />}
        </li>
      ))}
    </ul>
  )
}

/** The same as one line of text, for files. */
export function useEntryText() {
  const t = useTranslations('standing.sanctions')
  const { decimals } = useUi()
  return ({ stage, amount, since, txid, exit }: Entry) => {
    const entry = `${t('entry', { stage: t(`stages.${stage}`), since })} ${plainUnits(amount, decimals)} ${txid}`
    return exit
      ? `${entry} ${t(`exit.${exit.how}`, { height: exit.height })} ${exit.txid ?? ''}`.trim()
      : entry
  }
}
