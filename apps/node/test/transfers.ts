import { hash160, schnorrPublicKey, signSchnorr, toHex } from '@vc/crypto'
import type { SchnorrSigner } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  computeSighash,
  encodeTransaction,
  keyHashScript,
  NO_BUNDLE,
  type Outpoint,
  type Output,
  TRANSFER,
  type Transaction,
  txidOf,
  VALUE,
} from '@vc/ledger'

/** Someone with money: one key, and the coins that it can spend. */
export type Coin = { readonly outpoint: Outpoint; readonly output: Output }

export const holder = (secret: Uint8Array, sign: SchnorrSigner = (...asked) => signSchnorr(...asked)) => {
  const key = schnorrPublicKey(secret)
  return { secret, key, script: keyHashScript(hash160(key)), sign }
}
export type Holder = ReturnType<typeof holder>

/** Pays a coin to its own holder, less the fee, as a leg of a bundle when one is given. */
export function pay(owner: Holder, coin: Coin, fee: bigint, network: Uint8Array, bundle = NO_BUNDLE) {
  const output: Output = { element: VALUE, amount: coin.output.amount - fee, script: owner.script }
  const unsigned: Transaction = {
    version: 1,
    layer: CIRCULATION,
    kind: TRANSFER,
    bundle,
    inputs: [{ ...coin.outpoint, sequence: 0xffffffff }],
    outputs: [output],
    premium: 0n,
    lockTime: 0,
    witnesses: [[]],
    acceptances: [],
  }
  const named = [coin.output]
  const sighash = must(computeSighash({ tx: unsigned, named, network, index: 0, type: 0 }), 'a sighash')
  const transaction = { ...unsigned, witnesses: [[owner.sign(sighash, owner.secret), owner.key]] }
  return { transaction, output }
}

/** The same in hex, with its txid and the coin that comes of it. */
export function payToSelf(owner: Holder, coin: Coin, fee: bigint, network: Uint8Array) {
  const { transaction, output } = pay(owner, coin, fee, network)
  const txid = txidOf(transaction)
  const next: Coin = { outpoint: { txid, index: 0 }, output }
  return { hex: toHex(encodeTransaction(transaction)), txid: toHex(txid), coin: next }
}
