import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { p256PublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { initNetwork } from '@vc/node'
import { afterAll, expect, test } from 'vitest'
import { networkSettings } from './network-settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const portals = ['https://portal.example']
const found = (name: string, rpId: string) =>
  initNetwork({
    ...{ dataDir: join(folder, name), name: `dev-${name}`, origins: [`https://${rpId}`], rpIds: [rpId] },
    councilKeys: [toHex(p256PublicKey(sha256(utf8(name))))],
    ...{ allotments: [], time: 1_800_000_000, commitmentLength: 256 },
  })

test('network, decimals and relying party are read out of the genesis block and its configuration', async () => {
  const { genesis, configuration, network } = await found('one', 'verifier.example')
  expect(networkSettings(genesis, configuration, portals)).toEqual({
    ...{ network, decimals: 2, rpId: 'verifier.example', portals },
  })
})

test('a configuration that the genesis block does not name, and bytes that are none, are refused by name', async () => {
  const [one, other] = [await found('two', 'a.example'), await found('three', 'b.example')]
  expect(() => networkSettings(one.genesis, other.configuration, portals)).toThrow('genesis.block names')
  expect(() => networkSettings(utf8('x'), one.configuration, portals)).toThrow(
    'genesis.block can not be read',
  )
  expect(() => networkSettings(one.genesis, utf8('{}'), portals)).toThrow(
    'configuration.json can not be read',
  )
})
