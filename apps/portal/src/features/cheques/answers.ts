import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Books = ApiAnswers['cheques']['books']
export type Book = Books['books'][number]
export type Leaf = Book['leaves'][number]
/** A leaf with the book that it is of. */
export type LeafRow = Leaf & { readonly book: Book }
/** What a leaf is called: the beginning of its book's transaction, and its number. */
export const leafName = ({ book, index }: Pick<LeafRow, 'book' | 'index'>): string =>
  `${book.txid.slice(0, 6)}-${index + 1}`

export type Presented = ApiAnswers['cheques']['presented'][number]
export type Centres = ApiAnswers['cheques']['centres']

export const toneOfLeaf: Readonly<Record<Leaf['state'], StateTone>> = {
  signing: 'waiting',
  'on-its-way': 'waiting',
  'in-block': 'waiting',
  ready: 'plain',
  late: 'waiting',
  expired: 'waiting',
  presented: 'waiting',
  cashed: 'quiet',
  returned: 'quiet',
  dropped: 'quiet',
}

export const toneOfPresented: Readonly<Record<Presented['state'], StateTone>> = {
  presented: 'waiting',
  'in-block': 'plain',
  final: 'plain',
  refused: 'refused',
}
