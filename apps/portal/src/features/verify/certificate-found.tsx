'use client'
import { certificateCode } from '@vc/certificates'
import { Facts, Timeline } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { checkCertificate, type FoundCertificate } from './check-proof.ts'
import { Verdict } from './verdict.tsx'

/** One certificate, its proof, and the hands it went through. */
export function CertificateFound({ found }: { readonly found: FoundCertificate }) {
  const t = useTranslations('energy')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const proof = useMemo(() => checkCertificate(found), [found])
  const { issued, station, serial } = found
  const code = certificateCode(station, serial)
  return (
    <article className="space-y-3 border-y py-4">
      <Verdict code={code} proof={proof} record={found.record} />
      <Facts
        rows={[
          { label: t('code'), value: code },
          { label: t('station'), value: station },
          { label: t('period'), value: `${issued.fromPeriod} – ${issued.toPeriod}` },
        ]}
      />
      <Timeline
        events={found.history.map(({ part, holder, at }, i) => ({
          key: String(i),
          at: format.dateTime(at, 'short'),
          title: t(part === 'issued' ? 'issuedTo' : 'givenTo', {
            name: chinese ? holder.nameZh : holder.name,
          }),
        }))}
      />
    </article>
  )
}
