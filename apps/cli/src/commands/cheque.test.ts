import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash160, schnorrPublicKey, sha256, signSchnorr, toHex, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { certifyLeaf, drawCheque, signedCheque, writeCheque } from '@vc/settlement'
import { afterAll, expect, test } from 'vitest'
import { runCli } from '../run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-cheque-'))
afterAll(() => rmSync(folder, { recursive: true }))

const [drawer, centre, network] = ['drawer', 'centre', 'network'].map((name) => sha256(utf8(name))) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
const hash = hash160(schnorrPublicKey(drawer))
const leaf = { txid: sha256(utf8('book')), index: 0, amount: 5_000n, secretHash: network, expiry: 90 }

/** A file with a cheque over 1,000 to the drawer's own key. */
function written(name: string, change = (text: string) => text): string {
  const certificate = certifyLeaf(centre, network, leaf, hash)
  const drawn = drawCheque({ network, leaf, certificate, drawer: hash, payee: hash, amount: 1_000n })
  const { cheque, digest } = must(drawn.ok ? drawn.value : undefined, 'the leaf holds it')
  const path = join(folder, name)
  const signed = signedCheque(cheque, signSchnorr(digest, drawer), schnorrPublicKey(drawer))
  writeFileSync(path, change(`${writeCheque(signed)}\n`))
  return path
}

async function told(...args: readonly string[]) {
  const lines: string[] = []
  const code = await runCli(['cheque', ...args], (line) => lines.push(line), {})
  return { code, text: lines.join('\n') }
}
const known = ['--network', toHex(network), '--centre', toHex(schnorrPublicKey(centre))]

test('a cheque is checked from its file alone, by the network and the centre that are known', async () => {
  const path = written('good.txt')
  const holds = await told(path, ...known)
  expect(holds).toMatchObject({ code: 0 })
  expect(holds.text).toContain('pays           1000 of the smallest units')
  expect(await told(path, ...known, '--at', '83')).toMatchObject({ code: 0 })
  expect(await told(path, ...known, '--at', '84')).toEqual({ code: 1, text: 'FAILED: cheque-expired' })
})

test('one of another network, of an unknown centre, altered or missing is not taken', async () => {
  const path = written('again.txt')
  const other = toHex(sha256(network))
  const of = (name: string, value: string) => known.map((one, at) => (known[at - 1] === name ? value : one))
  expect((await told(path, ...of('--network', other))).text).toBe('FAILED: cheque-network')
  expect((await told(path, ...of('--centre', other))).text).toBe('FAILED: cheque-centre-unknown')
  const altered = written('altered.txt', (text) => text.replace('vdcheque1:', 'vdcheque2:'))
  expect((await told(altered, ...known)).text).toBe('FAILED: cheque-form')
  expect(await told(join(folder, 'none'), ...known)).toMatchObject({ code: 1 })
  expect(await told(path)).toMatchObject({ code: 2 })
  expect(await told(path, ...known, '--at', 'soon')).toMatchObject({ code: 2 })
})
