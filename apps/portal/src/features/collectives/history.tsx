'use client'
import { useQuery } from '@tanstack/react-query'
import { Section, Timeline } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BlockLink, TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'

type Version = ApiAnswers['collectives']['history'][number]
const POLL_MS = 15_000

/** Every list that the collective ever had: who came, who went, how many votes decided, and the transaction that says so. */
export function History({ id }: { readonly id: string }) {
  const t = useTranslations('collectives.history')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().collectives.history.queryOptions({ collectiveId: id }, { refetchInterval }),
  )
  if (data?.length === 0) return null
  return (
    <Section id="history" title={t('title')} lead={t('lead')}>
      <RefusalView error={error} />
      <Timeline
        events={(data ?? []).map((version) => ({
          key: `${version.height}-${version.index}`,
          at: (
            <span className="inline-flex flex-wrap items-baseline gap-x-2">
              <BlockLink height={version.height} /> <TransactionLink txid={version.txid} />
            </span>
          ),
          title: <Terms version={version} />,
          detail: <Difference version={version} />,
        }))}
      />
    </Section>
  )
}

function Terms({ version: { members, weight, threshold } }: { readonly version: Version }) {
  return <>{useTranslations('collectives.history')('terms', { members: members ?? 0, weight, threshold })}</>
}

function Difference({ version: { came, went, isFirst } }: { readonly version: Version }) {
  const t = useTranslations('collectives.history')
  const names = ({ names: some, count }: Version['came']) => {
    const said = some.map(({ name, key }) => name ?? `${key.slice(0, 8)}…`).join(t('and'))
    return count > some.length ? t('more', { said, more: count - some.length }) : said
  }
  if (isFirst) return t('first')
  if (came.count + went.count === 0) return t('sameMembers')
  return (
    <>
      {came.count > 0 && <p>{t('came', { names: names(came) })}</p>}
      {went.count > 0 && <p>{t('went', { names: names(went) })}</p>}
    </>
  )
}
