/** What became of a block, and when; milliseconds since 1970. */
export type ObservedBlock = {
  readonly kind: 'import' | 'produce'
  readonly from: number
  /** When it was judged; undefined when it did not come to that. */
  readonly judged?: number | undefined
  readonly to: number
  readonly height: number
  /** Why it was refused. */
  readonly code?: string | undefined
}
/** Hears of every block that was made or given; changes nothing. */
export type BlockObserver = (block: ObservedBlock) => void
