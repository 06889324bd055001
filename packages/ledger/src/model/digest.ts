import { fromHex, sha256, taggedHash, toHex } from '@vc/crypto'
import type { Output, Transaction } from '../transaction.ts'

/** Part of the model that tests compare the ledger with: written from ledger.md alone, over hex, sharing no code. */
export const le = (value: bigint | number, bytes: number) =>
  [
    ...BigInt(value)
      .toString(16)
      .padStart(2 * bytes, '0')
      .matchAll(/../g),
  ]
    .reverse()
    .join('')

const compact = (n: number) => (n < 0xfd ? le(n, 1) : n <= 0xffff ? `fd${le(n, 2)}` : `fe${le(n, 4)}`)
export const varbytes = (bytes: Uint8Array) => compact(bytes.length) + toHex(bytes)
const named = ({ element, amount, script }: Output) => le(element, 1) + le(amount, 8) + varbytes(script)
const H = (text: string) => toHex(sha256(fromHex(text)))

/** `m` of ledger.md 11; undefined: no such digest. `index` may name no input for types without ANYONECANPAY. */
function message(tx: Transaction, outs: readonly Output[], network: Uint8Array, index: number, type: number) {
  if (![0, 1, 2, 3, 0x81, 0x82, 0x83].includes(type)) return undefined
  const alone = type >= 0x80
  const outpoint = (i: number) => toHex(tx.inputs[i]?.txid ?? network) + le(tx.inputs[i]?.index ?? 0, 4)
  const all = tx.inputs.map((_, i) => i)
  let m = le(type, 1) + toHex(network) + le(tx.version, 4) + le(tx.layer, 1) + le(tx.kind, 1)
  m += toHex(tx.bundle) + le(tx.premium, 8) + le(tx.lockTime, 4)
  if (!alone) {
    m += H(all.map(outpoint).join('')) + H(outs.map(named).join(''))
    m += H(tx.inputs.map(({ sequence }) => le(sequence, 4)).join(''))
  }
  if (type % 4 < 2) m += H(tx.outputs.map(named).join(''))
  const [own, single] = [outs[index], tx.outputs[index]]
  if (alone) m += outpoint(index) + (own ? named(own) : '') + le(tx.inputs[index]?.sequence ?? 0, 4)
  else m += le(index, 4)
  if (type % 4 === 3 && single === undefined) return undefined
  return type % 4 === 3 && single ? m + H(named(single)) : m
}

type Of = readonly [tx: Transaction, named: readonly Output[], network: Uint8Array]

export function modelSighash(of: Of, index: number, type: number): Uint8Array | undefined {
  const m = message(...of, index, type)
  return m === undefined ? undefined : taggedHash('vdn/sighash', fromHex(m))
}

export function modelAcceptance(of: Of, output: number): Uint8Array {
  return taggedHash('vdn/acceptance', fromHex(message(...of, output, 0) ?? ''))
}

export function modelPenalty(of: Of, first: number): Uint8Array {
  const evidence = of[0].witnesses
    .slice(first)
    .map(([t, i]) => varbytes(t ?? new Uint8Array(0)) + toHex(i ?? new Uint8Array(0)))
  return taggedHash('vdn/penalty', fromHex((message(...of, 0xffff_ffff, 0) ?? '') + H(evidence.join(''))))
}
