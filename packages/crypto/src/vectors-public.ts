import { secp256k1 } from '@noble/curves/secp256k1.js'
import { base64 } from '@scure/base'
import { mnemonicToEntropy, mnemonicToSeedSync } from '@scure/bip39'
import { wordlist as english } from '@scure/bip39/wordlists/english.js'
import { wordlist as japanese } from '@scure/bip39/wordlists/japanese.js'
import { wordlist as chinese } from '@scure/bip39/wordlists/simplified-chinese.js'
import { type BallotCurve, ballotSuite } from './ballot-keys.ts'
import { concatBytes, fromHex, toHex } from './bytes.ts'
import { checkAssertion, isAssertionSigned } from './check-assertion.ts'
import { deriveKey, derivePublic, parseExtendedKey } from './extended-key.ts'
import { isPublicKey } from './is-public-key.ts'
import { verifyHashInclusion } from './merkle.ts'
import { isMnemonic, mnemonicEntropy } from './mnemonic.ts'
import { normaliseP256Signature, p256PublicKey } from './p256.ts'
import { schnorrPublicKey, signSchnorr } from './schnorr.ts'
import type { SignatureChecks } from './signature-checks.ts'

/** How one public case went. A skipped one says why. */
export type VectorOutcome = 'passed' | { readonly failed: string } | { readonly skipped: string }
export type VectorResult = { readonly name: string; readonly outcome: VectorOutcome }

/** Libraries under test. */
export type PublicVectorTools = { readonly checks: SignatureChecks; readonly curve: BallotCurve }

const same = (got: unknown, expected: unknown): VectorOutcome =>
  got === expected ? 'passed' : { failed: `expected ${String(expected)}, got ${String(got)}` }

const firstWrong = (...outcomes: readonly VectorOutcome[]): VectorOutcome =>
  outcomes.find((outcome) => outcome !== 'passed') ?? 'passed'

type Bip32Case = {
  readonly vector: string
  readonly seed_hex?: string
  readonly path?: string
  readonly xpub?: string
  readonly xprv?: string
  readonly key?: string
  readonly reason?: string
  readonly valid: boolean
}

/** btc-keys/bip32.json: keys at paths, and extended keys that must be refused. */
export function runBip32(cases: readonly Bip32Case[]): readonly VectorResult[] {
  return cases.map((one) => ({
    name: `${one.vector} ${one.path ?? one.reason ?? ''}`,
    outcome: bip32Case(one),
  }))
}

function bip32Case({ seed_hex, path, xpub, xprv, key, valid }: Bip32Case): VectorOutcome {
  if (key !== undefined) return same(parseExtendedKey(key) !== undefined, valid)
  const derived = deriveKey(fromHex(seed_hex ?? ''), (path ?? 'm').replaceAll(/[hH]/g, "'"))
  const child = derivePublic(xpub ?? '', 'm')
  return firstWrong(same(derived.xprv, xprv), same(derived.xpub, xpub), same(child?.xpub, xpub))
}

type Bip39Case = Readonly<Record<'lang' | 'entropy' | 'mnemonic' | 'seed' | 'xprv' | 'passphrase', string>>
const wordlists: Readonly<Record<string, string[]>> = { english, japanese, chinese_simplified: chinese }

/** btc-keys/bip39.json: words, entropy, seed with its passphrase, and the master key of the seed. */
export function runBip39(cases: readonly Bip39Case[]): readonly VectorResult[] {
  return cases.map((one) => ({ name: `${one.lang} ${one.entropy}`, outcome: bip39Case(one) }))
}

function bip39Case({ lang, entropy, mnemonic, seed, xprv, passphrase }: Bip39Case): VectorOutcome {
  const list = wordlists[lang]
  if (list === undefined) return { skipped: `BIP39: no wallet of ours has the word list ${lang}` }
  const made = mnemonicToSeedSync(mnemonic, passphrase)
  const ours = lang === 'english' ? isMnemonic(mnemonic) && toHex(mnemonicEntropy(mnemonic)) : entropy
  return firstWrong(
    same(toHex(mnemonicToEntropy(mnemonic.normalize('NFKD'), list)), entropy),
    same(ours, entropy),
    same(toHex(made), seed),
    same(deriveKey(made, 'm').xprv, xprv),
  )
}

type InclusionCase = {
  readonly name: string
  readonly leafIdx: number
  readonly treeSize: number
  readonly root: string
  readonly leafHash: string
  readonly proof: readonly string[] | null
  readonly wantErr: boolean
}

/** merkle/rfc6962_inclusion.json: proofs that an entry is in a tree; bytes in base64. */
export function runInclusion(cases: readonly InclusionCase[]): readonly VectorResult[] {
  return cases.map(({ name, leafIdx, treeSize, root, leafHash, proof, wantErr }) => {
    const held = verifyHashInclusion({
      root: base64.decode(root),
      hash: base64.decode(leafHash),
      index: leafIdx,
      size: treeSize,
      proof: (proof ?? []).map((one) => base64.decode(one)),
    })
    return { name, outcome: same(held, !wantErr) }
  })
}

type Bip340Case = Readonly<Record<string, string>>

/** schnorr/bip340.json: signatures made where a secret is given, and judged. */
export function runBip340(
  cases: readonly Bip340Case[],
  { checks }: PublicVectorTools,
): readonly VectorResult[] {
  return cases.map((one) => ({ name: `${one.index} ${one.comment}`, outcome: bip340Case(one, checks) }))
}

function bip340Case(one: Bip340Case, checks: SignatureChecks): VectorOutcome {
  const hex = (field: string) => fromHex(one[field] ?? '')
  const [secret, key, message, signature] = [
    hex('secret key'),
    hex('public key'),
    hex('message'),
    hex('signature'),
  ]
  const judged = same(checks.schnorr(signature, message, key), one['verification result'] === 'TRUE')
  if (secret.length === 0) return judged
  return firstWrong(
    same(toHex(schnorrPublicKey(secret)), toHex(key)),
    same(toHex(signSchnorr(message, secret, hex('aux_rand'))), toHex(signature)),
    judged,
  )
}

type Group = {
  readonly ciphersuite?: string
  readonly publicKey: { readonly uncompressed?: string; readonly pk?: string }
  readonly tests: readonly {
    readonly tcId: number
    readonly comment: string
    readonly msg: string
    readonly sig: string
    readonly result: string
  }[]
}
export type WycheproofFile = { readonly schema: string; readonly testGroups: readonly Group[] }
type Judge = (
  group: Group,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | { readonly skipped: string }

/** A file of Wycheproof that this ledger's signatures can be asked about; undefined for another. `name`: the file's. */
export function runWycheproof(
  name: string,
  file: WycheproofFile,
  tools: PublicVectorTools,
): readonly VectorResult[] | undefined {
  const judge = judges[name]
  if (judge === undefined) return undefined
  return file.testGroups.flatMap((group) =>
    group.tests.map(({ tcId, comment, msg, sig, result }) => ({
      name: `${tcId} ${comment}`,
      outcome: wycheproofOutcome(judge(tools)(group, fromHex(msg), fromHex(sig)), result),
    })),
  )
}

function wycheproofOutcome(got: ReturnType<Judge>, result: string): VectorOutcome {
  if (typeof got !== 'boolean') return got
  return result === 'acceptable' ? 'passed' : same(got, result === 'valid')
}

const judges: Readonly<Record<string, (tools: PublicVectorTools) => Judge>> = {
  'ecdsa_secp256r1_sha256_test.json':
    ({ checks }) =>
    ({ publicKey }, message, signature) => {
      const raw = normaliseP256Signature(signature)
      const key = compressed(publicKey.uncompressed)
      return raw !== undefined && isPublicKey(key) && checks.p256(raw, message, key)
    },
  'ecdsa_secp256k1_sha256_test.json': () => ecdsa('der', false),
  'ecdsa_secp256k1_sha256_bitcoin_test.json': () => ecdsa('der', true),
  'ecdsa_secp256k1_sha256_p1363_test.json': () => ecdsa('compact', false),
  'bls_sig_g2_pop_verify_test.json':
    ({ curve }) =>
    ({ ciphersuite, publicKey }, message, signature) => {
      if (ciphersuite !== ballotSuite) return { skipped: `BLS: suite ${ciphersuite} is not that of VCB1` }
      return curve.open([fromHex(publicKey.pk ?? '')])?.([0], message, signature) ?? false
    },
}

/** The curve of BIP340 as the library computes it; the ledger itself takes no ECDSA over secp256k1. */
const ecdsa =
  (format: 'der' | 'compact', lowS: boolean): Judge =>
  ({ publicKey }, message, signature) => {
    try {
      const key = fromHex(publicKey.uncompressed ?? '')
      return secp256k1.verify(signature, message, key, { prehash: true, format, lowS })
    } catch {
      return false
    }
  }

function compressed(uncompressed = ''): Uint8Array {
  const point = fromHex(uncompressed)
  const odd = (point[64] ?? 0) % 2 === 1
  return concatBytes(Uint8Array.of(odd ? 3 : 2), point.subarray(1, 33))
}

export type WebauthnFile = {
  readonly rp_id: string
  readonly origin: string
  readonly cases: readonly {
    readonly name: string
    readonly registration: { readonly credential_private_key?: string }
    readonly authentication: Readonly<
      Record<'challenge' | 'authenticatorData' | 'clientDataJSON' | 'signature', string>
    >
  }[]
}
type WebauthnCase = WebauthnFile['cases'][number]

/**
 * webauthn/webauthn_l3.json: every ES256 signature holds, and the rules of keys.md take exactly the assertions with user
 * verification of one origin, no embedding.
 */
export function runWebauthn(file: WebauthnFile, { checks }: PublicVectorTools): readonly VectorResult[] {
  return file.cases.map((one) => ({ name: one.name, outcome: webauthnCase(one, file, checks) }))
}

function webauthnCase(one: WebauthnCase, file: WebauthnFile, checks: SignatureChecks): VectorOutcome {
  const secret = one.registration.credential_private_key
  if (secret === undefined || /ES(384|512)|Ed25519|Ed448|RS256/.test(one.name)) {
    return { skipped: 'WebAuthn: only ES256 is a key of the ledger (crypto.md E)' }
  }
  const key = p256PublicKey(fromHex(secret))
  const { challenge, authenticatorData, clientDataJSON, signature } = one.authentication
  const raw = normaliseP256Signature(fromHex(signature))
  if (raw === undefined) return { failed: 'the signature is DER' }
  const assertion = {
    authenticatorData: fromHex(authenticatorData),
    clientDataJSON: fromHex(clientDataJSON),
    signature: raw,
    sheetHash: new Uint8Array(32),
  }
  const party = { rpIds: [file.rp_id], origins: [file.origin] }
  const verified = ((assertion.authenticatorData[32] ?? 0) & 0x05) === 0x05
  const text = new TextDecoder().decode(assertion.clientDataJSON)
  const embedded = text.includes('"crossOrigin":true') || text.includes('"topOrigin"')
  const other = { ...party, origins: ['https://example.com'] }
  return firstWrong(
    same(isAssertionSigned(assertion, key, checks), true),
    same(checkAssertion(assertion, key, fromHex(challenge), party, checks), verified && !embedded),
    same(checkAssertion(assertion, key, fromHex(challenge), other, checks), false),
  )
}
