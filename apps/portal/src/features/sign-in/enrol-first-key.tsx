'use client'
import { Button, FormField, TextInput } from '@vc/ui'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { createPasskey } from '../session/passkeys.ts'

type Props = {
  readonly token: string
  readonly readmits: boolean
  readonly onDone: (recoveryCodes: readonly string[]) => void
}

/** Name and first key. */
export function FirstKey({ token, readmits, onDone }: Props) {
  const t = useTranslations('sign-in')
  const api = useTRPCClient()
  const [name, setName] = useState('')
  const [label, setLabel] = useState('')
  const [error, setError] = useState<unknown>()
  const [pending, setPending] = useState(false)

  async function make(event: FormEvent) {
    event.preventDefault()
    if (pending) return
    setPending(true)
    setError(undefined)
    try {
      const input = {
        token,
        personName: readmits ? '—' : name.trim(),
        label: label.trim() || t('key.defaultLabel'),
      }
      const response = await createPasskey(await api.auth.enrol.begin.mutate(input))
      onDone((await api.auth.enrol.finish.mutate({ response })).recoveryCodes)
    } catch (cause) {
      setError(cause)
      setPending(false)
    }
  }

  return (
    <form onSubmit={make} className="space-y-5">
      <p className="text-ink-soft">{t('enrol.firstLead')}</p>
      <RefusalView error={error} />
      {!readmits && (
        <FormField label={t('enrol.name')} hint={t('enrol.nameHint')}>
          <TextInput
            required
            value={name}
            maxLength={100}
            autoComplete="name"
            onChange={(event) => setName(event.target.value)}
          />
        </FormField>
      )}
      <FormField label={t('key.label')} hint={t('key.labelHint')} optional>
        <TextInput value={label} maxLength={60} onChange={(event) => setLabel(event.target.value)} />
      </FormField>
      <Button type="submit" variant="primary" pending={pending} icon={<KeyRound aria-hidden />}>
        {t('enrol.make')}
      </Button>
    </form>
  )
}
