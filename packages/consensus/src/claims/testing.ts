import {
  concatBytes,
  ed25519PublicKey,
  hash256,
  inclusionProof,
  merkleRoot,
  sha256,
  signEd25519,
  toHex,
  utf8,
} from '@vc/crypto'
import { must } from '@vc/kernel'
import { Writer } from '@vc/ledger'
import { burnScript } from '../bitcoin/burn-output.ts'
import type { Claim } from '../codec/extension.ts'

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

/** A log that signs its checkpoints, or a witness that signs others': kind 1 or 4 of C2SP. For tests and simulations. */
export function noteSigner(name: string, seed: Uint8Array, kind: 1 | 4 = 1) {
  const bytes = concatBytes(Uint8Array.of(kind), ed25519PublicKey(seed))
  const id = sha256(concatBytes(utf8(`${name}\n`), bytes)).subarray(0, 4)
  const stamp = Uint8Array.of(0, 0, 0, 0, 0x65, 0, 0, 1)
  const time = new DataView(stamp.buffer).getBigUint64(0)
  const sign = (body: string) => {
    const message = kind === 1 ? body : `cosignature/v1\ntime ${time}\n${body}`
    const signature = signEd25519(utf8(message), seed)
    return `— ${name} ${base64(concatBytes(id, ...(kind === 1 ? [] : [stamp]), signature))}\n`
  }
  return { key: `${name}+${toHex(id)}+${base64(bytes)}`, sign }
}

/** A checkpoint of a log with these leaves, signed by these. */
export function checkpointNote(
  origin: string,
  leaves: readonly Uint8Array[],
  signers: readonly ReturnType<typeof noteSigner>[],
): Uint8Array {
  const body = `${origin}\n${leaves.length}\n${base64(merkleRoot(leaves))}\n`
  return utf8(`${body}\n${signers.map(({ sign }) => sign(body)).join('')}`)
}

/** The claim that the leaf of this number is in the log. */
export function notaryClaimOf(leaves: readonly Uint8Array[], index: number, note: Uint8Array): Claim {
  return {
    kind: 'notary',
    payload: must(leaves[index], 'a leaf'),
    leafIndex: BigInt(index),
    treeSize: BigInt(leaves.length),
    path: inclusionProof(leaves, index),
    note,
  }
}

/** A header of regtest with the work it needs. */
export function mineHeader(of: { prevHash: Uint8Array; merkleRoot: Uint8Array; time: number }): Uint8Array {
  for (let nonce = 0; ; nonce += 1) {
    const writer = new Writer(80).u32(1).bytes(of.prevHash).bytes(of.merkleRoot)
    const bytes = writer.u32(of.time).u32(0x207fffff).u32(nonce).finish()
    if ((hash256(bytes)[31] ?? 255) < 0x7f) return bytes
  }
}

/** A transaction of Bitcoin with one input and these outputs. */
export function bitcoinTransaction(
  outputs: readonly { readonly amount: bigint; readonly script: Uint8Array }[],
): Uint8Array {
  const writer = new Writer(300).u32(2).compactSize(1).bytes(new Uint8Array(32).fill(3)).u32(0)
  writer.varbytes(new Uint8Array(0)).u32(0xffffffff).compactSize(outputs.length)
  for (const { amount, script } of outputs) writer.u64(amount).varbytes(script)
  return writer.u32(0).finish()
}

/** The output that burns an amount for a claim. */
export const burnOutput = (payload: Uint8Array, amount: bigint) => ({
  amount,
  script: burnScript(payload),
})

/** What `gettxoutproof` says behind the header of a block of these transactions, of the one at a place (BIP 37). */
export function transactionProof(txids: readonly Uint8Array[], at: number) {
  const levels = [txids]
  for (let level = txids; level.length > 1; levels.push(level)) {
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
      const left = must(level[2 * i], 'a node')
      return hash256(concatBytes(left, level[2 * i + 1] ?? left))
    })
  }
  const [hashes, flags]: [Uint8Array[], boolean[]] = [[], []]
  const tell = (height: number, place: number): void => {
    const isOnWay = at >> height === place
    flags.push(isOnWay)
    if (!isOnWay || height === 0) return void hashes.push(must(levels[height]?.[place], 'a node'))
    tell(height - 1, 2 * place)
    if (2 * place + 1 < must(levels[height - 1], 'a level').length) tell(height - 1, 2 * place + 1)
  }
  tell(levels.length - 1, 0)
  const bytes = new Uint8Array(Math.ceil(flags.length / 8))
  for (const [i, flag] of flags.entries()) if (flag) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7))
  const writer = new Writer(1_024).u32(txids.length).compactSize(hashes.length)
  for (const hash of hashes) writer.bytes(hash)
  return { root: must(levels.at(-1)?.[0], 'a root'), tail: writer.varbytes(bytes).finish() }
}
