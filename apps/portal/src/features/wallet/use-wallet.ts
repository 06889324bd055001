'use client'
import { useQueryClient } from '@tanstack/react-query'
import { fromHex, toHex } from '@vc/crypto'
import { useCallback, useMemo } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useSteppedUp } from '../session/index.ts'
import { askPrf } from './ask-prf.ts'
import { accountOf, type OpenWallet, walletOf } from './open-wallet.ts'
import { seal, unseal } from './seal.ts'

type SealedSeed = {
  readonly credentialId: string
  readonly ciphertext: string
  readonly salt: string
  readonly accountId: string
  readonly debtKeyHash: string
}

/**
 * The holder's wallet: the seed is made here, leaves this browser sealed only, and is unsealed for one use.
 * `store` seals entropy to a sign-in key; `openWallet` opens the account that a key (hex) belongs to.
 */
export function useWallet() {
  const api = useTRPCClient()
  const options = useTRPC()
  const queries = useQueryClient()
  const steppedUp = useSteppedUp()

  const store = useCallback(
    async (entropy: Uint8Array, credentialId: string) => {
      const salt = crypto.getRandomValues(new Uint8Array(32))
      const prf = await askPrf(await rpIdOf(api), credentialId, salt)
      const account = accountOf(entropy)
      const ciphertext = await seal(entropy, prf, salt, account.accountId)
      prf.fill(0)
      const input = { ...account, credentialId, ciphertext: toHex(ciphertext), salt: toHex(salt) }
      await steppedUp('seeds.store', input, (checked) => api.seeds.store.mutate(checked))
      await queries.invalidateQueries({ queryKey: options.seeds.read.queryKey() })
      return account
    },
    [api, options, queries, steppedUp],
  )

  const openEntropy = useCallback(async (sealed: SealedSeed) => unsealHere(await rpIdOf(api), sealed), [api])

  const openWallet = useCallback(
    async (key: string): Promise<OpenWallet> => walletOf(await openEntropy(await sealOf(api, key))),
    [api, openEntropy],
  )

  /** Fetches now what opening asks the portal for; what it gives opens the wallet later without a line to anybody. */
  const prepare = useCallback(
    async (key: string) => {
      const [sealed, rpId] = [await sealOf(api, key), await rpIdOf(api)]
      return async (): Promise<OpenWallet> => walletOf(await unsealHere(rpId, sealed))
    },
    [api],
  )

  return useMemo(
    () => ({ store, openEntropy, openWallet, prepare }),
    [store, openEntropy, openWallet, prepare],
  )
}

type Api = ReturnType<typeof useTRPCClient>

/** Unseals with the key that it was sealed to; asks nobody but that key. */
async function unsealHere(rpId: string, { salt: hex, credentialId, ciphertext, accountId }: SealedSeed) {
  const salt = fromHex(hex)
  const prf = await askPrf(rpId, credentialId, salt)
  return unseal(fromHex(ciphertext), prf, salt, accountId)
}

/** The sealed seed of the account of this key (hex), else of any. Refuses `no-wallet`. */
async function sealOf(api: Api, key: string): Promise<SealedSeed> {
  const seeds = await api.seeds.read.query()
  const own = seeds.filter(({ debtKeyHash }) => debtKeyHash === key)
  const sealed = (await onThisDevice(api, own)) ?? (await onThisDevice(api, seeds))
  if (!sealed) throw new RefusedHere('no-wallet')
  return sealed
}

/** The relying party of sign-in keys, as the API names it. */
export async function rpIdOf(api: Api): Promise<string> {
  const { rpId } = await api.auth.login.begin.mutate()
  return rpId ?? window.location.hostname
}

/** Of several seals of one seed the one for the key of this session, else the first. */
async function onThisDevice<Seed extends SealedSeed>(
  api: Api,
  seeds: readonly Seed[],
): Promise<Seed | undefined> {
  if (seeds.length < 2) return seeds[0]
  const keys = await api.auth.keys.list.query()
  const current = keys.find(({ isCurrent }) => isCurrent)?.credentialId
  return seeds.find(({ credentialId }) => credentialId === current) ?? seeds[0]
}
