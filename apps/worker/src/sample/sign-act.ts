import {
  accountSecret,
  actChallenge,
  decodeAssertion,
  encodeBase64url,
  fromHex,
  mnemonicToSeed,
  newMnemonic,
  schnorrPublicKey,
  signSchnorr,
  toHex,
} from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { must } from '@vc/kernel'
import { decodeTransaction, type NamedOutput, sheetHashOf } from '@vc/ledger'
import type { Api, Desk } from './desk.ts'

type Begun = Awaited<ReturnType<Api['acts']['begin']>>
type Part = Begun['required'][number]
const MOST_BYTES = 100_000

/** Gives every signature of an act that is this person's and still missing: sheet and digest are read from the bytes. */
export async function signAct(desk: Desk, actId: string): Promise<void> {
  const begun = await (await desk.api()).acts.begin({ actId })
  const mine = begun.required.filter((part) => part.mine && !part.given)
  if (mine.length === 0) return
  const signatures = mine.map((part) => {
    const { transaction, part: kind, index, key, actKey } = part
    const by = actKey === null ? byAccount(desk, part) : byActKey(desk, begun, part, actKey)
    return { transaction, part: kind, index, key, by }
  })
  await (await desk.api()).acts.finish({ actId, signatures })
}

/** Signs an act that this person is still asked for; one that is signed, sent or over is left alone. */
export async function signIfWaiting(desk: Desk, actId: string): Promise<void> {
  const waiting = await (await desk.api()).acts.waiting()
  if (waiting.some((act) => act.actId === actId)) await signAct(desk, actId)
}

function byActKey(desk: Desk, begun: Begun, part: Part, publicKey: string) {
  const sheetHash = sheetOf(begun, part.transaction)
  const challenge = actChallenge(fromHex(part.sighash), sheetHash)
  const item = softwareAuthenticator(desk.actSecret, desk.party).assert(challenge, sheetHash)
  const assertion = must(decodeAssertion(item), 'an authenticator gives an assertion')
  return {
    authenticatorData: encodeBase64url(assertion.authenticatorData),
    clientDataJSON: encodeBase64url(assertion.clientDataJSON),
    signature: encodeBase64url(assertion.signature),
    sheetHash: encodeBase64url(sheetHash),
    publicKey,
  }
}

function sheetOf({ transactions, named, network, decimals }: Begun, at: number): Uint8Array {
  const decoded = decodeTransaction(fromHex(transactions[at] ?? ''), MOST_BYTES)
  if (!decoded.ok) throw new Error(`draft: ${decoded.refusal.code}`)
  const outputs = (named[at] ?? []).map((output): NamedOutput => {
    return { ...output, amount: BigInt(output.amount), script: fromHex(output.script) }
  })
  return sheetHashOf(decoded.value, outputs, { network: fromHex(network), decimals })
}

function byAccount({ entropy }: Desk, { key, sighash }: Part) {
  const seed = mnemonicToSeed(newMnemonic(entropy))
  const secret = must(accountSecret(seed, key), 'the act names a key of the account')
  return { schnorr: toHex(signSchnorr(fromHex(sighash), secret)), publicKey: toHex(schnorrPublicKey(secret)) }
}
