'use client'
import { type WorkField, workFields } from '@vc/nfr'
import { FormField, Hash, Select, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { emptyOf, mustBeWhole } from '../forms/index.ts'
import { ChooseFiles, fingerprintOfFile } from '../imports/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'

const MOST_POINTS = 1_000

/** Registers a work with its first draft, or adds a draft to one. Only the file's fingerprint leaves this browser. */
export function DraftDialog({ workId, onClose }: { readonly workId?: string; readonly onClose: () => void }) {
  const t = useTranslations('works.register')
  const form = useDraftForm(workId, onClose)
  const { head, say } = form
  const errorAt = useFieldErrors(form.error)
  return (
    <CommandDialog
      title={t(workId ? 'addTitle' : 'title')}
      lead={t('lead')}
      go={t('go')}
      pending={form.busy}
      onGo={form.send}
      onClose={onClose}
      error={form.error}
    >
      {!workId && <Head head={head} say={say} errorAt={errorAt} />}
      <ChooseFiles label={t('file')} hint={t('fileHint')} onFiles={([file]) => file && form.choose(file)} />
      {form.file && (
        <p role="status">
          {form.file.name} · {t('fingerprint')} <Hash hash={form.file.fingerprint} />
        </p>
      )}
      <FormField label={t('note')} hint={t('noteHint')} error={errorAt('note')}>
        <TextInput maxLength={200} value={head.note} onChange={say('note')} />
      </FormField>
    </CommandDialog>
  )
}

type Typed = { readonly target: { readonly value: string } }
type Words = {
  readonly title: string
  readonly field: WorkField
  readonly points: string
  readonly note: string
}
type HeadProps = {
  readonly head: Words
  readonly say: (name: keyof Words) => (event: Typed) => void
  readonly errorAt: (field: string) => string | undefined
}

function Head({ head, say, errorAt }: HeadProps) {
  const t = useTranslations('works.register')
  const fields = useTranslations('works.fields')
  return (
    <>
      <FormField label={t('name')} error={errorAt('title')}>
        <TextInput maxLength={120} value={head.title} onChange={say('title')} />
      </FormField>
      <FormField label={t('field')}>
        <Select
          value={head.field}
          onChange={say('field')}
          options={workFields.map((value) => ({ value, label: fields(value) }))}
        />
      </FormField>
      <FormField label={t('points')} hint={t('pointsHint', { most: MOST_POINTS })} error={errorAt('points')}>
        <TextInput amount maxLength={4} value={head.points} onChange={say('points')} />
      </FormField>
    </>
  )
}

function useDraftForm(workId: string | undefined, onClose: () => void) {
  const api = useTRPCClient()
  const router = useRouter()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [file, setFile] = useState<{ readonly name: string; readonly fingerprint: string }>()
  const [head, setHead] = useState<Words>({ title: '', field: 'music', points: '0', note: '' })
  const say = (name: keyof Words) => (event: Typed) => setHead({ ...head, [name]: event.target.value })
  const choose = async (one: File) =>
    setFile({ name: one.name, fingerprint: (await fingerprintOfFile(one)).contentHash })
  const write = () => {
    const { title, field, points, note } = head
    const fields = [...emptyOf(workId ? { note } : { title, note }), ...(file ? [] : ['file'])]
    if (!file || fields.length > 0)
      throw new RefusedHere(workId ? 'draft-incomplete' : 'work-incomplete', { fields })
    const draft = { commandKey, fingerprint: file.fingerprint, note }
    if (workId) return api.works.addDraft.mutate({ ...draft, workId })
    const reviewPoints = mustBeWhole(points, { field: 'points', least: 0, most: MOST_POINTS })
    return api.works.register.mutate({ ...draft, title, field, reviewPoints })
  }
  async function send() {
    const made = await draftAndSign<{ readonly actId: string; readonly workId?: string }>(write)
    if (made?.workId !== undefined) router.push(`/works/${made.workId}`)
  }
  return { head, say, file, choose, send, error, busy }
}
