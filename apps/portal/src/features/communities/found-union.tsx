'use client'
import { FileDrop, Section, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { NameAndThreshold } from '../collectives/index.ts'
import { BadBlock, FileRefusal, type SentFile, useFileLook } from '../imports/index.ts'

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
          accept=".csv,.xlsx,text/csv"
          fileName={read?.file.fileName}
          onFile={(one) => look(one)}
          pending={busy}
          preview={usePreview(seen)}
        />
        {seen && (
          <BadBlock
            {...{ name: 'bad-union', rows: seen.bad, columns: seen.columns }}
            title={t('bad', { bad: seen.bad.length })}
            caption={t('badCaption')}
          />
        )}
        {read && seen && seen.bad.length === 0 && <Terms file={read.file} seen={seen} />}
      </div>
    </Section>
  )
}

function usePreview(seen: Seen | undefined) {
  const t = useTranslations('communities')
  if (!seen) return undefined
  const { count, weight, format, encoding, roles, sample } = seen
  return {
    summary: t('found.summary', { count, weight, format, encoding: encoding.toUpperCase(), ...roles }),
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
  const { weight, majority, count } = seen
  const labels = {
    ...{ name: t('name'), threshold: t('threshold'), go: t('go', { count }) },
    thresholdHint: t('thresholdHint', { weight, majority }),
  }
  return (
    <NameAndThreshold
      {...{ seen, labels, nameless: 'union-name-missing' }}
      make={(given) => api.unions.found.mutate({ ...file, ...given })}
      onMade={({ collectiveId }) => {
        toast({ title: t('sent') })
        return `/communities/${collectiveId}`
      }}
    />
  )
}
