/**
 * Could a proposal whose document is not at hand have passed (configuration.md 4)? `votes`: of a branch, one for each
 * height in order: whether the block named it; undefined where no stake made the block. True when the share reached the
 * threshold (permille) over any stretch of at least `window` heights.
 */
export function mayHavePassed(
  votes: readonly (boolean | undefined)[],
  { window, threshold }: { readonly window: number; readonly threshold: number },
): boolean {
  const surplus = [0]
  for (const vote of votes) {
    const step = vote === undefined ? 0 : vote ? 1000 - threshold : -threshold
    surplus.push((surplus.at(-1) ?? 0) + step)
  }
  let least = Number.POSITIVE_INFINITY
  return surplus.some((sum, end) => {
    const before = surplus[end - window]
    if (before === undefined) return false
    least = Math.min(least, before)
    return sum >= least && votes.includes(true)
  })
}
