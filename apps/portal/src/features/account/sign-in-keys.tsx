'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, Notice, Section, Skeleton, Tag } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { KeyRow } from '../keys/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useAddKey, useSteppedUp } from '../session/index.ts'
import { AddKeyDialog } from './add-key-dialog.tsx'

type Keys = ApiAnswers['auth']['keys']['list']

/** The keys to sign in with; two at least are wise. */
export function SignInKeys() {
  const t = useTranslations('account.signIn')
  const { data, error } = useQuery(useTRPC().auth.keys.list.queryOptions())
  return (
    <Section id="sign-in-keys" title={t('title')} lead={t('lead')} actions={<AddKey />}>
      <div className="space-y-3">
        <RefusalView error={error} />
        {data?.length === 1 && <Notice tone="waiting" title={t('onlyOne')} />}
        {!data && !error && <Skeleton className="h-16" />}
        {data && <KeyList keys={data} />}
      </div>
    </Section>
  )
}

function AddKey() {
  const t = useTranslations('account.signIn')
  const addKey = useAddKey()
  const { run } = useCommand()
  const [adding, setAdding] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setAdding(true)}>
        {t('add')}
      </Button>
      <AddKeyDialog
        open={adding}
        onOpenChange={setAdding}
        title={t('add')}
        lead={t('addLead')}
        defaultLabel={t('defaultLabel')}
        add={addKey}
        onDone={() => run(async () => undefined)}
      />
    </>
  )
}

/** The last key can not be revoked: nothing would open the portal. */
function KeyList({ keys }: { readonly keys: Keys }) {
  const t = useTranslations('account.signIn')
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const { run, error } = useCommand()
  const revoke = (keyId: string) =>
    run(() => steppedUp('auth.keys.revoke', { keyId }, (input) => api.auth.keys.revoke.mutate(input)))
  const button = ({ id, label }: Keys[number]) => (
    <Button
      size="small"
      variant="danger"
      disabled={keys.length === 1}
      onClick={() => revoke(id)}
      aria-label={`${t('revoke')} ${label}`}
    >
      {t('revoke')}
    </Button>
  )
  return (
    <>
      <RefusalView error={error} />
      <ul className="divide-y">
        {keys.map((key) => (
          <KeyRow
            key={key.id}
            of={key}
            mark={key.isCurrent && <Tag>{t('current')}</Tag>}
            action={button(key)}
          />
        ))}
      </ul>
    </>
  )
}
