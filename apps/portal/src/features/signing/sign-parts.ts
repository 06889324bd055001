import { actChallenge, decodeBase64url, encodeBase64url, fromHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiQuestions } from '../../trpc/types.ts'
import type { OpenWallet } from '../wallet/index.ts'
import type { BegunAct, DraftLeg, RequiredPart } from './read-draft.ts'

type Given = ApiQuestions['acts']['finish']['signatures'][number]
const NO_SHEET = new Uint8Array(32)
const TIMEOUT_MS = 120_000
/** Keys of hardware are 33 bytes, those of holders 32; of both an act may know the hash only. */
const isHardware = (part: RequiredPart) => part.actKey !== null

/** Asks key after key, each over the act's own challenge; `openWallet` is asked once, when a holder's key is needed. */
export async function signParts(
  begun: BegunAct,
  legs: readonly DraftLeg[],
  parts: readonly RequiredPart[],
  openWallet: (key: string) => Promise<OpenWallet>,
): Promise<Given[]> {
  const given: Given[] = []
  for (const part of parts.filter(isHardware)) given.push(await signWithHardware(begun, legs, part))
  const held = parts.filter((part) => !isHardware(part))
  const [first] = held
  if (!first) return given
  const wallet = await openWallet(first.key)
  try {
    for (const part of held) {
      const { schnorr, publicKey } = wallet.sign(part.key, fromHex(part.sighash))
      given.push({ ...placeOf(part), by: { schnorr, publicKey } })
    }
  } finally {
    wallet.close()
  }
  return given
}

const placeOf = ({ transaction, part, index, key }: RequiredPart) => ({ transaction, part, index, key })

async function signWithHardware(
  begun: BegunAct,
  legs: readonly DraftLeg[],
  part: RequiredPart,
): Promise<Given> {
  const own = begun.actKeys.find(({ key }) => key === part.actKey)
  if (!own) throw new RefusedHere('nothing-to-sign')
  const leg = must(legs[part.transaction], 'a required signature is of a leg')
  const sheetHash = begun.actSheets ? leg.sheetHash : NO_SHEET
  const response = await askActKey(
    begun.rpId,
    own.credentialId,
    actChallenge(fromHex(part.sighash), sheetHash),
  )
  const text = (buffer: ArrayBuffer) => encodeBase64url(new Uint8Array(buffer))
  return {
    ...placeOf(part),
    by: {
      authenticatorData: text(response.authenticatorData),
      clientDataJSON: text(response.clientDataJSON),
      signature: text(response.signature),
      sheetHash: encodeBase64url(sheetHash),
      publicKey: own.key,
    },
  }
}

/** The raw answer of one act key over one challenge of 32 bytes; no extensions, so that authenticator data has 37 bytes. */
async function askActKey(
  rpId: string,
  credentialId: string,
  challenge: Uint8Array,
): Promise<AuthenticatorAssertionResponse> {
  const id = must(decodeBase64url(credentialId), 'the API gives credential ids as base64url')
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: new Uint8Array(challenge),
      rpId,
      allowCredentials: [{ type: 'public-key', id: new Uint8Array(id) }],
      userVerification: 'required',
      timeout: TIMEOUT_MS,
    },
  })
  if (
    !(credential instanceof PublicKeyCredential) ||
    !(credential.response instanceof AuthenticatorAssertionResponse)
  ) {
    throw new RefusedHere('turned-away')
  }
  return credential.response
}
