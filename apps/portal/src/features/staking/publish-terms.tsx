'use client'
import { Button, FormField, TextInput, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSteppedUp } from '../session/index.ts'
import { readShare } from './answers.ts'

/** Publishes what the producer keeps from the next block on, with a fresh touch of the key. */
export function PublishTerms() {
  const t = useTranslations('staking.desk')
  const api = useTRPCClient()
  const toast = useToast()
  const steppedUp = useSteppedUp()
  const { run, error, busy } = useCommand()
  const [text, setText] = useState('10')
  async function publish() {
    const published = await run(() => {
      const share = readShare(text)
      if (share === undefined || share > 10_000) throw new RefusedHere('share-wrong')
      return steppedUp('staking.publish', { share }, (input) => api.staking.publish.mutate(input))
    })
    if (published) toast({ title: t('published') })
  }
  return (
    <div className="space-y-3">
      <RefusalView error={error} />
      <FormField label={t('share')} hint={t('shareHint')}>
        <TextInput amount unit="%" value={text} onChange={({ target }) => setText(target.value)} />
      </FormField>
      <Button disabled={busy} onClick={publish}>
        {t('publish')}
      </Button>
    </div>
  )
}
