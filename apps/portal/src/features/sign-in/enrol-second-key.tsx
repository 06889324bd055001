'use client'
import { Button, FormField, TextInput } from '@vc/ui'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusalView } from '../refusals/index.ts'
import { useAddKey } from '../session/use-add-key.ts'

/** A second key on another device, so that losing one locks nobody out. Can be left for later. */
export function SecondKey({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations('sign-in')
  const addKey = useAddKey()
  const [label, setLabel] = useState('')
  const [error, setError] = useState<unknown>()

  async function add() {
    setError(undefined)
    try {
      await addKey(label.trim() || t('key.secondLabel'))
      onDone()
    } catch (cause) {
      setError(cause)
    }
  }

  return (
    <div className="space-y-5">
      <p className="text-ink-soft">{t('enrol.secondLead')}</p>
      <RefusalView error={error} />
      <FormField label={t('key.label')} hint={t('key.labelHint')} optional>
        <TextInput value={label} maxLength={60} onChange={(event) => setLabel(event.target.value)} />
      </FormField>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" icon={<KeyRound aria-hidden />} onClick={add}>
          {t('enrol.second')}
        </Button>
        <Button variant="quiet" onClick={onDone}>
          {t('enrol.later')}
        </Button>
      </div>
    </div>
  )
}
