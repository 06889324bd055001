'use client'
import { skipToken, useQuery } from '@tanstack/react-query'
import type { ActLeg } from '@vc/acts'
import { equalBytes, fromHex } from '@vc/crypto'
import { suretyMark } from '@vc/settlement'
import { Amount, Facts, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import type { Vote } from './stages.ts'

export type Surety = NonNullable<ApiAnswers['collectives']['surety']>
type Props = { readonly leg: ActLeg; readonly surety: Surety; readonly children: ReactNode }

/** What a vote on a guarantee is about; nothing changes of it, so it is asked for once. */
export function useSurety({ id, kind }: Pick<Vote, 'id' | 'kind'>) {
  const asked = kind === 'guarantee' ? { proposalId: id } : skipToken
  return useQuery(useTRPC().collectives.surety.queryOptions(asked, { staleTime: Number.POSITIVE_INFINITY }))
}

/** A vote on answering for a debt: its terms, which the bytes commit to, and the vote itself when they do. */
export function SuretyMatter({ leg, surety, children }: Props) {
  const t = useTranslations('collectives.surety')
  const { debtor, amount, credit, until, purpose } = surety
  if (!isMarked(leg, surety)) return <RefusalView error={new RefusedHere('guarantee-differs')} />
  return (
    <>
      <div className="mb-8">
        <Section id="surety" title={t('title')} lead={t('lead')}>
          <Facts
            rows={[
              { label: t('debtor'), value: <AccountLink keyHash={debtor} /> },
              { label: t('amount'), value: <Amount amount={amount} /> },
              { label: t('credit'), value: <Amount amount={credit} element="credit" /> },
              { label: t('until'), value: t('atHeight', { height: until }) },
              { label: t('purpose'), value: <span className="whitespace-pre-line">{purpose}</span> },
            ]}
          />
        </Section>
      </div>
      {children}
    </>
  )
}

function isMarked(
  { transaction }: ActLeg,
  { member, collective, debtor, application, amount, until }: Surety,
) {
  const mark = suretyMark({ collective, debtor, application, amount, until }, fromHex(member))
  const [first] = transaction.outputs
  return first?.amount === mark.amount && equalBytes(first.script, mark.to)
}
