'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, EmptyState, Hash, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { KeyRow } from '../keys/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useAddActKey } from '../session/index.ts'
import { AddKeyDialog } from './add-key-dialog.tsx'

/** The keys that sign acts on the ledger; other credentials than those of sign-in. */
export function ActKeys() {
  const t = useTranslations('account.act')
  const options = useTRPC()
  const queries = useQueryClient()
  const { data, error } = useQuery(options.actKeys.list.queryOptions())
  const add = useAddActKey()
  const [adding, setAdding] = useState(false)
  const button = (
    <Button size="small" onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <Section
      id="act-keys"
      title={t('title')}
      lead={t('lead')}
      actions={data && data.length > 0 ? button : undefined}
    >
      <RefusalView error={error} />
      {data?.length === 0 && (
        <EmptyState title={t('none')} action={button}>
          {t('noneLead')}
        </EmptyState>
      )}
      <ul className="divide-y">
        {data?.map((key) => (
          <KeyRow key={key.id} of={key} mark={<Hash hash={key.actKey} />} />
        ))}
      </ul>
      <AddKeyDialog
        open={adding}
        onOpenChange={setAdding}
        title={t('add')}
        lead={t('addLead')}
        defaultLabel={t('defaultLabel')}
        add={add}
        second={{ title: t('goOn'), lead: t('goOnLead') }}
        onDone={() => queries.invalidateQueries({ queryKey: options.actKeys.list.queryKey() })}
      />
    </Section>
  )
}
