'use client'
import { createContext, type ReactNode, useContext } from 'react'

const Origin = createContext<string | undefined>(undefined)

type Props = { readonly origin: string | undefined; readonly children: ReactNode }

/** Tells the components below where the verifier page is, which may sign acts. */
export const VerifierOriginProvider = ({ origin, children }: Props) => (
  <Origin value={origin}>{children}</Origin>
)

/** The origin of the verifier page, as the network's configuration names it; undefined while nobody can say. */
export const useVerifierOrigin = () => useContext(Origin)
