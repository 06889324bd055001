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
  /** May give a second step, which opens a page and so needs a press of its own. */
  readonly add: (label: string) => Promise<unknown>
  readonly second?: { readonly lead: string; readonly title: string }
  readonly onDone: () => unknown
}

/** Names a new key and makes it. */
export function AddKeyDialog({ open, onOpenChange, title, lead, defaultLabel, add, second, onDone }: Props) {
  const [label, setLabel] = useState('')
  const [rest, setRest] = useState<() => Promise<unknown>>()
  const [error, setError] = useState<unknown>()

  async function attempt(step: () => Promise<unknown>) {
    setError(undefined)
    try {
      const next = await step()
      if (typeof next === 'function') return setRest(() => next as () => Promise<unknown>)
      setLabel('')
      turn(false)
      await onDone()
    } catch (cause) {
      setError(cause)
    }
  }
  function turn(next: boolean) {
    setRest(undefined)
    onOpenChange(next)
  }
  const make = () => attempt(() => add(label.trim() || defaultLabel))
  return (
    <Dialog
      open={open}
      onOpenChange={turn}
      title={title}
      description={rest && second ? second.lead : lead}
      footer={
        <Button variant="primary" onClick={rest ? () => attempt(rest) : make}>
          {rest && second ? second.title : title}
        </Button>
      }
    >
      <div className="space-y-4">
        <RefusalView error={error} />
        {!rest && <LabelField label={label} setLabel={setLabel} placeholder={defaultLabel} />}
      </div>
    </Dialog>
  )
}

type LabelProps = {
  readonly label: string
  readonly setLabel: (label: string) => void
  readonly placeholder: string
}

function LabelField({ label, setLabel, placeholder }: LabelProps) {
  const t = useTranslations('account')
  return (
    <FormField label={t('label')} hint={t('labelHint')} optional>
      <TextInput
        placeholder={placeholder}
        value={label}
        maxLength={60}
        onChange={(event) => setLabel(event.target.value)}
      />
    </FormField>
  )
}
