'use client'
import { certificateCode } from '@vc/certificates'
import { Facts, Paper, Timeline } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { checkCertificate, type FoundCertificate } from './check-proof.ts'
import { Verdict } from './verdict.tsx'

/** One certificate, its proof, and the hands it went through. */
export function CertificateFound({ found }: { readonly found: FoundCertificate }) {
  const t = useTranslations('energy')
  const verify = useTranslations('verify')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const proof = useMemo(() => checkCertificate(found), [found])
  const { issued, station, serial, history } = found
  const code = certificateCode(station, serial)
  const holder = history.at(-1)?.holder
  const range = `${certificateCode(station, issued.first)} – ${issued.last.toString().padStart(10, '0')}`
  return (
    <Paper>
      <div className="space-y-4">
        <Verdict code={code} proof={proof} record={found.record} title={verify('genuine')} />
        <Facts
          rows={[
            { label: t('code'), value: <span className="font-mono">{code}</span> },
            { label: t('station'), value: station },
            { label: t('period'), value: `${issued.fromPeriod} – ${issued.toPeriod}` },
            { label: verify('issued'), value: <span className="font-mono">{range}</span> },
            { label: verify('holder'), value: (chinese ? holder?.nameZh : holder?.name) ?? '–' },
          ]}
        />
        <Timeline
          events={history.map(({ part, holder: hand, at }, i) => ({
            key: String(i),
            at: format.dateTime(at, 'short'),
            title: t(part === 'issued' ? 'issuedTo' : 'givenTo', { name: chinese ? hand.nameZh : hand.name }),
          }))}
        />
      </div>
    </Paper>
  )
}
