import { p256 } from '@noble/curves/nist.js'
import { describe, expect, it } from 'vitest'
import { type Assertion, actChallenge, decodeAssertion } from './assertion.ts'
import { encodeBase64url } from './base64url.ts'
import { bytesToNumber, concatBytes, numberToBytes, utf8 } from './bytes.ts'
import { checkAssertion, isAssertionForAct, isAssertionSigned } from './check-assertion.ts'
import { sha256 } from './hash.ts'
import { isLowP256Signature, p256PublicKey, signP256 } from './p256.ts'
import { nobleChecks } from './signature-checks.ts'
import { softwareAuthenticator } from './software-authenticator.ts'

const secret = sha256(utf8('act key'))
const key = p256PublicKey(secret)
const sheetHash = sha256(utf8('act sheet'))
const challenge = actChallenge(sha256(utf8('sighash')), sheetHash)
const party = {
  rpIds: ['acts.example', 'localhost'],
  origins: ['https://acts.example', 'http://localhost:3000'],
}
const head = `{"type":"webauthn.get","challenge":"${encodeBase64url(challenge)}","origin":"http://localhost:3000"`

const data = (flags: number, id = 'localhost') =>
  concatBytes(sha256(utf8(id)), Uint8Array.of(flags, 9, 9, 9, 9))

function signed(authenticatorData: Uint8Array, clientData: string | Uint8Array): Assertion {
  const clientDataJSON = typeof clientData === 'string' ? utf8(clientData) : clientData
  const signature = signP256(concatBytes(authenticatorData, sha256(clientDataJSON)), secret)
  return { authenticatorData, clientDataJSON, signature, sheetHash }
}
const accepted = (assertion: Assertion, of = party) =>
  checkAssertion(assertion, key, challenge, of, nobleChecks)
const withFlags = (flags: number) => accepted(signed(data(flags), `${head}}`))
const withClientData = (text: string | Uint8Array) => accepted(signed(data(0x05), text))
const good = signed(data(0x05), `${head},"crossOrigin":false}`)

describe('checkAssertion', () => {
  it('takes the assertion of a software authenticator', () => {
    const authenticator = softwareAuthenticator(secret, {
      rpId: 'localhost',
      origin: 'http://localhost:3000',
    })
    const assertion = decodeAssertion(authenticator.assert(challenge, sheetHash))
    expect(authenticator.software).toBe(true)
    expect(assertion?.sheetHash).toEqual(sheetHash)
    expect(
      assertion && checkAssertion(assertion, authenticator.publicKey33, challenge, party, nobleChecks),
    ).toBe(true)
    expect(authenticator.assert(challenge, sheetHash)).toEqual(authenticator.assert(challenge, sheetHash))
  })

  it('rule 1: takes presence and verification, backup flags in order, and any reserved bit', () => {
    for (const flags of [0x05, 0x0d, 0x1d, 0x07, 0x25, 0x3f]) expect(withFlags(flags), `${flags}`).toBe(true)
  })

  it('rule 1: refuses a missing user, attested data, extensions and a backup without eligibility', () => {
    for (const flags of [0x00, 0x01, 0x04, 0x45, 0x85, 0x15]) expect(withFlags(flags), `${flags}`).toBe(false)
  })

  it('rule 1: refuses another relying party and data of another length', () => {
    expect(accepted(signed(data(0x05, 'login.example'), `${head}}`))).toBe(false)
    expect(accepted(signed(concatBytes(data(0x05), Uint8Array.of(0)), `${head}}`))).toBe(false)
    expect(accepted(signed(data(0x05).subarray(0, 36), `${head}}`))).toBe(false)
    expect(accepted(good, { rpIds: [], origins: party.origins })).toBe(false)
  })

  it('rule 2: takes any counter', () => {
    const synced = concatBytes(sha256(utf8('localhost')), Uint8Array.of(0x05, 0, 0, 0, 0))
    expect(accepted(signed(synced, `${head}}`))).toBe(true)
  })

  it('rule 3: takes the three endings that browsers write', () => {
    const odd = utf8(`${head},"crossOrigin":false,"x":"?"}`).with(-3, 0xff)
    for (const text of [
      `${head}}`,
      `${head},"crossOrigin":false}`,
      `${head},"crossOrigin":false,"k":"see {}"}`,
      odd,
    ]) {
      expect(withClientData(text), String(text)).toBe(true)
    }
  })

  it('rule 3: refuses every other ending', () => {
    const endings = [
      '',
      ' }',
      '}}',
      '},"crossOrigin":false}',
      ',"crossOrigin":true}',
      ',"crossOrigin":true,"k":1}',
      ',"crossOrigin":false,"crossOrigin":true}',
      ',"crossOrigin":false ,"k":1}',
      ',"crossOrigin":false,"k":1',
      ',"crossOrigin":false, "k":1}',
      ',"k":1,"crossOrigin":false}',
      ',"crossOrigin":false',
    ]
    for (const ending of endings) expect(withClientData(head + ending), ending).toBe(false)
  })

  it('rule 3: refuses another order, spaces, escapes, a mark before and another origin', () => {
    const code = encodeBase64url(challenge)
    const texts = [
      `{"challenge":"${code}","type":"webauthn.get","origin":"http://localhost:3000"}`,
      `{ "type":"webauthn.get","challenge":"${code}","origin":"http://localhost:3000"}`,
      `{"\\u0074ype":"webauthn.get","challenge":"${code}","origin":"http://localhost:3000"}`,
      `\ufeff${head}}`,
      `{"type":"webauthn.set","challenge":"${code}","origin":"http://localhost:3000"}`,
      `{"type":"webauthn.create","challenge":"${code}","origin":"http://localhost:3000"}`,
      `{"type":"webauthn.get","challenge":"${code}","origin":"http:\\/\\/localhost:3000"}`,
      `{"type":"webauthn.get","challenge":"${code}","origin":"http://localhost:3000.evil"}`,
      `{"type":"webauthn.get","challenge":"${code}","origin":"http://localhost:300"}`,
      '',
    ]
    for (const text of texts) expect(withClientData(text), text).toBe(false)
    expect(accepted(good, { rpIds: party.rpIds, origins: [] })).toBe(false)
  })

  it('rule 4: refuses other ceremonies and any other writing of the challenge', () => {
    const code = encodeBase64url(challenge)
    expect(code.length).toBe(43)
    for (const text of [
      head.replace('webauthn.get', 'webauthn.create'),
      head.replace('webauthn.get', 'payment.get'),
      head.replace(code, `${code}=`),
      head.replace(code, code.slice(0, 42)),
      head.replace(code, encodeBase64url(sha256(challenge))),
      head.replace(code, `${code.slice(0, 42)}${String.fromCharCode(code.charCodeAt(42) + 1)}`),
    ]) {
      expect(withClientData(`${text}}`), text).toBe(false)
    }
  })

  it('rule 5: refuses the high half of s, zero, the order, and other lengths', () => {
    const order = p256.Point.Fn.ORDER
    const r = good.signature.subarray(0, 32)
    const s = good.signature.subarray(32)
    const high = concatBytes(r, numberToBytes(order - bytesToNumber(s), 32))
    const message = concatBytes(good.authenticatorData, sha256(good.clientDataJSON))
    expect(nobleChecks.p256(high, message, key)).toBe(true)
    const zero = new Uint8Array(32)
    const n = numberToBytes(order, 32)
    for (const signature of [
      high,
      concatBytes(zero, s),
      concatBytes(r, zero),
      concatBytes(n, s),
      concatBytes(r, n),
      r,
    ]) {
      expect(isLowP256Signature(signature)).toBe(false)
      expect(accepted({ ...good, signature })).toBe(false)
      expect(isAssertionForAct(good, challenge, party)).toBe(true)
      expect(isAssertionSigned({ ...good, signature }, key, nobleChecks)).toBe(false)
    }
  })

  it('rule 6: refuses another key, a key off the curve and another signature', () => {
    expect(accepted(good)).toBe(true)
    const other = p256PublicKey(sha256(utf8('other')))
    const offCurve = concatBytes(Uint8Array.of(2), new Uint8Array(32).fill(0xff))
    for (const wrong of [other, offCurve, key.subarray(1), new Uint8Array(33)]) {
      expect(checkAssertion(good, wrong, challenge, party, nobleChecks)).toBe(false)
    }
    expect(accepted({ ...good, signature: signP256(utf8('something else'), secret) })).toBe(false)
  })
})
