'use client'
import { createContext, useCallback, useMemo, useState } from 'react'

type Hold = () => () => void

/** What a button at work takes hold of, so that the layer it stands in is not left under it. Gives how to let go. */
export const HoldContext = createContext<Hold | undefined>(undefined)

/** Counts the buttons at work inside a layer. */
export function useHold(): { readonly held: boolean; readonly hold: Hold } {
  const [count, setCount] = useState(0)
  const hold = useCallback<Hold>(() => {
    setCount((now) => now + 1)
    return () => setCount((now) => now - 1)
  }, [])
  return useMemo(() => ({ held: count > 0, hold }), [count, hold])
}
