'use client'
import { Button, Dialog, FormField, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusalView } from '../refusals/index.ts'

type Props = {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  readonly lead: string
  readonly defaultLabel: string
  readonly add: (label: string) => Promise<unknown>
  readonly onDone: () => unknown
}

/** Names a new key and makes it. */
export function AddKeyDialog({ open, onOpenChange, title, lead, defaultLabel, add, onDone }: Props) {
  const t = useTranslations('account')
  const [label, setLabel] = useState('')
  const [error, setError] = useState<unknown>()

  async function make() {
    setError(undefined)
    try {
      await add(label.trim() || defaultLabel)
      setLabel('')
      onOpenChange(false)
      await onDone()
    } catch (cause) {
      setError(cause)
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={lead}
      footer={
        <Button variant="primary" onClick={make}>
          {title}
        </Button>
      }
    >
      <div className="space-y-4">
        <RefusalView error={error} />
        <FormField label={t('label')} hint={t('labelHint')} optional>
          <TextInput
            placeholder={defaultLabel}
            value={label}
            maxLength={60}
            onChange={(event) => setLabel(event.target.value)}
          />
        </FormField>
      </div>
    </Dialog>
  )
}
