import type { SignatureChecks } from '@vc/crypto'
import { openSchnorrSigner, openSignatureChecks } from '@vc/crypto/native'
import { longRun } from '@vc/kernel/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { itemOf } from '../fuzz/fuzz-sign.ts'
import { mutateBytes } from '../fuzz/mutate.ts'
import { Choices } from '../fuzz/random.ts'
import { fuzzWorld, type Person, type World } from '../fuzz/world.ts'
import { isSighashType } from '../sighash.ts'
import { CIRCULATION, NO_BUNDLE, type Output, TRANSFER, type Transaction, VALUE } from '../transaction.ts'
import type { ScriptContext } from './machine.ts'
import { interpretScript, runScript } from './run-script.ts'
import { keyHashScript } from './standard.ts'

const { drawn, timeout } = longRun(300)

const { checks } = await openSignatureChecks()
const world = fuzzWorld({}, await openSchnorrSigner())

/** Somebody spends a key hash, mostly as it should be done; now and then the script or the witness is another. */
function spending(seed: number, checks: SignatureChecks): ScriptContext {
  const choices = new Choices(seed)
  const { place, people } = world
  const person = choices.pick(people as readonly [Person, ...Person[]])
  const script = spoiltAtTimes(choices, keyHashScript(person.hash))
  const output: Output = { element: VALUE, amount: 10n, script }
  const signing = { tx: transferOf(output), named: [output], network: place.network }
  const witness = witnessOf(choices, person, signing, world)
  const tx = { ...signing.tx, witnesses: [witness] }
  const sheetHash = choices.once(4) ? undefined : new Uint8Array(32)
  return { ...signing, tx, index: 0, configuration: place.configuration, checks, sheetHash }
}

function witnessOf(
  choices: Choices,
  person: Person,
  signing: Parameters<typeof itemOf>[1],
  world: World,
): readonly Uint8Array[] {
  const wanted = choices.pick([0, 0, 1, 2, 3, 0x81] as const)
  const type = isSighashType(wanted) ? wanted : 0
  const item = spoiltAtTimes(choices, itemOf(person, signing, 0, type, world))
  const key = spoiltAtTimes(choices, person.key)
  return choices.weighted<readonly Uint8Array[]>([
    [12, [item, key]],
    [1, [item]],
    [1, [new Uint8Array(0), key]],
    [1, [item, key, key]],
    [1, [key, item]],
    [1, []],
  ])
}

const spoiltAtTimes = (choices: Choices, bytes: Uint8Array) =>
  choices.once(8) ? mutateBytes(bytes, choices) : bytes

function transferOf(output: Output): Transaction {
  const inputs = [{ txid: new Uint8Array(32), index: 0, sequence: 0 }]
  const rest = { premium: 0n, lockTime: 0, witnesses: [[]], acceptances: [] }
  return {
    version: 1,
    layer: CIRCULATION,
    kind: TRANSFER,
    bundle: NO_BUNDLE,
    inputs,
    outputs: [output],
    ...rest,
  }
}

test('a key hash that is spent as it mostly is gets what the machine says, step by step', { timeout }, () => {
  let spent = 0
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seed) => {
      const context = spending(seed, checks)
      const { ok, ...short } = runScript(context)
      const { ok: holds, ...long } = interpretScript(context)
      expect(ok).toBe(holds)
      expect(withoutHashes(short)).toEqual(withoutHashes(long))
      if (ok) spent += 1
    }),
    drawn,
  )
  expect(spent, 'some of them hold').toBeGreaterThan(50)
})

/** The machine does not say which hash a signer's key has. */
function withoutHashes(result: object): object {
  const signers = 'signers' in result && Array.isArray(result.signers) ? result.signers : undefined
  return signers === undefined ? result : { signers: signers.map(({ key, type }) => ({ key, type })) }
}
