'use client'
import { FileDrop, Section, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BadBlock, FileRefusal, type SentFile, useFileLook } from '../imports/index.ts'
import { ChooseKind, type Kind } from './choose-kind.tsx'
import { NameAndThreshold } from './name-and-threshold.tsx'

type Seen = ApiAnswers['collectives']['preview']

/** Registers a collective: its list of members as a file, whole or not at all, its name, and how many votes decide. */
export function Register() {
  const t = useTranslations('collectives.register')
  const api = useTRPCClient()
  const [kind, setKind] = useState<Kind>('VCB1')
  const { read, busy, error, look, again, clear } = useFileLook((file) =>
    api.collectives.preview.mutate({ ...file, kind }),
  )
  const seen = read?.answer
  return (
    <Section id="register" title={t('title')} lead={t('lead')}>
      <div className="space-y-4">
        <FileRefusal error={error} onRead={again} />
        <ChooseKind
          kind={kind}
          onChoose={(chosenKind) => {
            setKind(chosenKind)
            clear()
          }}
        />
        <FileDrop
          label={t('choose')}
          hint={t(`hint.${kind}`)}
          accept=".csv,.xlsx,text/csv"
          fileName={read?.file.fileName}
          onFile={(one) => look(one)}
          pending={busy}
          preview={usePreview(seen)}
        />
        {seen && (
          <BadBlock
            {...{ name: 'bad-members', rows: seen.bad, columns: seen.columns }}
            title={t('bad', { bad: seen.bad.length })}
            caption={t('badCaption')}
          />
        )}
        {read && seen && seen.bad.length === 0 && seen.count > 0 && (
          <Terms file={read.file} seen={seen} kind={kind} />
        )}
      </div>
    </Section>
  )
}

function usePreview(seen: Seen | undefined) {
  const t = useTranslations('collectives')
  if (!seen) return undefined
  const { count, weight, format, encoding } = seen
  return {
    summary: t('register.summary', { count, weight, format, encoding: encoding.toUpperCase() }),
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
  const { weight, majority, count } = seen
  const labels = {
    ...{ name: t('name'), threshold: t('threshold'), go: t('go', { count }) },
    thresholdHint: t('thresholdHint', { weight, majority }),
  }
  return (
    <NameAndThreshold
      {...{ seen, labels, nameless: 'collective-name-missing' }}
      make={(given) => api.collectives.import.mutate({ ...file, kind, ...given })}
      onMade={({ collectiveId }) => {
        toast({ title: t('sent') })
        return `/collectives/${collectiveId}`
      }}
    />
  )
}
