'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Notice, Section, Skeleton, Tag } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { SoftwareMark } from '../keys/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useAddKey, useSteppedUp } from '../session/index.ts'
import { AddKeyDialog } from './add-key-dialog.tsx'

/** The keys to sign in with; two at least are wise. */
export function SignInKeys() {
  const t = useTranslations('account.signIn')
  const format = useFormatter()
  const options = useTRPC()
  const api = useTRPCClient()
  const queries = useQueryClient()
  const { data, error } = useQuery(options.auth.keys.list.queryOptions())
  const addKey = useAddKey()
  const steppedUp = useSteppedUp()
  const [refused, setRefused] = useState<unknown>()
  const [adding, setAdding] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: options.auth.keys.list.queryKey() })

  async function revoke(keyId: string) {
    setRefused(undefined)
    try {
      await steppedUp('auth.keys.revoke', { keyId }, (input) => api.auth.keys.revoke.mutate(input))
      await refresh()
    } catch (cause) {
      setRefused(cause)
    }
  }

  return (
    <Section
      id="sign-in-keys"
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button size="small" onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
      }
    >
      <div className="space-y-3">
        <RefusalView error={error ?? refused} />
        {data?.length === 1 && <Notice tone="waiting" title={t('onlyOne')} />}
        {!data && !error && <Skeleton className="h-16" />}
        <ul className="divide-y">
          {data?.map((key) => (
            <li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
              <span className="font-strong">{key.label}</span>
              <SoftwareMark isSoftware={key.isSoftware} />
              {key.isCurrent && <Tag>{t('current')}</Tag>}
              <Tag tone="quiet">{t(key.backupEligible ? 'synchronised' : 'bound')}</Tag>
              <span className="text-small text-ink-faint">
                {t('since', { day: format.dateTime(key.createdAt, 'day') })}
                {key.lastUsedAt && ` · ${t('used', { when: format.dateTime(key.lastUsedAt, 'short') })}`}
              </span>
              <span className="grow" />
              <Button
                size="small"
                variant="danger"
                disabled={data.length === 1}
                onClick={() => revoke(key.id)}
                aria-label={`${t('revoke')} ${key.label}`}
              >
                {t('revoke')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <AddKeyDialog
        open={adding}
        onOpenChange={setAdding}
        title={t('add')}
        lead={t('addLead')}
        defaultLabel={t('defaultLabel')}
        add={addKey}
        onDone={refresh}
      />
    </Section>
  )
}
