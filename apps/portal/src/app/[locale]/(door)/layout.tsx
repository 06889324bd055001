import type { ReactNode } from 'react'
import { Door } from '../../../features/sign-in/index.ts'

/** The screens before sign-in. */
export default function DoorLayout({ children }: { readonly children: ReactNode }) {
  return <Door>{children}</Door>
}
