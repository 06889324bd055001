import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { fingerprintOfFile } from '../imports/index.ts'
import type { Found } from './answer.tsx'

const CERTIFICATE = /^REC-.{1,64}-\d{10,18}$/i
const LICENCE = /^LIC-[0-9a-f]{24}$/i
const RIGHT = /^NFR-[0-9a-f]{24}$/i

/** Asks about a code or a copy, one after the other; keeps the last answer. */
export function useVerification() {
  const api = useTRPCClient()
  const [found, setFound] = useState<Found>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)

  async function ask(work: () => Promise<Found>) {
    if (busy) return
    setBusy(true)
    setError(undefined)
    setFound(undefined)
    await work()
      .then(setFound, setError)
      .finally(() => setBusy(false))
  }
  const byCode = (code: string) =>
    ask(async () => {
      const asked = code.trim().replace(/^rec-/i, 'REC-')
      if (CERTIFICATE.test(asked))
        return { kind: 'certificate', asked, found: await api.certificates.verify.query({ code: asked }) }
      if (LICENCE.test(asked))
        return { kind: 'licence', asked, found: await api.works.licence.query({ code: asked }) }
      if (!RIGHT.test(asked)) return { kind: 'no-code', asked }
      return { kind: 'rights', asked, copy: undefined, found: await api.rights.verify.query({ code: asked }) }
    })
  const byCopy = (file: File) =>
    ask(async () => {
      const copy = await fingerprintOfFile(file)
      const { contentHash, textHash, likeness } = copy
      const input = { contentHash, likeness, ...(textHash === undefined ? {} : { textHash }) }
      return { kind: 'rights', asked: file.name, copy, found: await api.rights.verify.query(input) }
    })
  return { byCode, byCopy, found, error, busy }
}
