'use client'
import { Notice, Progress, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { ChooseFiles, fingerprintOfFile } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'

type Outcome = { readonly set: number; readonly unknown: readonly string[] }
const AT_ONCE = 50

/** Images and texts of many works at once: each file is named like the accession of its work. */
export function SetFingerprints({ batchId }: { readonly batchId: string }) {
  const t = useTranslations('rights')
  const api = useTRPCClient()
  const { run, error } = useCommand()
  const [done, setDone] = useState(0)
  const [total, setTotal] = useState(0)
  const [outcome, setOutcome] = useState<Outcome>()

  async function takeAll(files: readonly File[]) {
    setOutcome(undefined)
    setTotal(files.length)
    setDone(0)
    const reached = await run(async () => {
      let sum: Outcome = { set: 0, unknown: [] }
      for (let at = 0; at < files.length; at += AT_ONCE) {
        const works = []
        for (const file of files.slice(at, at + AT_ONCE)) {
          const { contentHash, likeness } = await fingerprintOfFile(file)
          works.push({ accession: accessionOf(file.name), contentHash, likeness })
          setDone((before) => before + 1)
        }
        const { set, unknown } = await api.rights.fingerprint.mutate({ batchId, works })
        sum = { set: sum.set + set, unknown: [...sum.unknown, ...unknown] }
        setOutcome(sum)
      }
      return sum
    })
    setTotal(0)
    if (reached) setOutcome(reached)
  }
  return (
    <Section id="prints" title={t('prints.title')} lead={t('prints.lead')}>
      <RefusalView error={error} />
      <ChooseFiles multiple label={t('prints.choose')} disabled={total > 0} onFiles={takeAll} />
      <div role="status" className="mt-3 space-y-3">
        {total > 0 && <Progress label={t('prints.progress')} done={done} total={total} />}
        {outcome && (
          <Notice title={t('prints.done', { count: outcome.set })}>
            {outcome.unknown.length > 0 && t('prints.unknown', { names: outcome.unknown.join(', ') })}
          </Notice>
        )}
      </div>
    </Section>
  )
}

/** "T01234.jpg" belongs to T01234. */
const accessionOf = (fileName: string) => fileName.replace(/\.[^.]{1,5}$/, '').trim() || fileName
