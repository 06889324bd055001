'use client'
import { Select } from '@vc/ui'

const RANGES = [500, 5_000, 50_000]

type Props = {
  /** The last so many blocks; all of them without. */
  readonly blocks: number | undefined
  readonly onBlocks: (blocks: number | undefined) => void
  readonly label: string
  readonly all: string
  readonly last: (count: number) => string
}

/** Over how many of the last blocks something is shown. */
export function BlockRange({ blocks, onBlocks, label, all, last }: Props) {
  return (
    <Select
      aria-label={label}
      className="h-8 w-44 text-small"
      value={blocks ?? ''}
      options={[
        { value: '', label: all },
        ...RANGES.map((count) => ({ value: String(count), label: last(count) })),
      ]}
      onChange={({ target }) => onBlocks(target.value === '' ? undefined : Number(target.value))}
    />
  )
}
