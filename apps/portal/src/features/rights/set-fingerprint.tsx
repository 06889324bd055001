'use client'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { fingerprintOfFile } from '../imports/index.ts'
import { useRefusalWords } from '../refusals/index.ts'
import { Print } from './right-columns.tsx'
import type { RightRow } from './steps.ts'

/** The fingerprint of a work's image or text; while the batch may change, it can be taken from a file here. */
export function SetFingerprint({
  right,
  editable,
}: {
  readonly right: RightRow
  readonly editable: boolean
}) {
  const t = useTranslations('rights')
  const api = useTRPCClient()
  const words = useRefusalWords()
  const { run, error } = useCommand()
  const { batchId, accession, contentHash, title } = right
  async function take(file: File | undefined) {
    if (!file) return
    await run(async () => {
      const print = await fingerprintOfFile(file)
      const work = { accession, contentHash: print.contentHash, likeness: print.likeness }
      return api.rights.fingerprint.mutate({ batchId, works: [work] })
    })
  }
  if (!editable) return <Print hash={contentHash} />
  return (
    <div className="flex flex-wrap items-baseline gap-x-3">
      {contentHash && <Print hash={contentHash} />}
      <label className="cursor-pointer text-small whitespace-nowrap underline focus-within:outline-2">
        {t(contentHash ? 'replaceFingerprint' : 'setFingerprint')}
        <span className="sr-only"> {title}</span>
        <input type="file" className="sr-only" onChange={(event) => take(event.target.files?.[0])} />
      </label>
      {error !== undefined && (
        <p role="alert" className="basis-full text-small text-refused">
          {words(error).title}. {words(error).next}
        </p>
      )}
    </div>
  )
}
