'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, EmptyState, FormField, Section, Select, Timeline, useToast } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog, RefusalView } from '../refusals/index.ts'
import { useSteppedUp } from '../session/index.ts'
import { AddDocument } from './add-document.tsx'
import { DocumentTable } from './document-table.tsx'
import { useShare } from './use-share.ts'

type Mine = NonNullable<ApiAnswers['identity']['mine']>

/** The documents by which one's organisation is known: sealed here, read by whom one lets, erased when one likes. */
export function Documents() {
  const t = useTranslations('identity')
  const { data, error } = useQuery(useTRPC().identity.mine.queryOptions())
  return (
    <Section id="identity" title={t('title')} lead={t('lead')}>
      <RefusalView error={error} />
      <div className="space-y-6">
        <AddDocument />
        {data === null && <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        {data && <DocumentTable rows={data.files} />}
        {data && <Readers mine={data} />}
        {data && <Openings rows={data.openings} />}
        {data && <Erase />}
      </div>
    </Section>
  )
}

/** Offices that may read, and how to let another one read or one no longer. */
function Readers({ mine }: { readonly mine: Mine }) {
  const t = useTranslations('identity.readers')
  const chinese = useLocale() === 'zh-CN'
  const nameOf = (of: { readonly name: string; readonly nameZh: string }) => (chinese ? of.nameZh : of.name)
  const { data: offices = [] } = useQuery(useTRPC().identity.readers.queryOptions())
  const [chosen, setChosen] = useState('')
  const { share, unshare, error, busy } = useShare(mine.keys)
  const known = new Set(mine.readers.map(({ organisationId }) => organisationId))
  const open = offices.filter(({ organisationId }) => !known.has(organisationId))
  return (
    <div className="space-y-3">
      <h3 className="font-strong">{t('title')}</h3>
      <RefusalView error={error} />
      {mine.readers.length === 0 && <p className="text-ink-soft">{t('nobody')}</p>}
      <ul className="divide-y border-y empty:hidden" aria-label={t('title')}>
        {mine.readers.map((office) => (
          <li
            key={office.organisationId}
            className="flex flex-wrap items-center justify-between gap-x-4 py-2"
          >
            {nameOf(office)}
            <Button size="small" variant="quiet" onClick={() => unshare(office.organisationId)}>
              {t('end')}
            </Button>
          </li>
        ))}
      </ul>
      <FormField label={t('office')} hint={t(open.length === 0 ? 'noOffices' : 'officeHint')}>
        <Select
          placeholder={t('choose')}
          value={chosen}
          onChange={({ target }) => setChosen(target.value)}
          options={open.map((office) => ({ value: office.organisationId, label: nameOf(office) }))}
        />
      </FormField>
      <Button
        disabled={chosen === '' || busy}
        onClick={() => share(open.find(({ organisationId }) => organisationId === chosen))}
      >
        {t('go')}
      </Button>
    </div>
  )
}

function Openings({ rows }: { readonly rows: Mine['openings'] }) {
  const t = useTranslations('identity')
  const chinese = useLocale() === 'zh-CN'
  const format = useFormatter()
  if (rows.length === 0) return null
  return (
    <div>
      <h3 className="mb-3 font-strong">{t('openings')}</h3>
      <Timeline
        events={rows.map(({ id, openedAt, name, nameZh, kind, reason }) => ({
          key: id,
          at: format.dateTime(openedAt, 'short'),
          title: t('opened', { office: chinese ? nameZh : name, kind: t(`kinds.${kind}`) }),
          detail: reason,
        }))}
      />
    </div>
  )
}

/** Destroys the key of all documents, after asking. */
function Erase() {
  const t = useTranslations('identity.erase')
  const api = useTRPCClient()
  const options = useTRPC()
  const queries = useQueryClient()
  const steppedUp = useSteppedUp()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const [asking, setAsking] = useState(false)
  async function erase() {
    const erased = await run(() =>
      steppedUp('identity.erase', {}, (input) => api.identity.erase.mutate(input)),
    )
    if (!erased) return
    setAsking(false)
    toast({ title: t('done') })
    await queries.invalidateQueries({ queryKey: options.identity.mine.queryKey() })
  }
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t('open')}
      </Button>
      {asking && (
        <CommandDialog
          title={t('title')}
          lead={t('lead')}
          go={t('go')}
          onGo={erase}
          disabled={busy}
          onClose={() => setAsking(false)}
          error={error}
        />
      )}
    </>
  )
}
