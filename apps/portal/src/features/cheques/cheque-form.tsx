'use client'
import { Amount, Button, Facts, FormField, Hash, Paper, TextArea } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { ChooseFiles } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { type CheckedHere, checkHere, type Known } from './read-here.ts'

export type Found = { readonly text: string; readonly checked: CheckedHere }
type Props = {
  readonly known: Known | undefined
  /** What can be done with a cheque that holds. */
  readonly children?: (found: Found) => ReactNode
}

/** Takes a cheque as text or as a file and says whether it holds; all of it is computed in this browser. */
export function ChequeForm({ known, children }: Props) {
  const t = useTranslations('cheques.check')
  const [text, setText] = useState('')
  const [found, setFound] = useState<Found>()
  const [error, setError] = useState<unknown>()
  function check(given: string) {
    setText(given)
    setFound(undefined)
    setError(undefined)
    try {
      if (known) setFound({ text: given, checked: checkHere(given, known) })
    } catch (cause) {
      setError(cause)
    }
  }
  return (
    <div className="space-y-5">
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault()
          check(text)
        }}
      >
        <FormField label={t('text')} hint={t('textHint')}>
          <TextArea
            className="font-mono"
            rows={4}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </FormField>
        <Button type="submit" variant="primary" disabled={!known || text.trim() === ''}>
          {t('go')}
        </Button>
      </form>
      <ChooseFiles
        label={t('file')}
        disabled={!known}
        onFiles={async ([file]) => file && check(await file.text())}
      />
      <div role="status" aria-live="polite" className="space-y-4">
        <RefusalView error={error} />
        {found && <Holds checked={found.checked} />}
      </div>
      {found && children?.(found)}
    </div>
  )
}

/** A cheque that holds: what it pays, and what nobody can know offline. */
function Holds({ checked }: { readonly checked: CheckedHere }) {
  const t = useTranslations('cheques')
  const chinese = useLocale() === 'zh-CN'
  const { amount, payee, drawer, expiry, centre } = checked
  return (
    <Paper>
      <h2 className="mb-3 text-lead font-strong">{t('check.holds')}</h2>
      <Facts
        rows={[
          { label: t('amount'), value: <Amount amount={amount} element="value" /> },
          { label: t('payee'), value: <Hash hash={payee} /> },
          { label: t('drawer'), value: <Hash hash={drawer} /> },
          { label: t('centre'), value: chinese ? centre.nameZh : centre.name },
          { label: t('until'), value: t('atHeight', { height: expiry }) },
        ]}
      />
      <p className="mt-3 text-ink-soft">{t('check.notKnown')}</p>
    </Paper>
  )
}
