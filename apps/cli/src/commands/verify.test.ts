import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packManifestLine } from '@vc/consensus'
import { must } from '@vc/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleChain, samplePack } from '../../test/sample-chain.ts'
import { runCli } from '../run-cli.ts'

let folder: string
let chain: ReturnType<typeof sampleChain>
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vc-pack-'))
  chain = sampleChain(5)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function verified(lines: readonly string[]) {
  const path = join(folder, 'pack.jsonl')
  writeFileSync(path, `${lines.join('\n')}\n`)
  const said: string[] = []
  const code = await runCli(['verify', path], (line) => said.push(line), {})
  return { code, last: said.at(-1) ?? '' }
}

/** A pack whose maker also made the manifest anew. */
const sealed = (lines: readonly string[]) => {
  const rest = lines.slice(0, -1)
  return [...rest, packManifestLine(rest)]
}

test('a pack of a portal that shows what the ledger says is verified', async () => {
  const { code, last } = await verified(samplePack(chain))
  expect(last).toContain('VERIFIED')
  expect(code).toBe(0)
})

test('a pack with a changed line is refused by its manifest', async () => {
  const lines = samplePack(chain).map((line) => line.replace('"kind":"row"', '"kind": "row"'))
  expect(await verified(lines)).toEqual({ code: 1, last: expect.stringContaining('pack-manifest') })
})

test('a changed byte of a block is found although the manifest was made anew', async () => {
  const lines = [...samplePack(chain)]
  const at = lines.findIndex((line) => line.includes('"kind":"block","height":3'))
  const line = must(lines[at], 'block 3')
  lines[at] = line.replace(/(..)"\}$/, (_, byte: string) => `${byte === 'aa' ? 'bb' : 'aa'}"}`)
  const { code, last } = await verified(sealed(lines))
  expect(code).toBe(1)
  expect(last).toContain('pack-block')
  expect(last).toContain('"height":3')
})

test.each([
  ['a balance', 'outputs', 'amount', '999'],
  ['an owner', 'outputs', 'keyHash', '00'.repeat(20)],
  ['a spender', 'outputs', 'spentBy', null],
  ['a fee', 'transactions', 'fee', '1'],
  ['a total of a block', 'blocks', 'debt', '7'],
  ['a record', 'records', 'value', 'ff'],
  ['what an input names', 'inputs', 'outputIndex', 9],
])('%s that the portal shows otherwise is the difference named', async (_, table, field, value) => {
  let once = false
  const lines = samplePack(chain, (name, row) => {
    if (name !== table || once || row[field] === value) return row
    once = true
    return { ...row, [field]: value }
  })
  expect(once).toBe(true)
  const { code, last } = await verified(lines)
  expect(code).toBe(1)
  expect(last).toContain(`"field":"${field}"`)
})

test('a row that the portal hides is found', async () => {
  const { code, last } = await verified(
    samplePack(chain, (table, row) => (table === 'records' ? undefined : row)),
  )
  expect(code).toBe(1)
  expect(last).toContain('"table":"records"')
})

test('totals that are not the ledger’s are refused', async () => {
  const { code, last } = await verified(samplePack({ ...chain, totals: chain.totals.map((sum) => sum + 1n) }))
  expect(code).toBe(1)
  expect(last).toContain('pack-totals')
})

test('a pack that names another network, or another head, is refused', async () => {
  const other = new Uint8Array(32).fill(1)
  expect((await verified(samplePack({ ...chain, network: other }))).last).toContain('pack-network')
  expect((await verified(samplePack({ ...chain, head: other }))).last).toContain('pack-head')
})

test('what is no pack is refused', async () => {
  expect((await verified(['not a pack'])).last).toContain('pack-malformed')
  expect(await runCli(['verify'], () => {}, {})).toBe(2)
  expect(await runCli(['verify', join(folder, 'none')], () => {}, {})).toBe(1)
})
