'use client'
import { Amount, Facts, Hash, Notice, Stat, StatRow, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'
import { TransactionLink } from '../explorer/links.tsx'
import { AskMembers } from './ask-members.tsx'

type Listed = Pick<ApiAnswers['credit']['review'], 'guarantees' | 'cover'>
type Guarantee = Listed['guarantees'][number]

type Props = {
  readonly listed: Listed
  readonly amount: bigint
  /** The application whose applicant may ask a collective's members to answer for it. */
  readonly asksFor?: string | undefined
}

/** What stands behind a credit: each thing with how it stands now, and what all of them cover of the debt. */
export function Guarantees({ listed, amount, asksFor }: Props) {
  const t = useTranslations('credit.guarantees')
  const { guarantees, cover } = listed
  const short = amount - cover
  return (
    <div className="space-y-5">
      <StatRow>
        <Stat label={t('cover')} value={<Amount amount={cover} />} />
        <Stat label={t('debt')} value={<Amount amount={amount} />} tone="debt" />
        {short > 0n && <Stat label={t('short')} value={<Amount amount={short} />} tone="waiting" />}
      </StatRow>
      {guarantees.length === 0 && <p className="text-ink-soft">{t('wordsOnly')}</p>}
      <ol className="divide-y border-y">
        {guarantees.map((one) => (
          <li key={one.position} className="space-y-3 py-4">
            <Head one={one} />
            <Thing one={one} />
            {asksFor && one.consent === 'not-asked' && (
              <AskMembers applicationId={asksFor} position={one.position} />
            )}
            {one.warnings.map((code) => (
              <Notice key={code} tone="waiting" title={t(`warnings.${code}.title`)}>
                {t(`warnings.${code}.next`)}
              </Notice>
            ))}
          </li>
        ))}
      </ol>
    </div>
  )
}

function Head({ one }: { readonly one: Guarantee }) {
  const t = useTranslations('credit.guarantees')
  const state = one.isThere ? (one.isOwn ? 'there' : 'foreign') : 'gone'
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <span className="font-strong">{`${one.position}. ${t(`kinds.${one.kind}`)}`}</span>
      {one.cover > 0n && <Amount amount={one.cover} />}
      {one.kind !== 'asset' && one.kind !== 'contract' && (
        <Status tone={state === 'there' ? 'plain' : 'refused'}>{t(`states.${state}`)}</Status>
      )}
    </p>
  )
}

function Thing({
  one: { kind, description, reference, worth, known, consent, until },
}: {
  readonly one: Guarantee
}) {
  const t = useTranslations('credit.guarantees')
  const books = known?.collective
  return (
    <Facts
      rows={[
        { label: t('description'), value: description },
        ...(kind === 'asset' || kind === 'contract'
          ? [{ label: t('documentHash'), value: <Hash hash={reference} /> }]
          : []),
        ...(known
          ? [
              {
                label: t('named'),
                value: t('nameAndCount', { name: known.name, count: Number(known.count) }),
              },
            ]
          : []),
        ...(worth === null ? [] : [{ label: t('appraised'), value: <Amount amount={worth} /> }]),
        ...(books
          ? [
              { label: t('members'), value: books.members ?? '–' },
              { label: t('held'), value: <Amount amount={books.held} element="value" /> },
              { label: t('owed'), value: <Amount amount={books.owed} element="debt" /> },
            ]
          : []),
        ...(consent ? [{ label: t('vote'), value: t(`consents.${consent}`, { until: until ?? 0 }) }] : []),
        ...(known?.txid ? [{ label: t('onLedger'), value: <TransactionLink txid={known.txid} /> }] : []),
      ]}
    />
  )
}
