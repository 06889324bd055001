import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeBlock, encodeConfiguration } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleChain } from '../../test/sample-chain.ts'
import { runCli } from '../run-cli.ts'

let folder: string
let chain: ReturnType<typeof sampleChain>
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vc-replay-'))
  chain = sampleChain(3)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function replayed(blocks: readonly Uint8Array[]) {
  writeFileSync(join(folder, 'configuration.json'), encodeConfiguration(chain.configuration))
  for (const [height, bytes] of blocks.entries()) writeFileSync(join(folder, `${height}.block`), bytes)
  const said: string[] = []
  const code = await runCli(['replay', folder], (line) => said.push(line), {})
  return { code, said }
}

test('a chain is judged again from its blocks; state hash and totals are those of its last header', async () => {
  const { code, said } = await replayed(chain.blocks)
  const last = decodeBlock(must(chain.blocks.at(-1), 'a block'), 4_000_000)
  if (!last.ok) throw new Error('it decodes')
  expect(code).toBe(0)
  expect(said).toContain(`state hash  ${toHex(last.value.header.stateHash)}`)
  expect(said).toContain(`network     ${toHex(chain.network)}`)
  expect(said).toContain(`circulation value   ${chain.totals[6]}`)
})

test('a changed byte is found at its block', async () => {
  const altered = chain.blocks.map((bytes, height) => {
    const copy = Uint8Array.from(bytes)
    if (height === 2) copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1
    return copy
  })
  const { code, said } = await replayed(altered)
  expect(code).toBe(1)
  expect(said.at(-1)).toContain('FAILED: block 2')
})

test('a folder without a chain is no success', async () => {
  const said: string[] = []
  expect(await runCli(['replay', join(folder, 'none')], (line) => said.push(line), {})).toBe(1)
  expect(await runCli(['replay'], (line) => said.push(line), {})).toBe(2)
})
