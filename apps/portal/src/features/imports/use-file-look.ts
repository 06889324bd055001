'use client'
import type { ToldEncoding } from '@vc/tabular'
import { useState } from 'react'
import { useCommand } from '../../trpc/use-command.ts'
import { type SentFile, sentFile } from './sent-file.ts'

/** A file that somebody chose, what `preview` says of it, and what went wrong; `again` reads it in another encoding. */
export function useFileLook<Answer>(preview: (file: SentFile) => Promise<Answer>) {
  const { run, error } = useCommand()
  const [chosen, setChosen] = useState<File>()
  const [read, setRead] = useState<{ readonly file: SentFile; readonly answer: Answer }>()
  const [busy, setBusy] = useState(false)
  async function look(one: File, encoding?: ToldEncoding) {
    setChosen(one)
    setBusy(true)
    setRead(undefined)
    setRead(
      await run(async () => {
        const file = await sentFile(one, encoding)
        return { file, answer: await preview(file) }
      }),
    )
    setBusy(false)
  }
  const again = (encoding: ToldEncoding) => chosen && look(chosen, encoding)
  return { read, busy, error, run, look, again, clear: () => setRead(undefined) }
}
