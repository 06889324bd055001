import { concatBytes, fromHex, hash256, toHex, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { Writer } from '@vc/ledger'
import { describe, expect, it } from 'vitest'
import { readTransactionProof } from '../bitcoin/transaction-proof.ts'
import { withoutWitness } from '../bitcoin/without-witness.ts'
import { makeBurnClaim } from './make-burn-claim.ts'
import { makeNotaryClaim } from './make-notary-claim.ts'
import { claimPayload } from './payload.ts'
import {
  bitcoinTransaction,
  burnOutput,
  checkpointNote,
  mineHeader,
  notaryClaimOf,
  noteSigner,
  transactionProof,
} from './testing.ts'

const network = new Uint8Array(32).fill(9)
const key = new Uint8Array(32).fill(8)
const payload = claimPayload(network, { height: 100, key })
const burn = bitcoinTransaction([burnOutput(new Uint8Array(48), 1n), burnOutput(payload, 700n)])
const others = (count: number) => Array.from({ length: count }, (_, i) => hash256(Uint8Array.of(i, 1)))

/** A block of so many transactions with the burn at a place, and what gettxoutproof says of it. */
function proven(count: number, at: number) {
  const txids = others(count).map((txid, i) => (i === at ? hash256(burn) : txid))
  const { root, tail } = transactionProof(txids, at)
  const header = mineHeader({ prevHash: new Uint8Array(32), merkleRoot: root, time: 1_800_000_000 })
  return new Uint8Array([...header, ...tail])
}

/** Bitcoin's own fold: the root that a branch leads to. */
const folded = (txid: Uint8Array, branch: readonly Uint8Array[], position: number) =>
  branch.reduce((hash, other, i) => {
    const isLeft = (position >> i) % 2 === 1
    return hash256(isLeft ? concatBytes(other, hash) : concatBytes(hash, other))
  }, txid)

describe('a burn claim', () => {
  it('is made of any transaction of any block, with the place that leads to the root of its header', () => {
    for (const count of [1, 2, 3, 5, 7, 8, 13]) {
      for (let at = 0; at < count; at += 1) {
        const proof = proven(count, at)
        const made = makeBurnClaim({ transaction: burn, proof, bitcoinHeight: 5, network })
        const { claim, payload: said } = must(made.ok ? made.value : undefined, 'a claim')
        if (claim.kind !== 'burn') throw new Error('a burn')
        expect([claim.position, claim.output, said]).toEqual([at, 1, { height: 100, key }])
        const root = must(readTransactionProof(proof), 'a proof').header.merkleRoot
        expect(folded(hash256(burn), claim.branch, claim.position)).toEqual(root)
      }
    }
  })

  it('is not made of other bytes, with its reason', () => {
    const proof = proven(5, 3)
    const code = (of: { transaction?: Uint8Array; proof?: Uint8Array; network?: Uint8Array }) => {
      const made = makeBurnClaim({ transaction: burn, proof, bitcoinHeight: 5, network, ...of })
      return made.ok ? 'made' : made.refusal.code
    }
    expect(code({})).toBe('made')
    expect(code({ transaction: burn.subarray(1) })).toBe('burn-transaction-malformed')
    expect(code({ network: key })).toBe('burn-output-missing')
    expect(code({ transaction: bitcoinTransaction([burnOutput(payload, 1n)]) })).toBe('burn-proof-other')
    for (let at = 36; at < proof.length; at += 1) {
      const changed = proof.map((byte, i) => (i === at ? byte ^ 1 : byte))
      // Time, bits and nonce of a header are the chain's to judge; a flag set beyond the last is no flag.
      const isElsewhere = at >= 68 && at < 80
      if (!isElsewhere) expect([at, code({ proof: changed })]).not.toEqual([at, 'made'])
    }
    for (let length = 0; length < proof.length; length += 1)
      expect(code({ proof: proof.subarray(0, length) })).toBe('burn-proof-malformed')
  })

  it('loses the witness of its transaction, which its id is made without', () => {
    const witness = new Writer(16)
      .compactSize(2)
      .varbytes(Uint8Array.of(1))
      .varbytes(Uint8Array.of())
      .finish()
    const whole = new Uint8Array([
      ...burn.subarray(0, 4),
      ...[0, 1],
      ...burn.subarray(4, -4),
      ...witness,
      ...burn.subarray(-4),
    ])
    expect(withoutWitness(whole)).toEqual(burn)
    expect(withoutWitness(burn)).toEqual(burn)
    expect(withoutWitness(whole.subarray(0, -1))).toBeUndefined()
    const made = makeBurnClaim({ transaction: whole, proof: proven(3, 1), bitcoinHeight: 5, network })
    expect(made.ok && made.value.claim.kind === 'burn' && made.value.claim.transaction).toEqual(burn)
  })

  it('reads the proof that Bitcoin documents as an example: block 100,014 of the main chain', () => {
    const proof = readTransactionProof(
      fromHex(
        '0100000082bb869cf3a793432a66e826e05a6fc37469f8efb7421dc880670100000000007f16c5962e8bd963659c793ce370d95f093bc7e367117b3c30c1f8fdd0d9728776381b4d4c86041b554b852907000000043612262624047ee87660be1a707519a443b1c1ce3d248cbfc6c15870f6c5daa2019f5b01d4195ecbc9398fbf3c3b1fa9bb3183301d7a1fb3bd174fcfa40a2b6541ed70551dd7e841883ab8f0b16bf04176b7d1480e4f0af9f3d4c3595768d06820d2a7bc994987302e5b1ac80fc425fe25f8b63169ea78e68fbaaefa59379bbf011d',
      ),
    )
    expect(toHex(must(proof, 'a proof').header.hash.slice().reverse())).toMatch(/^00000000000/)
    const txid = fromHex('019f5b01d4195ecbc9398fbf3c3b1fa9bb3183301d7a1fb3bd174fcfa40a2b65')
    expect(proof?.placeOf(txid)?.branch).toHaveLength(3)
    expect(proof?.placeOf(network)).toBeUndefined()
  })
})

describe('a notary claim', () => {
  const log = noteSigner('log.example', new Uint8Array(32).fill(21))
  const leaves = [...others(6), payload]
  const note = checkpointNote('log.example', leaves, [log])
  const whole = notaryClaimOf(leaves, 6, note)
  if (whole.kind !== 'notary') throw new Error('a leaf')
  const hashes = whole.path.map((hash) => btoa(String.fromCharCode(...hash)))
  const text = (lines: readonly string[]) => utf8(`${lines.join('\n')}\n\n${new TextDecoder().decode(note)}`)
  const good = ['c2sp.org/tlog-proof@v1', 'index 6', ...hashes]
  const made = (lines: readonly string[], heights = [50, 100]) =>
    makeNotaryClaim({ proof: text(lines), network, key, heights })

  it('is made of what a log gives, for the height that its leaf names', () => {
    for (const lines of [good, [...good.slice(0, 1), 'extra AA==', ...good.slice(1)]]) {
      const { claim, payload: said } = must(claimIn(made(lines)), 'a claim')
      expect(claim).toEqual(whole)
      expect(said).toEqual({ height: 100, key })
    }
  })

  it('is not made of anything else', () => {
    const code = (lines: readonly string[], heights?: number[]) => {
      const one = made(lines, heights)
      return one.ok ? 'made' : one.refusal.code
    }
    expect(code(good, [50])).toBe('notary-leaf-missing')
    expect(code([...good.slice(0, 1), 'index 5', ...hashes])).toBe('notary-leaf-missing')
    expect(code(good.slice(0, -1))).toBe('notary-leaf-missing')
    expect(code(good.slice(1))).toBe('notary-proof-malformed')
    expect(code([...good, 'AAAA'])).toBe('notary-proof-malformed')
    const noteless = makeNotaryClaim({
      proof: utf8(`${good.join('\n')}\n\nnote`),
      network,
      key,
      heights: [100],
    })
    expect(noteless.ok || noteless.refusal.code).toBe('notary-note-malformed')
  })
})

const claimIn = <T>(result: { readonly ok: boolean; readonly value?: T }) =>
  result.ok ? result.value : undefined
