'use client'
import { Amount, Facts, Notice, Paper } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { AccountLink, TransactionLink } from '../explorer/index.ts'
import { checkFoundLicence, type FoundLicence } from './check-proof.ts'
import { useLicenceWords } from './licence-words.ts'
import { Verdict } from './verdict.tsx'

/** A licence with the browser's own proof: what it allows, who was paid, and whose it is. */
export function LicenceFound({ found }: { readonly found: FoundLicence }) {
  const t = useTranslations('works.licence')
  const verify = useTranslations('verify')
  const licence = useMemo(() => checkFoundLicence(found), [found])
  const proof = licence.ok ? ({ ok: true, value: true } as const) : licence
  return (
    <Paper>
      <div className="space-y-4">
        <Verdict code={found.code} proof={proof} record={found.record} title={t('genuine')} />
        {found.isHandedOn && (
          <Notice tone="waiting" title={verify('handedOn')}>
            {verify('handedOnNext')}
          </Notice>
        )}
        {licence.ok && <LicenceFacts licence={licence.value} found={found} />}
      </div>
    </Paper>
  )
}

type Read = Extract<ReturnType<typeof checkFoundLicence>, { readonly ok: true }>['value']

function LicenceFacts({ licence, found }: { readonly licence: Read; readonly found: FoundLicence }) {
  const t = useTranslations('works.licence')
  const words = useLicenceWords()
  return (
    <Facts
      rows={[
        { label: t('code'), value: <span className="font-mono">{found.code}</span> },
        {
          label: t('work'),
          value: (
            <Link className="underline" href={`/work/${licence.work}`}>
              {licence.title}
            </Link>
          ),
        },
        { label: t('uses'), value: words.uses(licence.uses) },
        { label: t('territory'), value: licence.territory },
        { label: t('term'), value: words.term(licence.days) },
        { label: t('number'), value: t('numberOf', { number: licence.unit + 1, count: licence.count }) },
        { label: t('price'), value: <Amount amount={licence.price} element="value" /> },
        { label: t('creator'), value: <AccountLink keyHash={licence.seller} /> },
        { label: t('licensee'), value: <AccountLink keyHash={licence.licensee} /> },
        { label: t('paid'), value: <TransactionLink txid={found.purchase?.txid ?? ''} /> },
      ]}
    />
  )
}
