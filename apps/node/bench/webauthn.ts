import { generateKeyPairSync, sign } from 'node:crypto'
import {
  actChallenge,
  checkAssertion,
  clientDataHead,
  concatBytes,
  decodeAssertion,
  encodeAssertion,
  normaliseP256Signature,
  numberToBytes,
  type SignatureChecks,
  sha256,
  utf8,
} from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { assert, must } from '@vc/kernel'
import { measure, timed } from './measure.ts'

const assertions = 4_000
/** How many keys sign, so that each is seen by the hundred before and while it is timed, or by the thousand. */
const cases = [
  { often: 'by the hundred', keys: 64, warm: 1 },
  { often: 'by the thousand', keys: 16, warm: 3 },
] as const
const party = { rpIds: ['portal.example'], origins: ['https://portal.example'] }

/**
 * Assertions of hardware keys judged in full (keys.md, rules 1 to 6), one core, each key seen before: often enough for a
 * table of its own, and less often.
 */
export async function benchWebauthn(): Promise<void> {
  const { checks } = await openSignatureChecks()
  for (const one of cases) await benchKeys(checks, one)
}

async function benchKeys(checks: SignatureChecks, { often, keys, warm }: (typeof cases)[number]) {
  const signers = Array.from({ length: keys }, newSigner)
  const made = Array.from({ length: assertions }, (_, n) => must(signers[n % keys], 'a key')(n))
  const judge = () => {
    for (const { item, key, challenge } of made) {
      const assertion = must(decodeAssertion(item), 'an assertion')
      assert(checkAssertion(assertion, key, challenge, party, checks), 'the assertion holds')
    }
  }
  for (let n = 0; n < warm; n += 1) judge()
  const name = `key cached, seen ${often}, one core`
  const what = { bench: 'webauthn', case: name, unit: 'per-second' } as const
  await measure({ ...what, backend: 'OpenSSL' }, () => timed(assertions, judge))
}

function newSigner() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-64)
  const key = Uint8Array.of(2 + ((point[63] ?? 0) & 1), ...point.subarray(0, 32))
  return (n: number) => {
    const sheetHash = sha256(numberToBytes(BigInt(n), 4))
    const challenge = actChallenge(sheetHash, sheetHash)
    const clientDataJSON = utf8(`${clientDataHead(challenge, 'https://portal.example')},"crossOrigin":false}`)
    const authenticatorData = concatBytes(sha256(utf8('portal.example')), Uint8Array.of(5, 0, 0, 0, 9))
    const signed = sign('sha256', concatBytes(authenticatorData, sha256(clientDataJSON)), privateKey)
    const signature = must(normaliseP256Signature(signed), 'a signature')
    return {
      item: encodeAssertion({ authenticatorData, clientDataJSON, signature, sheetHash }),
      key,
      challenge,
    }
  }
}
