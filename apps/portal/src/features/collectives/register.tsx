'use client'
import type { ToldEncoding } from '@vc/tabular'
import { Button, FileDrop, FormField, Section, TextInput, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { BadLines, FileRefusal, type SentFile, sentFile } from '../imports/index.ts'
import { ChooseKind, type Kind } from './choose-kind.tsx'

type Seen = ApiAnswers['collectives']['preview']

/** Registers a collective: its list of members as a file, whole or not at all, its name, and how many votes decide. */
export function Register() {
  const t = useTranslations('collectives.register')
  const api = useTRPCClient()
  const { run, error } = useCommand()
  const [chosen, setChosen] = useState<File>()
  const [file, setFile] = useState<SentFile>()
  const [seen, setSeen] = useState<Seen>()
  const [busy, setBusy] = useState(false)
  const [kind, setKind] = useState<Kind>('VCB1')
  async function look(one: File, encoding?: ToldEncoding) {
    setChosen(one)
    setBusy(true)
    setSeen(undefined)
    const read = await run(async () => {
      const sent = await sentFile(one, encoding)
      return { sent, seen: await api.collectives.preview.mutate({ ...sent, kind }) }
    })
    setFile(read?.sent)
    setSeen(read?.seen)
    setBusy(false)
  }
  return (
    <Section id="register" title={t('title')} lead={t('lead')}>
      <div className="space-y-4">
        <FileRefusal error={error} onRead={(encoding) => chosen && look(chosen, encoding)} />
        <ChooseKind
          kind={kind}
          onChoose={(chosenKind) => {
            setKind(chosenKind)
            setSeen(undefined)
          }}
        />
        <FileDrop
          label={t('choose')}
          hint={t(`hint.${kind}`)}
          accept=".csv,text/csv"
          fileName={file?.fileName}
          onFile={(one) => look(one)}
          pending={busy}
          preview={usePreview(seen)}
        />
        {seen && seen.bad.length > 0 && (
          <div className="border-l-4 border-refused pl-4">
            <p role="alert" className="mb-1 font-strong text-refused">
              {t('bad', { bad: seen.bad.length })}
            </p>
            <BadLines name="bad-members" caption={t('badCaption')} rows={seen.bad} columns={seen.columns} />
          </div>
        )}
        {file && seen && seen.bad.length === 0 && seen.count > 0 && (
          <Terms file={file} seen={seen} kind={kind} />
        )}
      </div>
    </Section>
  )
}

function usePreview(seen: Seen | undefined) {
  const t = useTranslations('collectives')
  if (!seen) return undefined
  const { count, weight, encoding } = seen
  return {
    summary: t('register.summary', { count, weight, encoding: encoding.toUpperCase() }),
    columns: [t('name'), t('weight'), t('account'), t('key')],
    rows: seen.sample.map(({ name, weight: own, owner, key }) => [
      ...[name, String(own), `${owner.slice(0, 6)}…${owner.slice(-4)}`],
      `${key.slice(0, 6)}…${key.slice(-4)}`,
    ]),
  }
}

type TermsProps = { readonly file: SentFile; readonly seen: Seen; readonly kind: Kind }

function Terms({ file, seen, kind }: TermsProps) {
  const t = useTranslations('collectives.register')
  const api = useTRPCClient()
  const toast = useToast()
  const router = useRouter()
  const { run, error } = useCommand()
  const [name, setName] = useState('')
  const [threshold, setThreshold] = useState(String(seen.majority))
  async function register() {
    const made = await run(() => {
      if (name.trim() === '') throw new RefusedHere('collective-name-missing')
      if (!/^[1-9]\d{0,9}$/.test(threshold) || Number(threshold) > seen.weight)
        throw new RefusedHere('threshold-too-high', { weight: seen.weight })
      return api.collectives.import.mutate({ ...file, kind, name, threshold: Number(threshold) })
    })
    if (!made) return
    toast({ title: t('sent') })
    router.push(`/collectives/${made.collectiveId}`)
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
      <Button variant="primary" onClick={register}>
        {t('go', { count: seen.count })}
      </Button>
    </div>
  )
}
