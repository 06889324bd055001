'use client'
import { type CaseLeg, encodeActCase, type Language } from '@vc/acts'
import { encodeBase64url } from '@vc/crypto'
import { useLocale, useTranslations } from 'next-intl'
import { QrCode } from '../qr/index.ts'
import { useVerifierOrigin } from './verifier-origin.tsx'

/** Bytes of a link that a telephone's camera still reads off a screen. */
const MOST_IN_CODE = 1_800

type Props = { readonly network: Uint8Array; readonly leg: CaseLeg }

/** The same bytes for the verifier page on another device, as a QR code and a link: to be read there, not signed. */
export function CheckElsewhere({ network, leg }: Props) {
  const t = useTranslations('signing.elsewhere')
  const language: Language = useLocale() === 'zh-CN' ? 'zh-CN' : 'en'
  const verifier = useVerifierOrigin()
  if (verifier === undefined) return null
  const act = encodeActCase({ network, language, legs: [leg], parts: [] })
  const link = `${verifier}/#${encodeBase64url(act)}`
  return (
    <details className="border px-4 py-3">
      <summary className="font-strong">{t('title')}</summary>
      <p className="mt-2">{t('lead')}</p>
      {link.length <= MOST_IN_CODE ? (
        <QrCode text={link} label={t('code')} />
      ) : (
        <p className="mt-2">{t('long')}</p>
      )}
      <p className="mt-2">
        <a className="underline" href={link} target="_blank" rel="noreferrer">
          {t('link')}
        </a>
      </p>
    </details>
  )
}
