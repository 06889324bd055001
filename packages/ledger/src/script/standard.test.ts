import { toHex } from '@vc/crypto'
import { describe, expect, test } from 'vitest'
import { countSigops, inputSigops } from './count-sigops.ts'
import { parseStandard, type StandardScript } from './parse-standard.ts'
import {
  collectiveScript,
  hashTimeLockScript,
  isScriptHash,
  keyHashScript,
  kOfNScript,
  recordScriptOf,
  scriptHashScript,
  stakeScript,
  standardDebtScript,
} from './standard.ts'

const of = (byte: number, length: number) => new Uint8Array(length).fill(byte)
const hash = of(1, 20)
const keys = [of(2, 32), of(3, 33), of(4, 32)]
const timeLock = { secretHash: of(5, 32), receiverHash: of(6, 20), refundHash: of(7, 20) }

const standards: readonly (readonly [string, Uint8Array, StandardScript])[] = [
  ['key hash', keyHashScript(hash), { name: 'key-hash', hash }],
  ['two of three keys', kOfNScript(2, keys), { name: 'k-of-n', k: 2, keys }],
  ['one of one key', kOfNScript(1, keys.slice(0, 1)), { name: 'k-of-n', k: 1, keys: keys.slice(0, 1) }],
  [
    'twenty of twenty keys',
    kOfNScript(20, Array(20).fill(of(8, 32))),
    { name: 'k-of-n', k: 20, keys: Array(20).fill(of(8, 32)) },
  ],
  ['script hash', scriptHashScript(of(9, 32)), { name: 'script-hash', hash: of(9, 32) }],
  ['collective', collectiveScript(of(9, 32)), { name: 'collective', id: of(9, 32) }],
  [
    'record under a key hash',
    recordScriptOf(of(9, 32), keyHashScript(hash)),
    { name: 'record', hash: of(9, 32), guard: { name: 'key-hash', hash } },
  ],
  [
    'record under keys',
    recordScriptOf(of(9, 32), kOfNScript(2, keys)),
    { name: 'record', hash: of(9, 32), guard: { name: 'k-of-n', k: 2, keys } },
  ],
  ...[0, 1, 16, 17, 200, 70_000].map((height): readonly [string, Uint8Array, StandardScript] => [
    `time lock until height ${height}`,
    hashTimeLockScript({ ...timeLock, lock: { height } }),
    { name: 'hash-time-lock', ...timeLock, lock: { height } },
  ]),
  [
    'time lock for blocks',
    hashTimeLockScript({ ...timeLock, lock: { blocks: 65_535 } }),
    { name: 'hash-time-lock', ...timeLock, lock: { blocks: 65_535 } },
  ],
  ...[1, 16, 17, 128, 499_999_999].map((expiryHeight): readonly [string, Uint8Array, StandardScript] => [
    `standard debt until ${expiryHeight}`,
    standardDebtScript(hash, expiryHeight),
    { name: 'standard-debt', hash, expiryHeight },
  ]),
  [
    'stake',
    stakeScript(of(2, 32), of(3, 32), keyHashScript(hash)),
    { name: 'stake', producerKey: of(2, 32), commitment: of(3, 32), owner: keyHashScript(hash) },
  ],
]

describe.each(standards)('%s', (_, script, parsed) => {
  test('is recognised with its parts', () => {
    expect(parseStandard(script)).toEqual(parsed)
  })

  test('is another script, or none, with any byte of it another', () => {
    for (const at of script.keys()) {
      const other = script.with(at, ((script[at] ?? 0) + 1) % 256)
      expect(parseStandard(other), `byte ${at}`).not.toEqual(parsed)
      if (parsed.name !== 'script-hash') expect(isScriptHash(other)).toBe(false)
    }
  })

  test('is nothing standard with its last byte missing, or with one more', () => {
    const name = parseStandard(script)?.name
    if (name === 'stake') return
    expect(parseStandard(script.subarray(0, -1))).toBeUndefined()
    expect(parseStandard(new Uint8Array([...script, 0x61]))).toBeUndefined()
  })
})

test('a standard debt whose height is not pushed in its shortest form is not standard', () => {
  const script = standardDebtScript(hash, 5)
  const longer = new Uint8Array([...script.subarray(0, 28), 0x01, 0x05, ...script.subarray(29)])
  expect(parseStandard(longer)).toBeUndefined()
})

test('a script hash is its template to the byte', () => {
  const script = scriptHashScript(of(1, 32))
  expect(isScriptHash(script)).toBe(true)
  for (const at of [0, 1, 34]) expect(isScriptHash(script.with(at, (script[at] ?? 0) + 1))).toBe(false)
  expect(isScriptHash(Uint8Array.of(...script, 0x87))).toBe(false)
})

test('keys are standard where from one to all of them are asked for', () => {
  const asking = (push: number) => Uint8Array.of(...kOfNScript(1, keys).subarray(0, -2), push, 0x9c)
  const asked = [0x00, 0x51, 0x53, 0x54].map((push) => parseStandard(asking(push))?.name)
  expect(asked).toEqual([undefined, 'k-of-n', 'k-of-n', undefined])
})

test('a key hash is written as the specification prints it', () => {
  expect(toHex(keyHashScript(hash))).toBe(`76a914${'01'.repeat(20)}88ac`)
})

test('signature checks are counted in the script that is run, executed or not', () => {
  expect(countSigops(kOfNScript(2, keys))).toBe(3)
  expect(countSigops(collectiveScript(of(1, 32)))).toBe(20)
  expect(countSigops(standardDebtScript(hash, 9))).toBe(1)
  expect(inputSigops(scriptHashScript(of(1, 32)), [kOfNScript(2, keys)])).toBe(3)
})
