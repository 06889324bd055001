'use client'
import { Hash } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { SoftwareMark } from '../keys/index.ts'

export type Owner = {
  readonly name: string
  readonly nameZh: string
  readonly isSoftware: boolean
} | null
type Props = { readonly of: string; readonly owner: Owner }

/** A key by the organisation whose person keeps it; one that the portal does not know by its bytes alone. */
export function KeyOwner({ of, owner }: Props) {
  const nameOf = useOwnerName()
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {nameOf(owner)}
      <SoftwareMark compact isSoftware={owner?.isSoftware ?? false} />
      <Hash hash={of} />
    </span>
  )
}

/** The name of an owner in the reader's language. */
export function useOwnerName(): (owner: Owner) => string {
  const t = useTranslations('foundation')
  const chinese = useLocale() === 'zh-CN'
  return (owner) => (owner ? (chinese ? owner.nameZh : owner.name) : t('unknownOwner'))
}
