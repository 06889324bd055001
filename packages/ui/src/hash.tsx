'use client'
import { Check, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { classNames } from './class-names.ts'
import { useUi } from './provider.tsx'

/** First six and last four characters of a long name. */
export function shortHash(hash: string): string {
  return hash.length <= 12 ? hash : `${hash.slice(0, 6)}…${hash.slice(-4)}`
}

export type HashProps = {
  readonly hash: string
  /** Wraps the text in the application's own link. */
  readonly link?: (text: ReactNode) => ReactNode
  readonly className?: string
}

/** A hash, txid or key: first 6 … last 4, whole while the keyboard is on it, with a copy button; a press of the mouse must not move what it hits. */
export function Hash({ hash, link, className }: HashProps) {
  const { words } = useUi()
  const [copied, setCopied] = useState(false)
  const text = (
    <>
      <span className="whitespace-nowrap group-has-[:focus-visible]/hash:hidden">{shortHash(hash)}</span>
      <span className="hidden break-all group-has-[:focus-visible]/hash:inline">{hash}</span>
    </>
  )

  async function copy() {
    await navigator.clipboard.writeText(hash)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }

  return (
    <span
      className={classNames(
        'group/hash inline-flex max-w-full items-center gap-0.5 font-mono text-[0.92em]',
        className,
      )}
      title={hash}
    >
      {link ? link(text) : text}
      <button
        type="button"
        onClick={copy}
        aria-label={`${copied ? words.copied : words.copy} ${hash}`}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-small text-ink-faint hover:bg-sunk hover:text-ink"
      >
        {copied ? <Check className="size-3.5" aria-hidden /> : <Copy className="size-3.5" aria-hidden />}
      </button>
      <span role="status" className="sr-only">
        {copied ? words.copied : ''}
      </span>
    </span>
  )
}
