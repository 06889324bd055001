'use client'
import { fromHex, sha256, toHex, utf8, x25519PublicKey } from '@vc/crypto'
import { useCallback } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { askPrf, rpIdOf } from '../wallet/index.ts'
import { openKey, readingSecret } from './sealed-box.ts'

/** What every reading key asks the PRF of its sign-in key for. */
const SALT = sha256(utf8('vdn/reading'))
type SealedKey = { readonly credentialId: string; readonly sealed: string }

/**
 * The reading key behind the sign-in key of this session. `withSecret` asks that key once, publishes the public half when it is
 * new, and forgets the secret afterwards; `fileKeyOf` opens a key of files that was sealed for it.
 */
export function useReadingKey() {
  const api = useTRPCClient()
  return useCallback(
    async <T>(
      act: (own: { credentialId: string; publicKey: Uint8Array; secret: Uint8Array }) => Promise<T>,
    ) => {
      const current = (await api.auth.keys.list.query()).find(({ isCurrent }) => isCurrent)
      if (!current) throw new RefusedHere('no-prf')
      const { credentialId } = current
      const prf = await askPrf(await rpIdOf(api), credentialId, SALT)
      const secret = await readingSecret(prf)
      prf.fill(0)
      const publicKey = x25519PublicKey(secret)
      try {
        await api.identity.publishKey.mutate({ credentialId, publicKey: toHex(publicKey) })
        return await act({ credentialId, publicKey, secret })
      } finally {
        secret.fill(0)
      }
    },
    [api],
  )
}

/** The key of files, out of the seal for this sign-in key. Refuses `document-not-for-this-key`. */
export async function fileKeyOf(
  keys: readonly SealedKey[],
  { credentialId, secret }: { readonly credentialId: string; readonly secret: Uint8Array },
): Promise<Uint8Array> {
  const own = keys.find((key) => key.credentialId === credentialId)
  if (!own) throw new RefusedHere('document-not-for-this-key')
  return openKey(fromHex(own.sealed), secret)
}
