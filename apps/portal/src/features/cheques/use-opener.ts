'use client'
import { useEffect, useState } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { type OpenWallet, useWallet } from '../wallet/index.ts'

export type OpenerOf = () => Promise<OpenWallet>

/** Opens the wallet of an account without a line to anybody: all that it takes is fetched when the screen is shown. */
export function useOpener(keyHash: string | undefined): OpenerOf {
  const { prepare } = useWallet()
  const [opener, setOpener] = useState<OpenerOf>()
  useEffect(() => {
    if (keyHash === undefined) return
    prepare(keyHash).then(
      (open) => setOpener(() => open),
      () => setOpener(undefined),
    )
  }, [keyHash, prepare])
  return opener ?? notReady
}

const notReady: OpenerOf = () => Promise.reject(new RefusedHere('no-wallet'))
