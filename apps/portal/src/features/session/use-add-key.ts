'use client'
import type { RegistrationResponseJSON } from '@simplewebauthn/browser'
import { useLocale } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { askVerifier, useVerifierOrigin } from '../verifier/index.ts'
import { createPasskey, registrationOf } from './passkeys.ts'
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

/**
 * Adds a key that signs acts: P-256, made on the verifier page, whose relying party the ledger's configuration names.
 * Gives the second step, which opens that page: to be called in a press of its own.
 */
export function useAddActKey(): (label: string) => Promise<() => Promise<unknown>> {
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const verifier = useVerifierOrigin()
  const language = useLocale()
  return async (label) => {
    const options = await steppedUp('actKeys.begin', { label }, (input) => api.actKeys.begin.mutate(input))
    return async () => {
      const answer = await askVerifier(verifier, { ask: 'make', language, options })
      if (answer.say !== 'made') throw new RefusedHere('verifier-closed')
      const made = answer.credential as RegistrationResponseJSON
      return api.actKeys.finish.mutate({ response: registrationOf(made) })
    }
  }
}
