'use client'
import { Button, FileDrop, FormField, Section, TextInput, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { BadLines, FileRefusal, type SentFile, useFileLook } from '../imports/index.ts'

type Seen = ApiAnswers['unions']['preview']

/** Founds a farm union: one file says who its members are and what each is in it; it is taken whole or not at all. */
export function FoundUnion() {
  const t = useTranslations('communities.found')
  const api = useTRPCClient()
  const { read, busy, error, look, again } = useFileLook((file) => api.unions.preview.mutate(file))
  const seen = read?.answer
  return (
    <Section id="found" title={t('title')} lead={t('lead')}>
      <div className="space-y-4">
        <FileRefusal error={error} onRead={again} />
        <FileDrop
          label={t('choose')}
          hint={t('hint')}
          accept=".csv,text/csv"
          fileName={read?.file.fileName}
          onFile={(one) => look(one)}
          pending={busy}
          preview={usePreview(seen)}
        />
        {seen && seen.bad.length > 0 && (
          <div className="border-l-4 border-refused pl-4">
            <p role="alert" className="mb-1 font-strong text-refused">
              {t('bad', { bad: seen.bad.length })}
            </p>
            <BadLines name="bad-union" caption={t('badCaption')} rows={seen.bad} columns={seen.columns} />
          </div>
        )}
        {read && seen && seen.bad.length === 0 && <Terms file={read.file} seen={seen} />}
      </div>
    </Section>
  )
}

function usePreview(seen: Seen | undefined) {
  const t = useTranslations('communities')
  if (!seen) return undefined
  const { count, weight, encoding, roles, sample } = seen
  return {
    summary: t('found.summary', { count, weight, encoding: encoding.toUpperCase(), ...roles }),
    columns: [t('name'), t('role'), t('weight'), t('account'), t('key')],
    rows: sample.map(({ name, role, weight: own, owner, key }) => [
      ...[name, t(`roles.${role}`), String(own), `${owner.slice(0, 6)}…${owner.slice(-4)}`],
      `${key.slice(0, 6)}…${key.slice(-4)}`,
    ]),
  }
}

type TermsProps = { readonly file: SentFile; readonly seen: Seen }

function Terms({ file, seen }: TermsProps) {
  const t = useTranslations('communities.found')
  const api = useTRPCClient()
  const toast = useToast()
  const router = useRouter()
  const { run, error } = useCommand()
  const [name, setName] = useState('')
  const [threshold, setThreshold] = useState(String(seen.majority))
  async function found() {
    const made = await run(() => {
      if (name.trim() === '') throw new RefusedHere('union-name-missing')
      if (!/^[1-9]\d{0,9}$/.test(threshold) || Number(threshold) > seen.weight)
        throw new RefusedHere('threshold-too-high', { weight: seen.weight })
      return api.unions.found.mutate({ ...file, name, threshold: Number(threshold) })
    })
    if (!made) return
    toast({ title: t('sent') })
    router.push(`/communities/${made.collectiveId}`)
  }
  return (
    <div className="space-y-4">
      <FileRefusal error={error} onRead={() => undefined} />
      <FormField label={t('name')}>
        <TextInput value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <FormField
        label={t('threshold')}
        hint={t('thresholdHint', { weight: seen.weight, majority: seen.majority })}
      >
        <TextInput amount value={threshold} onChange={(event) => setThreshold(event.target.value)} />
      </FormField>
      <Button variant="primary" onClick={found}>
        {t('go', { count: seen.count })}
      </Button>
    </div>
  )
}
