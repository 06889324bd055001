'use client'
import { Hash } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { sha256OfFile } from '../imports/index.ts'
import { useRefusalWords } from '../refusals/index.ts'
import type { RightRow } from './steps.ts'

/** Gives a work the fingerprint of its image or text: made here, only the hash is sent. */
export function SetFingerprint({ right }: { readonly right: RightRow }) {
  const t = useTranslations('rights')
  const api = useTRPCClient()
  const words = useRefusalWords()
  const { run, error } = useCommand()
  async function take(file: File | undefined) {
    if (!file) return
    await run(async () =>
      api.rights.fingerprint.mutate({ rightId: right.id, contentHash: await sha256OfFile(file) }),
    )
  }
  return (
    <div className="space-y-1">
      {right.contentHash && <Hash hash={right.contentHash} />}
      <label className="cursor-pointer text-small underline">
        {t('setFingerprint')}
        <input type="file" className="sr-only" onChange={(event) => take(event.target.files?.[0])} />
      </label>
      {error !== undefined && <p role="alert">{words(error).title}</p>}
    </div>
  )
}
