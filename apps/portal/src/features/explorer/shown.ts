import { fromHex, hash160, toHex } from '@vc/crypto'
import type { Element } from '@vc/ui'
import { useLocale } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'

export type ShownTransaction = ApiAnswers['explorer']['transaction']
export type ShownOutput = ShownTransaction['written'][number]
export type Owners = ShownTransaction['owners']

const elements = ['value', 'credit', 'debt'] as const
/** The name of an element's code. */
export const elementOf = (code: number): Element => elements[code] ?? 'value'

const layers = ['management', 'debt', 'circulation'] as const
/** The name of a layer's code. */
export const layerOf = (code: number) => layers[code] ?? 'circulation'

const kinds = ['transfer', 'credit', 'penalty', 'record', 'group', 'stake', 'reward'] as const
/** The name of a kind's code. */
export const kindOf = (code: number) => kinds[code] ?? 'transfer'

/** Whose key it is in the reader's language, and whether no hardware keeps it. */
export type ShownOwner = { readonly name: string; readonly isSoftware: boolean }

/** Organisations by key hash, or by the key itself. */
export function useOwners(owners: Owners): (key: string | null) => ShownOwner | undefined {
  const chinese = useLocale() === 'zh-CN'
  const known = new Map(
    owners.map(({ keyHash, name, nameZh, isSoftware }) => [
      keyHash,
      { name: chinese ? nameZh : name, isSoftware },
    ]),
  )
  // A sheet names several keys in one line; those are nobody's alone.
  const isKey = /^(?:[0-9a-f]{64}|[0-9a-f]{66})$/
  const hashOf = (key: string) => (isKey.test(key) ? toHex(hash160(fromHex(key))) : key)
  return (key) => (key === null ? undefined : known.get(hashOf(key)))
}

const LOOK_AGAIN_MS = 5_000
/** Asks again until what is shown is final, and while it is not there yet. */
export const untilFinal = ({
  state,
}: {
  readonly state: { readonly data?: { readonly final: boolean } | undefined }
}) => (state.data?.final ? (false as const) : LOOK_AGAIN_MS)
