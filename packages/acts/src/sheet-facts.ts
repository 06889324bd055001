import type { ActLine } from '@vc/ledger'

/** What one account gives into an act and has out of it, of one element, smallest units. */
export type Change = {
  readonly account: string
  readonly element: 'value' | 'credit' | 'debt'
  readonly before: bigint
  readonly after: bigint
}

/** What a signer is warned of. */
export type Risk = 'final' | 'debt' | 'collective-debt' | 'hidden' | 'bundle' | 'group'

const isElement = (text: string | undefined): text is Change['element'] =>
  text === 'value' || text === 'credit' || text === 'debt'

const written: readonly string[] = ['output', 'debt', 'collective-debt']
const sideOf = ({ what }: ActLine) =>
  what === 'spend' ? 'before' : written.includes(what) ? 'after' : undefined

/** For each account and element, what it gives into the act and what it has out of it. */
export function changesOf(lines: readonly ActLine[]): readonly Change[] {
  const sums = new Map<string, Change>()
  for (const line of lines) {
    const side = sideOf(line)
    const { account, element, amount } = line
    if (!side || !account || !amount || !isElement(element)) continue
    const sum = sums.get(`${account} ${element}`) ?? { account, element, before: 0n, after: 0n }
    sums.set(`${account} ${element}`, { ...sum, [side]: sum[side] + BigInt(amount) })
  }
  return [...sums.values()]
}

/** The warnings that belong on the sheet, in the order in which they are shown. */
export function risksOf(lines: readonly ActLine[]): readonly Risk[] {
  const has = (test: (line: ActLine) => boolean) => lines.some(test)
  return [
    'final',
    ...(has((line) => line.what === 'debt') ? ['debt' as const] : []),
    ...(has((line) => line.what === 'collective-debt') ? ['collective-debt' as const] : []),
    ...(has((line) => line.what.endsWith('-hidden')) ? ['hidden' as const] : []),
    ...(has((line) => line.what === 'bundle') ? ['bundle' as const] : []),
    ...(has((line) => line.what.startsWith('group-')) ? ['group' as const] : []),
  ]
}
