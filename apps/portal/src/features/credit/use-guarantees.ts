'use client'
import { parseAmount } from '@vc/ledger'
import { useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ApiAnswers } from '../../trpc/types.ts'
import { fingerprintOfFile } from '../imports/index.ts'

export type Pledgeable = ApiAnswers['credit']['pledgeable'][number]
type Words = 'thing' | 'description' | 'cover'
export type GuaranteeLine = {
  readonly key: string
  /** Empty for an asset outside the ledger, `contract` for what the credit is given under, else `nameOf` what the ledger knows. */
  readonly thing: string
  readonly description: string
  readonly cover: string
  /** The document of an asset or a contract: its name and SHA256. The file stays in this browser. */
  readonly document: { readonly name: string; readonly hash: string } | undefined
}
type Typed = { readonly target: { readonly value: string } }

export const nameOf = ({ kind, reference }: Pick<Pledgeable, 'kind' | 'reference'>) => `${kind} ${reference}`
/** The choice of a contract among the things. */
export const CONTRACT = 'contract' as const
export const hasDocument = ({ thing }: Pick<GuaranteeLine, 'thing'>) => thing === '' || thing === CONTRACT
const emptyLine = (): GuaranteeLine => ({
  ...{ key: crypto.randomUUID(), thing: '', description: '', cover: '', document: undefined },
})

/** What an applicant lists as guarantees: the lines, their sum, what is wrong with each, and what is to be sent. */
export function useGuarantees(offered: readonly Pledgeable[]) {
  const t = useTranslations('credit.guarantees')
  const { decimals } = useUi()
  const [lines, setLines] = useState<readonly GuaranteeLine[]>([])
  const change = (key: string, part: Partial<GuaranteeLine>) =>
    setLines((now) => now.map((line) => (line.key === key ? { ...line, ...part } : line)))
  const amountOf = ({ thing, cover }: GuaranteeLine) =>
    thing === CONTRACT ? 0n : parseAmount(cover.trim(), decimals)
  const wrongOf = (line: GuaranteeLine) => ({
    ...(line.thing === CONTRACT || (amountOf(line) ?? 0n) > 0n ? {} : { cover: t('wrongCover') }),
    ...(line.description.trim() === '' ? { description: t('wrongDescription') } : {}),
    ...(hasDocument(line) && !line.document ? { document: t('wrongDocument') } : {}),
  })
  const isReady = lines.every((line) => Object.keys(wrongOf(line)).length === 0)
  const toSend = (line: GuaranteeLine) => {
    const { kind, reference } = offered.find((one) => nameOf(one) === line.thing) ?? {
      ...{
        kind: line.thing === CONTRACT ? CONTRACT : ('asset' as const),
        reference: line.document?.hash ?? '',
      },
    }
    return { kind, reference, description: line.description.trim(), cover: amountOf(line) ?? 0n }
  }
  return {
    ...{ lines, offered, wrongOf },
    sum: lines.reduce((all, line) => all + (amountOf(line) ?? 0n), 0n),
    ready: isReady ? lines.map(toSend) : undefined,
    add: () => setLines((now) => [...now, emptyLine()]),
    remove: (key: string) => setLines((now) => now.filter((line) => line.key !== key)),
    say: (key: string, field: Words) => (event: Typed) => change(key, { [field]: event.target.value }),
    choose: async (key: string, file: File) =>
      change(key, { document: { name: file.name, hash: (await fingerprintOfFile(file)).contentHash } }),
  }
}
export type GuaranteesForm = ReturnType<typeof useGuarantees>
