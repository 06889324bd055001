'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, FormField, Notice, PageHeader, Section, Skeleton, TextInput, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { ChooseMembers } from './choose-members.tsx'
import type { Collective } from './stages.ts'

/** Forms a group of members of a collective: who is in it, its name, and how many votes decide. */
export function GroupScreen({ id }: { readonly id: string }) {
  const t = useTranslations('collectives')
  const { data, error } = useQuery(useTRPC().collectives.show.queryOptions({ collectiveId: id }))
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  return (
    <>
      <PageHeader
        above={<Link href={`/collectives/${id}`}>{data.name}</Link>}
        title={t('group.title')}
        lead={t('group.lead')}
      />
      {data.step === 'registered' ? <Form collective={data} /> : <Notice title={t('registering')} />}
    </>
  )
}

function Form({ collective }: { readonly collective: Collective }) {
  const t = useTranslations('collectives')
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const { form, say, make, error } = useFormGroup(collective.id, keys)
  return (
    <>
      <ChooseMembers
        id={collective.id}
        title={t('group.who')}
        lead={t('group.whoLead', { count: keys.size })}
        chosen={keys}
        onChoose={setKeys}
      />
      <Section id="terms" title={t('group.terms')}>
        <div className="max-w-2xl space-y-4">
          <RefusalView error={error} />
          <FormField label={t('group.name')}>
            <TextInput value={form.name} maxLength={100} onChange={say('name')} />
          </FormField>
          <FormField label={t('register.threshold')} hint={t('group.thresholdHint')}>
            <TextInput amount value={form.threshold} onChange={say('threshold')} />
          </FormField>
          <Button variant="primary" onClick={make}>
            {t('group.go')}
          </Button>
        </div>
      </Section>
    </>
  )
}

function useFormGroup(collectiveId: string, keys: ReadonlySet<string>) {
  const t = useTranslations('collectives')
  const api = useTRPCClient()
  const toast = useToast()
  const router = useRouter()
  const { run, error } = useCommand()
  const [form, setForm] = useState({ name: '', threshold: '' })
  const say = (field: keyof typeof form) => (event: { readonly target: { readonly value: string } }) =>
    setForm({ ...form, [field]: event.target.value })
  async function make() {
    const made = await run(() => {
      if (keys.size === 0) throw new RefusedHere('members-none')
      if (form.name.trim() === '') throw new RefusedHere('collective-name-missing')
      if (!/^(?:[1-9]\d{0,9})?$/.test(form.threshold)) throw new RefusedHere('weight-wrong')
      const threshold = form.threshold === '' ? undefined : Number(form.threshold)
      return api.collectives.formGroup.mutate({ collectiveId, name: form.name, keys: [...keys], threshold })
    })
    if (!made) return
    toast({ title: t('register.sent') })
    router.push(`/collectives/${made.collectiveId}`)
  }
  return { form, say, make, error }
}
