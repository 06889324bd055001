'use client'
import { Button, Checkbox, saveFile } from '@vc/ui'
import { Download, Printer } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

/** The recovery codes, shown this once: print or save them, say so, go on. */
export function RecoveryCodes({
  codes,
  go,
  onDone,
}: {
  readonly codes: readonly string[]
  /** Where one goes on to. */
  readonly go: string
  readonly onDone: () => unknown
}) {
  const t = useTranslations('sign-in.codes')
  const [kept, setKept] = useState(false)
  return (
    <div className="space-y-4">
      <p className="text-ink-soft">{t('lead')}</p>
      <ol className="grid gap-x-4 gap-y-1 border-y border-ink bg-raised px-3 py-3 font-mono sm:text-small sm:grid-flow-col sm:grid-rows-5">
        {codes.map((code, at) => (
          <li key={code} className="flex gap-3 whitespace-nowrap">
            <span className="w-6 text-right text-ink-faint">{at + 1}</span>
            {code}
          </li>
        ))}
      </ol>
      <div data-chrome className="flex flex-wrap gap-2">
        <Button icon={<Printer aria-hidden />} onClick={() => window.print()}>
          {t('print')}
        </Button>
        <Button
          icon={<Download aria-hidden />}
          onClick={() => saveFile('valuecyber-recovery-codes.txt', `${codes.join('\n')}\n`, 'text/plain')}
        >
          {t('save')}
        </Button>
      </div>
      <div data-chrome className="space-y-4">
        <Checkbox label={t('kept')} checked={kept} onChange={(event) => setKept(event.target.checked)} />
        <Button variant="primary" disabled={!kept} onClick={onDone}>
          {go}
        </Button>
      </div>
    </div>
  )
}
