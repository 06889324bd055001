import { fromHex, parseAddress } from '@vc/crypto'
import { must } from '@vc/kernel'
import { drawCheque, signedCheque, writeCheque } from '@vc/settlement'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { OpenWallet } from '../wallet/index.ts'
import type { Book, Leaf } from './answers.ts'

/** The key hash that a text names: an address of a key, or 40 hex digits. Refuses `payee-unknown`. */
export function payeeNamed(text: string): Uint8Array {
  const written = text.trim()
  if (/^[0-9a-f]{40}$/.test(written)) return fromHex(written)
  const address = parseAddress(written)?.address
  if (address?.kind !== 'key-hash') throw new RefusedHere('payee-unknown', { name: written })
  return address.hash
}

type Writing = {
  readonly network: string
  readonly book: Pick<Book, 'txid' | 'amount' | 'expiry' | 'keyHash'>
  readonly leaf: Pick<Leaf, 'index' | 'word'>
  readonly payee: Uint8Array
  readonly amount: bigint
}

/**
 * Writes a cheque on a leaf and signs it with the wallet, all in this browser: nobody is asked. Refuses `cheque-over-leaf`.
 */
export function writeAndSign({ network, book, leaf, payee, amount }: Writing, wallet: OpenWallet): string {
  const word = must(leaf.word ?? undefined, 'a leaf that is ready has its centre’s word')
  const drawn = drawCheque({
    ...{ network: fromHex(network), drawer: fromHex(book.keyHash), payee, amount },
    leaf: {
      ...{ txid: fromHex(book.txid), index: leaf.index, amount: book.amount, expiry: book.expiry },
      secretHash: fromHex(word.secretHash),
    },
    certificate: { centre: fromHex(word.centre), signature: fromHex(word.signature) },
  })
  if (!drawn.ok) throw new RefusedHere(drawn.refusal.code)
  const { cheque, digest } = drawn.value
  const { schnorr, publicKey } = wallet.sign(book.keyHash, digest)
  return writeCheque(signedCheque(cheque, fromHex(schnorr), fromHex(publicKey)))
}
