import type { ReactNode } from 'react'
import { Frame } from '../../../features/frame/index.ts'

export default function FrameLayout({ children }: { readonly children: ReactNode }) {
  return <Frame>{children}</Frame>
}
