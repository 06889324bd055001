'use client'
import { Notice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { CertificateFound } from './certificate-found.tsx'
import type { CopyPrint, FoundCertificate, FoundLicence, FoundRight } from './check-proof.ts'
import { LicenceFound } from './licence-found.tsx'
import { RightFound } from './right-found.tsx'

export type Found = { readonly asked: string } & (
  | { readonly kind: 'rights'; readonly copy: CopyPrint | undefined; readonly found: readonly FoundRight[] }
  | { readonly kind: 'certificate'; readonly found: FoundCertificate | null }
  | { readonly kind: 'licence'; readonly found: FoundLicence | null }
  | { readonly kind: 'no-code' }
)

/** What was asked about, and what came of it: a right, a certificate, something like it, or nothing. */
export function Answer({ answer }: { readonly answer: Found }) {
  const t = useTranslations('verify')
  const { kind, asked } = answer
  return (
    <>
      <p className="text-small break-all text-ink-soft">{t('asked', { what: asked })}</p>
      {kind === 'no-code' && <Notice title={t('codeFormat')}>{t('codeFormatNext')}</Notice>}
      {kind === 'certificate' && (answer.found ? <CertificateFound found={answer.found} /> : <None />)}
      {kind === 'licence' && (answer.found ? <LicenceFound found={answer.found} /> : <None />)}
      {kind === 'rights' && answer.found.length === 0 && <None />}
      {kind === 'rights' &&
        answer.found.map((one) => <RightFound key={one.code} found={one} copy={answer.copy} />)}
    </>
  )
}

function None() {
  const t = useTranslations('verify')
  return <Notice title={t('none')}>{t('noneNext')}</Notice>
}
