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

/** Names of organisations by key hash in the reader's language. */
export function useOwnerName(owners: Owners): (keyHash: string | null) => string | undefined {
  const chinese = useLocale() === 'zh-CN'
  const names = new Map(owners.map((owner) => [owner.keyHash, chinese ? owner.nameZh : owner.name]))
  return (keyHash) => (keyHash === null ? undefined : names.get(keyHash))
}

const LOOK_AGAIN_MS = 5_000
/** Asks again until what is shown is final, and while it is not there yet. */
export const untilFinal = ({
  state,
}: {
  readonly state: { readonly data?: { readonly final: boolean } | undefined }
}) => (state.data?.final ? (false as const) : LOOK_AGAIN_MS)
