'use client'
import type { ToldEncoding } from '@vc/tabular'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { type SentFile, sentFile } from '../imports/index.ts'
import type { Terms } from './use-application.ts'

export type Preview = ApiAnswers['credit']['preview']
export type Seen = NonNullable<Preview['file']>
export type Taken = ApiAnswers['credit']['import'] & { readonly fileName: string }
/** What is said once for all lines. */
export type Given = {
  readonly accountId: string
  readonly lots: number
  readonly termUnit: 'days' | 'months'
  readonly purpose: string
  readonly guarantee: string
}

/** A file of applications on its way in: chosen, read by the API as told, brought in. */
export function useFileReading(terms: Terms) {
  const api = useTRPCClient()
  const { run, error, busy } = useCommand()
  const account = terms.accounts.find(({ isActive }) => isActive)?.accountId ?? ''
  const blank = { lots: 1, termUnit: 'months', purpose: '', guarantee: '' } as const
  const [given, setGiven] = useState<Given>({ accountId: account, ...blank })
  const [chosen, setChosen] = useState<File>()
  const [file, setFile] = useState<SentFile>()
  const [seen, setSeen] = useState<Preview>()
  const [taken, setTaken] = useState<Taken>()
  /** Lines without capacity wait for their window. */
  const [queues, setQueues] = useState(false)

  const read = (sent: SentFile, said: Given, waits = queues) =>
    run(() => api.credit.preview.mutate({ ...sent, given: said, queues: waits }))
  async function choose(one: File, encoding?: ToldEncoding) {
    setChosen(one)
    setSeen(undefined)
    setTaken(undefined)
    const sent = await run(() => sentFile(one, encoding))
    setFile(sent)
    if (sent) setSeen(await read(sent, given))
  }
  /** Says one thing for all lines; unless it is a text, the file is read anew by it. */
  async function say(change: Partial<Given>) {
    const said = { ...given, ...change }
    setGiven(said)
    const isText = 'purpose' in change || 'guarantee' in change
    if (file && !isText) setSeen(await read(file, said))
  }
  /** Whether lines without capacity wait; the file is read anew by it. */
  async function sayQueues(waits: boolean) {
    setQueues(waits)
    if (file) setSeen(await read(file, given, waits))
  }
  async function bring(setBadAside: boolean) {
    if (!file) return
    const done = await run(() => api.credit.import.mutate({ ...file, given, setBadAside, queues }))
    if (!done) return
    setTaken({ ...done, fileName: file.fileName })
    setSeen(undefined)
  }
  const readAs = (encoding: ToldEncoding) => chosen && choose(chosen, encoding)
  return { file, given, seen, taken, error, busy, choose, readAs, say, bring, queues, sayQueues }
}
export type FileReading = ReturnType<typeof useFileReading>
