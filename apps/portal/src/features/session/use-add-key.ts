'use client'
import { useTRPCClient } from '../../trpc/client.tsx'
import { createPasskey } from './passkeys.ts'
import { useSteppedUp } from './use-stepped-up.ts'

/** Adds one more sign-in key: a key that is there confirms, then the new one is made. */
export function useAddKey(): (label: string) => Promise<void> {
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  return async (label) => {
    const options = await steppedUp('auth.keys.beginAdd', { label }, (input) =>
      api.auth.keys.beginAdd.mutate(input),
    )
    await api.auth.keys.finishAdd.mutate({ response: await createPasskey(options) })
  }
}

/** Adds a key that signs acts: P-256, of the relying party that the ledger's configuration names. Gives the 33 bytes in hex. */
export function useAddActKey(): (label: string) => Promise<string> {
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  return async (label) => {
    const options = await steppedUp('actKeys.begin', { label }, (input) => api.actKeys.begin.mutate(input))
    return (await api.actKeys.finish.mutate({ response: await createPasskey(options) })).actKey
  }
}
