import { useQuery } from '@tanstack/react-query'
import { newMnemonic } from '@vc/crypto'
import { useEffect, useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useWallet } from './use-wallet.ts'

/** Which of the 24 words are asked back. */
export const ASKED = [3, 11, 19]
/** Words by their place in the list, the first being 1. */
export type Typed = Readonly<Record<number, string>>
export type NewSeed = ReturnType<typeof useNewSeed>
const SEED_BYTES = 32

/** A seed for one opening of a dialog: its words, what was given back of them, and its sealing. */
export function useNewSeed(open: boolean, onDone: () => void) {
  const { data: keys = [] } = useQuery(useTRPC().auth.keys.list.queryOptions())
  const { store } = useWallet()
  const [entropy, setEntropy] = useState<Uint8Array>()
  const [isAsking, setAsking] = useState(false)
  const [typed, setTyped] = useState<Typed>({})
  const [wrong, setWrong] = useState<readonly number[]>([])
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    if (!open) return
    setEntropy(crypto.getRandomValues(new Uint8Array(SEED_BYTES)))
    setAsking(false)
    setTyped({})
    setWrong([])
    setError(undefined)
  }, [open])
  const words = entropy ? newMnemonic(entropy).split(' ') : []

  async function seal() {
    const mistaken = ASKED.filter((at) => typed[at]?.trim().toLowerCase() !== words[at - 1])
    setWrong(mistaken)
    if (mistaken.length > 0) throw new RefusedHere('words-wrong')
    const current = keys.find(({ isCurrent }) => isCurrent)
    if (!entropy || !current) throw new RefusedHere('no-wallet')
    await store(entropy, current.credentialId)
    entropy.fill(0)
    setEntropy(undefined)
  }
  const sealIt = () => {
    setError(undefined)
    return seal().then(onDone, setError)
  }
  return { words, isAsking, setAsking, typed, setTyped, wrong, error, sealIt }
}
