import { useSyncExternalStore } from 'react'
import type { LeafRow } from './answers.ts'

const HEAD = 'valuecyber.cheque.'
const listeners = new Set<() => void>()
const nameOf = ({ book, index }: Pick<LeafRow, 'book' | 'index'>) => `${HEAD}${book.txid}.${index}`

/** Remembers in this browser which cheque a leaf was given away with: the portal can not know it before it is presented. */
export function remember(leaf: Pick<LeafRow, 'book' | 'index'>, text: string): void {
  localStorage.setItem(nameOf(leaf), text)
  for (const tell of listeners) tell()
}

/** The cheque that was written here on a leaf. */
export const writtenOn = (leaf: Pick<LeafRow, 'book' | 'index'>): string | undefined =>
  localStorage.getItem(nameOf(leaf)) ?? undefined

/** Draws anew whenever a cheque is written here. */
export function useWritten(): number {
  return useSyncExternalStore(subscribe, countWritten, () => 0)
}

function subscribe(tell: () => void) {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

const countWritten = () => Object.keys(localStorage).filter((name) => name.startsWith(HEAD)).length
