'use client'
import { useQueryClient } from '@tanstack/react-query'
import { fromHex, toHex } from '@vc/crypto'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { sealKeyFor } from './sealed-box.ts'
import { fileKeyOf, useReadingKey } from './use-reading-key.ts'

type Office = ApiAnswers['identity']['readers'][number]
type Keys = NonNullable<ApiAnswers['identity']['mine']>['keys']

/** Seals the key of the own documents for the people of an office, or destroys those seals. */
export function useShare(keys: Keys) {
  const api = useTRPCClient()
  const options = useTRPC()
  const queries = useQueryClient()
  const withSecret = useReadingKey()
  const { run, error, busy } = useCommand()
  const again = () => queries.invalidateQueries({ queryKey: options.identity.mine.queryKey() })
  const share = (office: Office | undefined) =>
    run(async () => {
      if (!office) return
      const sealed = await withSecret(async (own) => sealedFor(office, await fileKeyOf(keys, own)))
      await api.identity.share.mutate({ organisationId: office.organisationId, keys: sealed })
      await again()
    })
  const unshare = (organisationId: string) =>
    run(async () => {
      await api.identity.unshare.mutate({ organisationId })
      await again()
    })
  return { share, unshare, error, busy }
}

const sealedFor = (office: Office, fileKey: Uint8Array) =>
  Promise.all(
    office.keys.map(async ({ credentialId, publicKey }) => ({
      credentialId,
      sealed: toHex(await sealKeyFor(fromHex(publicKey), fileKey)),
    })),
  )
