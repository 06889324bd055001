import { type CasePart, encodeActCase, type GivenAssertion } from '@vc/acts'
import { decodeBase64url, fromHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiQuestions } from '../../trpc/types.ts'
import { askVerifier } from '../verifier/index.ts'
import type { OpenWallet } from '../wallet/index.ts'
import { type BegunAct, legsOf, type RequiredPart } from './read-draft.ts'

type Given = ApiQuestions['acts']['finish']['signatures'][number]
/** Keys of hardware are 33 bytes, those of holders 32; of both an act may know the hash only. */
export const isHardware = (part: RequiredPart) => part.actKey !== null

/** What signs: the verifier page for hardware keys, the wallet for a holder's. */
export type Signers = {
  readonly verifier: string | undefined
  readonly locale: string
  readonly openWallet: (key: string) => Promise<OpenWallet>
}

/**
 * Asks for every part: those of hardware keys on the verifier page, which is opened at once, then the wallet, once.
 * Nothing is given when one of them is refused.
 */
export async function signParts(
  begun: BegunAct,
  parts: readonly RequiredPart[],
  signers: Signers,
): Promise<Given[]> {
  const hardware = parts.filter(isHardware)
  const given = hardware.length > 0 ? await signAtVerifier(begun, hardware, signers) : []
  const held = parts.filter((part) => !isHardware(part))
  const [first] = held
  if (!first) return given
  const wallet = await signers.openWallet(first.key)
  try {
    const signed = held.map((part) => ({
      ...placeOf(part),
      by: wallet.sign(part.key, fromHex(part.sighash)),
    }))
    return [...given, ...signed]
  } finally {
    wallet.close()
  }
}

const placeOf = ({ transaction, part, index, key }: RequiredPart) => ({ transaction, part, index, key })

/** Hands the bytes over; sheet and challenge are the verifier page's own work. */
async function signAtVerifier(
  begun: BegunAct,
  parts: readonly RequiredPart[],
  { verifier, locale }: Signers,
): Promise<Given[]> {
  const language = locale === 'zh-CN' ? 'zh-CN' : 'en'
  const asked = parts.map((part) => casePart(begun, part))
  const act = { network: fromHex(begun.network), language, legs: legsOf(begun), parts: asked } as const
  const answer = await askVerifier(verifier, { ask: 'sign', act: encodeActCase(act) })
  if (answer.say !== 'signed') throw new RefusedHere('verifier-closed')
  return parts.map((part) => givenOf(part, answer.assertions))
}

function casePart({ actKeys }: BegunAct, { transaction, part, index, actKey }: RequiredPart): CasePart {
  const own = actKeys.find(({ key }) => key === actKey)
  if (!own) throw new RefusedHere('nothing-to-sign')
  const id = must(decodeBase64url(own.credentialId), 'the API gives credential ids as base64url')
  return { transaction, part, index, credentials: [id] }
}

function givenOf(part: RequiredPart, assertions: readonly GivenAssertion[]): Given {
  const own = assertions.find(
    (one) => one.transaction === part.transaction && one.part === part.part && one.index === part.index,
  )
  if (!own) throw new RefusedHere('verifier-closed')
  const { authenticatorData, clientDataJSON, signature, sheetHash } = own
  const publicKey = must(part.actKey ?? undefined, 'hardware was asked')
  return { ...placeOf(part), by: { authenticatorData, clientDataJSON, signature, sheetHash, publicKey } }
}
