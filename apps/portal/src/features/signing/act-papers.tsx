'use client'
import { useQuery } from '@tanstack/react-query'
import type { ActLeg } from '@vc/acts'
import { toHex } from '@vc/crypto'
import { txidOf } from '@vc/ledger'
import { Skeleton } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { TransactionLink } from '../explorer/links.tsx'
import { RefusalView } from '../refusals/index.ts'
import { ActPaper } from './act-paper.tsx'
import { ActTerms } from './act-terms.tsx'
import { type BegunAct, readDraft } from './read-draft.ts'
import { termsBehind } from './terms.ts'

type Props = { readonly actId: string; readonly isOnLedger: boolean }

/** The papers of an act that this person does not sign now, read from its bytes here; each with its transaction once the ledger has it. */
export function ActPapersOf({ actId, isOnLedger }: Props) {
  const locale = useLocale()
  const { data: act, error } = useQuery(useTRPC().acts.begin.queryOptions({ actId }))
  const read = act && readDraft(act, locale)
  if (!act || !read) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  if (!read.ok) return <RefusalView error={new RefusedHere(read.refusal.code)} />
  const [first] = read.value
  const terms = act.terms && first && termsBehind(first.transaction, act.terms)
  return (
    <div className="space-y-6">
      {read.value.map((leg, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the legs of a draft do not move
        <Leg key={at} act={act} leg={leg} at={at} isOnLedger={isOnLedger} />
      ))}
      {terms && <ActTerms terms={terms} />}
    </div>
  )
}

type LegProps = Pick<Props, 'isOnLedger'> & {
  readonly act: BegunAct
  readonly leg: ActLeg
  readonly at: number
}

function Leg({ act, leg, at, isOnLedger }: LegProps) {
  const t = useTranslations('signing')
  return (
    <div className="space-y-2">
      <ActPaper act={act} leg={leg} at={at} />
      {isOnLedger && (
        <p className="text-small">
          {t('onLedger')} <TransactionLink txid={toHex(txidOf(leg.transaction))} />
        </p>
      )}
    </div>
  )
}
