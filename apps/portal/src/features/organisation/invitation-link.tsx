'use client'
import { Button } from '@vc/ui'
import { Check, Copy } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'

/** The link of a fresh invitation. Whoever has it can come in, so it is shown once. */
export function InvitationLink({ token }: { readonly token: string }) {
  const t = useTranslations('organisation.invite')
  const locale = useLocale()
  const [copied, setCopied] = useState(false)
  const link = `${window.location.origin}/${locale}/enrol/${token}`
  async function copy() {
    await navigator.clipboard.writeText(link)
    setCopied(true)
  }
  return (
    <div className="space-y-3">
      <p className="border-y border-ink bg-raised px-3 py-3 font-mono break-all select-all">{link}</p>
      <Button icon={copied ? <Check aria-hidden /> : <Copy aria-hidden />} onClick={copy}>
        {t(copied ? 'copied' : 'copy')}
      </Button>
      <p className="text-ink-soft">{t('handOver')}</p>
    </div>
  )
}
