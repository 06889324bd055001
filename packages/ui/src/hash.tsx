'use client'
import { Check, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { classNames } from './class-names.ts'
import { useUi } from './provider.tsx'

/** First six and last four characters of a long name. */
export function shortHash(hash: string): string {
  return hash.length <= 12 ? hash : `${hash.slice(0, 6)}…${hash.slice(-4)}`
}

/**
 * A hash, txid or key: first 6 … last 4, whole on focus or hover, with a copy button.
 * `link` wraps the text, so that the application's own link can be used.
 */
export function Hash({
  hash,
  link,
  className,
}: {
  readonly hash: string
  readonly link?: (text: ReactNode) => ReactNode
  readonly className?: string
}) {
  const { words } = useUi()
  const [copied, setCopied] = useState(false)
  const [open, setOpen] = useState(false)
  const text = <span className="break-all">{open ? hash : shortHash(hash)}</span>

  async function copy() {
    await navigator.clipboard.writeText(hash)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }

  return (
    <span
      className={classNames(
        'group inline-flex max-w-full items-center gap-1 font-mono text-[0.92em]',
        className,
      )}
      title={hash}
      onFocus={() => setOpen(true)}
      onBlur={() => setOpen(false)}
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
