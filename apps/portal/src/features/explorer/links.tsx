'use client'
import { Hash } from '@vc/ui'
import { useLocale } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { SoftwareMark } from '../keys/index.ts'
import type { ShownOwner } from './shown.ts'

/** High enough to be pressed by a thumb where rows stand close. */
const look =
  'inline-block min-w-6 leading-6 underline decoration-line-strong underline-offset-2 hover:decoration-ink'

/** A height that may lie in the future, where there is no block to link to. */
export function BlockHeight({ height }: { readonly height: number }) {
  return <span className="figures">{new Intl.NumberFormat(useLocale()).format(height)}</span>
}

export function BlockLink({ height }: { readonly height: number }) {
  const text = new Intl.NumberFormat(useLocale()).format(height)
  return (
    <Link href={`/explorer/block/${height}`} className={`figures ${look}`}>
      {text}
    </Link>
  )
}

export function TransactionLink({ txid }: { readonly txid: string }) {
  return (
    <Hash
      hash={txid}
      link={(text) => (
        <Link href={`/explorer/transaction/${txid}`} className={look}>
          {text}
        </Link>
      )}
    />
  )
}

type AccountLinkProps = { readonly keyHash: string; readonly owner?: ShownOwner | undefined }

/** An account by its key hash, under its organisation's name where that is known; marked when no hardware keeps it. */
export function AccountLink({ keyHash, owner }: AccountLinkProps) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {owner?.name}
      <SoftwareMark compact isSoftware={owner?.isSoftware ?? false} />
      <Hash
        hash={keyHash}
        link={(text) => (
          <Link href={`/explorer/account/${keyHash}`} className={look}>
            {text}
          </Link>
        )}
      />
    </span>
  )
}

export function RecordLink({ table, recordKey }: { readonly table: string; readonly recordKey: string }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {table}
      <Hash
        hash={recordKey}
        link={(text) => (
          <Link href={`/explorer/record/${encodeURIComponent(table)}/${recordKey}`} className={look}>
            {text}
          </Link>
        )}
      />
    </span>
  )
}
