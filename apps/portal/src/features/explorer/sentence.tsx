'use client'
import { Hash } from '@vc/ui'

/** Long hex inside a sentence becomes a short name that can be copied. */
export function Sentence({ text }: { readonly text: string }) {
  const parts = text.split(/(\b[0-9a-f]{32,66}\b)/)
  return parts.map((part, at) => {
    const key = `${at} ${part}`
    return at % 2 === 1 ? <Hash key={key} hash={part} /> : <span key={key}>{part}</span>
  })
}
