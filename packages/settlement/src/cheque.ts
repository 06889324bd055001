import {
  concatBytes,
  decodeBase64url,
  encodeBase64url,
  equalBytes,
  hash160,
  numberToBytes,
  schnorrPublicKey,
  signSchnorr,
  taggedHash,
  verifySchnorr,
} from '@vc/crypto'
import { must, ok, type Result, refuse } from '@vc/kernel'
import {
  CIRCULATION,
  decodeTransaction,
  encodeTransaction,
  inputDigest,
  keyHashScript,
  NO_BUNDLE,
  type OutputAt,
  parseStandard,
  pay,
  pledgeScript,
  Reader,
  TRANSFER,
  type Transaction,
  VALUE,
  Writer,
} from '@vc/ledger'

/** Value put aside for one cheque: an output that only its drawer's key opens, with the centre's secret before the expiry. */
export type ChequeLeaf = {
  readonly txid: Uint8Array
  readonly index: number
  readonly amount: bigint
  readonly secretHash: Uint8Array
  /** From this height on no cheque is cashed, and the drawer takes the value back. */
  readonly expiry: number
}
/** A settlement centre's word that it keeps a leaf's secret: its key, 32 bytes, and the signature of the leaf. */
export type LeafCertificate = { readonly centre: Uint8Array; readonly signature: Uint8Array }
/** A cheque as it is handed over: the leaf, the centre's word for it, and the payment that the drawer has signed. */
export type Cheque = {
  readonly network: Uint8Array
  readonly leaf: ChequeLeaf
  readonly certificate: LeafCertificate
  readonly transaction: Transaction
}
/** What a cheque says; hashes of accounts and the centre's key as bytes. */
export type ChequeFacts = {
  readonly drawer: Uint8Array
  readonly payee: Uint8Array
  readonly amount: bigint
  readonly centre: Uint8Array
  readonly expiry: number
}
export type BookRefusal =
  | { readonly code: 'cheque-leaves'; readonly most: number }
  | { readonly code: 'cheque-leaf-small'; readonly least: bigint }
  | { readonly code: 'cheque-expiry'; readonly least: number; readonly most: number }
export type ChequeRefusal =
  | { readonly code: 'cheque-form' | 'cheque-network' | 'cheque-certificate' | 'cheque-signature' }
  | { readonly code: 'cheque-over-leaf'; readonly most: bigint }
  | { readonly code: 'cheque-expired'; readonly expiry: number }

/** What the payment of a cheque gives the producer, out of its leaf. */
export const CHEQUE_FEE = 100n
/** So many blocks before the expiry the last cheque is taken: it must be in a block before the drawer may take the value back. */
export const CHEQUE_MARGIN = 6
/** As many as one book has: each is an output of one transaction. */
export const MOST_LEAVES = 20
const LEAST_BLOCKS = 20
const MOST_DAYS = 366
const HEAD = 'vdcheque1:'
const MOST_TEXT = 2_000
const noSecret = new Uint8Array(32)
const byHash = Uint8Array.of(1)

/** Checks a book that is put aside at a height: its leaves hold more than a fee, and it lasts a while and not for ever. */
export function checkBook(
  book: { readonly leaves: number; readonly amount: bigint; readonly expiry: number },
  height: number,
  blocksPerDay: number,
): Result<true, BookRefusal> {
  if (book.leaves < 1 || book.leaves > MOST_LEAVES)
    return refuse({ code: 'cheque-leaves', most: MOST_LEAVES })
  if (book.amount <= CHEQUE_FEE) return refuse({ code: 'cheque-leaf-small', least: CHEQUE_FEE + 1n })
  const [least, most] = [height + LEAST_BLOCKS, height + MOST_DAYS * blocksPerDay]
  const isTimely = book.expiry >= least && book.expiry <= most
  return isTimely ? ok(true) : refuse({ code: 'cheque-expiry', least, most })
}

/** The secret of a leaf: whoever has a centre's own secret finds it again from the book's id and the leaf's place. */
export const leafSecret = (own: Uint8Array, bookId: Uint8Array, index: number): Uint8Array =>
  taggedHash('vdn/cheque-secret', own, bookId, numberToBytes(BigInt(index), 4))

/** The script that a leaf lies under (docs/adr/0027). */
export const leafScript = (
  { secretHash, expiry }: Pick<ChequeLeaf, 'secretHash' | 'expiry'>,
  drawer: Uint8Array,
) => pledgeScript({ secretHash, deadline: expiry }, drawer)

/** The most that a cheque of this leaf pays. */
export const mostOfLeaf = ({ amount }: Pick<ChequeLeaf, 'amount'>): bigint => amount - CHEQUE_FEE

/** What a centre signs of a leaf that stands on the ledger. */
function leafDigest(network: Uint8Array, leaf: ChequeLeaf, drawer: Uint8Array): Uint8Array {
  const place = concatBytes(leaf.txid, numberToBytes(BigInt(leaf.index), 4), numberToBytes(leaf.amount, 8))
  return taggedHash('vdn/cheque-leaf', network, place, leafScript(leaf, drawer))
}

/** A centre's word for a leaf of a drawer's. */
export function certifyLeaf(
  own: Uint8Array,
  network: Uint8Array,
  leaf: ChequeLeaf,
  drawer: Uint8Array,
): LeafCertificate {
  const signature = signSchnorr(leafDigest(network, leaf, drawer), own)
  return { centre: schnorrPublicKey(own), signature }
}

type Drawing = {
  readonly network: Uint8Array
  readonly leaf: ChequeLeaf
  readonly certificate: LeafCertificate
  /** HASH160 of the drawer's key, and of the payee's. */
  readonly drawer: Uint8Array
  readonly payee: Uint8Array
  readonly amount: bigint
}

/** A cheque that is still to be signed, with what its drawer's key signs. Refuses `cheque-over-leaf`. */
export function drawCheque(
  of: Drawing,
): Result<{ readonly cheque: Cheque; readonly digest: Uint8Array }, ChequeRefusal> {
  const { network, leaf, certificate, drawer, payee, amount } = of
  if (amount > mostOfLeaf(leaf)) return refuse({ code: 'cheque-over-leaf', most: mostOfLeaf(leaf) })
  const value = leafOutput(leaf, drawer)
  const payments = [{ to: keyHashScript(payee), amount }]
  const transaction = pay({ values: [value], payments, fee: CHEQUE_FEE, changeTo: keyHashScript(drawer) })
  const digest = inputDigest({ tx: transaction, named: [value.output], network }, 0)
  return ok({ cheque: { network, leaf, certificate, transaction }, digest })
}

const leafOutput = (leaf: ChequeLeaf, drawer: Uint8Array): OutputAt => ({
  outpoint: { txid: leaf.txid, index: leaf.index },
  output: {
    ...{ element: VALUE, amount: leaf.amount, script: leafScript(leaf, drawer) },
    ...{ layer: CIRCULATION, kind: TRANSFER, height: 0 },
  },
})

/** The cheque with its drawer's signature, 64 bytes, and key, 32. */
export const signedCheque = (cheque: Cheque, signature: Uint8Array, key: Uint8Array): Cheque => ({
  ...cheque,
  transaction: { ...cheque.transaction, witnesses: [[signature, key, noSecret, byHash]] },
})

/** The payment of a cheque as a node takes it: with the leaf's secret, which the centre gives once. */
export const cashedCheque = ({ transaction }: Cheque, secret: Uint8Array): Transaction => {
  const [signature, key] = must(transaction.witnesses[0], 'a cheque has one input')
  return {
    ...transaction,
    witnesses: [[must(signature, 'signed'), must(key, 'with its key'), secret, byHash]],
  }
}

/** A cheque as one line of text, for a file or a QR code. */
export function writeCheque({ network, leaf, certificate, transaction }: Cheque): string {
  const writer = new Writer(1_024)
  writer.bytes(network)
  writer.bytes(certificate.centre)
  writer.bytes(certificate.signature)
  writer.bytes(leaf.secretHash)
  writer.u32(leaf.expiry)
  writer.u64(leaf.amount)
  return HEAD + encodeBase64url(concatBytes(writer.finish(), encodeTransaction(transaction)))
}

/** Reads the text of a cheque, as strictly as a transaction. Refuses `cheque-form`. */
export function readCheque(text: string): Result<Cheque, ChequeRefusal> {
  const written = text.trim()
  const bytes =
    written.startsWith(HEAD) && written.length <= MOST_TEXT
      ? decodeBase64url(written.slice(HEAD.length))
      : undefined
  const cheque = bytes && readBytes(bytes)
  return cheque && isCheque(cheque) ? ok(cheque) : refuse({ code: 'cheque-form' })
}

function readBytes(bytes: Uint8Array): Cheque | undefined {
  const reader = new Reader(bytes)
  const [network, centre, signature, secretHash] = [32, 32, 64, 32].map((length) => reader.bytes(length)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]
  const [expiry, amount] = [reader.u32(), reader.u64()]
  if (reader.failure) return undefined
  const read = decodeTransaction(bytes.subarray(reader.at), MOST_TEXT)
  const [input] = read.ok ? read.value.inputs : []
  if (!read.ok || !input) return undefined
  const leaf = { txid: input.txid, index: input.index, amount, secretHash, expiry }
  return { network, leaf, certificate: { centre, signature }, transaction: read.value }
}

/** One input signed for the branch of the secret, a payment to a key, and the rest to the drawer: nothing else. */
function isCheque({ leaf, transaction }: Cheque): boolean {
  const { version, bundle, layer, kind, inputs, outputs, lockTime, premium, acceptances, witnesses } =
    transaction
  const [signature, key, secret, branch] = witnesses[0] ?? []
  if (!signature || !key || !secret || !branch || witnesses[0]?.length !== 4) return false
  const isOpen = equalBytes(secret, noSecret) && equalBytes(branch, byHash)
  const isSigned = signature.length === 64 && key.length === 32 && isOpen
  const isAlone = version === 1 && equalBytes(bundle, NO_BUNDLE) && inputs.length === 1 && outputs.length <= 2
  const isPayment = layer === CIRCULATION && kind === TRANSFER && lockTime === 0 && premium === 0n
  const isTimely = leaf.expiry >= 1 && leaf.expiry < 500_000_000 && acceptances.length === 0
  return isSigned && isAlone && isPayment && isTimely && paysRest(transaction, hash160(key))
}

function paysRest({ outputs }: Transaction, drawer: Uint8Array): boolean {
  const [paid, rest] = outputs
  const isToKey = paid?.element === VALUE && parseStandard(paid.script)?.name === 'key-hash'
  return isToKey && (!rest || (rest.element === VALUE && equalBytes(rest.script, keyHashScript(drawer))))
}

/**
 * Checks a cheque without asking anybody: that the centre has put its word to the leaf, that the drawer has signed this very
 * payment, that it stays within the leaf, and, where a height is told, that there is time. Who must be known beforehand is the
 * centre: its key is among the facts.
 */
export function checkCheque(
  cheque: Cheque,
  at: { readonly network: Uint8Array; readonly height?: number },
): Result<ChequeFacts, ChequeRefusal> {
  const { leaf, certificate, transaction } = cheque
  const facts = factsOf(cheque)
  if (!equalBytes(cheque.network, at.network)) return refuse({ code: 'cheque-network' })
  const word = leafDigest(cheque.network, leaf, facts.drawer)
  if (!verifySchnorr(certificate.signature, word, certificate.centre))
    return refuse({ code: 'cheque-certificate' })
  if (!isDrawnBy(cheque, facts.drawer)) return refuse({ code: 'cheque-signature' })
  const out = transaction.outputs.reduce((sum, { amount }) => sum + amount, CHEQUE_FEE)
  if (out > leaf.amount) return refuse({ code: 'cheque-over-leaf', most: mostOfLeaf(leaf) })
  if (at.height !== undefined && at.height + CHEQUE_MARGIN >= leaf.expiry)
    return refuse({ code: 'cheque-expired', expiry: leaf.expiry })
  return ok(facts)
}

function isDrawnBy({ network, leaf, transaction }: Cheque, drawer: Uint8Array): boolean {
  const [signature, key] = transaction.witnesses[0] ?? []
  const named = [leafOutput(leaf, drawer).output]
  return (
    !!signature && !!key && verifySchnorr(signature, inputDigest({ tx: transaction, named, network }, 0), key)
  )
}

/** What a cheque that was read says, unchecked. */
export function factsOf({ leaf, certificate, transaction }: Cheque): ChequeFacts {
  const [, key] = must(transaction.witnesses[0], 'a cheque has one input')
  const paid = must(transaction.outputs[0], 'a cheque pays')
  const to = parseStandard(paid.script)
  const payee = must(to?.name === 'key-hash' ? to.hash : undefined, 'a cheque pays a key')
  const drawer = hash160(must(key, 'a cheque is signed'))
  return { drawer, payee, amount: paid.amount, centre: certificate.centre, expiry: leaf.expiry }
}
