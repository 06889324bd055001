import type { ReactNode } from 'react'
import { Rail } from './rail.tsx'

/** The frame of every screen behind sign-in: rail, top bar, content. */
export function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <Rail />
      <main id="content" className="px-4 py-6 pb-24 md:px-8 md:pb-12">
        {children}
      </main>
    </div>
  )
}
