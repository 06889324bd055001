import { hash256, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import type { Facts } from '@vc/ledger'
import { bitcoinOutputs, burntBytes } from '../bitcoin/burn-output.ts'
import { readTransactionProof } from '../bitcoin/transaction-proof.ts'
import { withoutWitness } from '../bitcoin/without-witness.ts'
import type { Claim } from '../codec/extension.ts'
import { type ClaimPayload, readClaimPayload } from './payload.ts'

/** A claim that was made of what proves it, with what it says. */
export type MadeClaim = { readonly claim: Claim; readonly payload: ClaimPayload; readonly bytes: Uint8Array }

export type MakeBurnCode =
  | 'burn-transaction-malformed'
  | 'burn-proof-malformed'
  | 'burn-proof-other'
  | 'burn-output-missing'
type MakeBurnRefusal = { readonly code: MakeBurnCode; readonly facts: Facts }

/**
 * The burn claim that a transaction of Bitcoin proves: of its bytes, with or without witness, what `gettxoutproof` says of
 * it, and the height of its block. The first output that burns for this network counts.
 */
export function makeBurnClaim(of: {
  readonly transaction: Uint8Array
  readonly proof: Uint8Array
  readonly bitcoinHeight: number
  readonly network: Uint8Array
}): Result<MadeClaim, MakeBurnRefusal> {
  const { bitcoinHeight, network } = of
  const transaction = withoutWitness(of.transaction)
  if (!transaction) return no('burn-transaction-malformed', { bytes: of.transaction.length })
  const proof = readTransactionProof(of.proof)
  if (!proof) return no('burn-proof-malformed', { bytes: of.proof.length })
  const txid = hash256(transaction)
  const place = proof.placeOf(txid)
  if (!place) return no('burn-proof-other', { txid: shown(txid), block: shown(proof.header.hash) })
  const burnt = burntIn(transaction, network)
  if (!burnt) return no('burn-output-missing', { txid: shown(txid), network: toHex(network) })
  const { output, payload, bytes } = burnt
  return ok({ claim: { kind: 'burn', bitcoinHeight, ...place, output, transaction }, payload, bytes })
}

const no = (code: MakeBurnCode, facts: Facts) => refuse({ code, facts })
/** Bitcoin shows its hashes the other way round. */
const shown = (hash: Uint8Array) => toHex(hash.slice().reverse())

function burntIn(transaction: Uint8Array, network: Uint8Array) {
  for (const [output, { script }] of (bitcoinOutputs(transaction) ?? []).entries()) {
    const bytes = burntBytes(script)
    const payload = bytes && readClaimPayload(bytes, network)
    if (payload) return { output, payload, bytes }
  }
  return undefined
}
