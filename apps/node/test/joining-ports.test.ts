import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClient } from '@vc/client'
import { p256PublicKey, sha256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { afterAll, expect, test } from 'vitest'
import { initNetwork } from '../src/index.ts'
import { startNode } from './node-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-joining-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a node that joins says how far it is at both of its ports, and does nothing at either', async () => {
  await initNetwork({
    ...{ dataDir: folder, name: 'dev-joining', origins: ['http://localhost'], rpIds: ['localhost'] },
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(Uint8Array.of(n))))),
    ...{ allotments: [], time: 1_800_000_000, commitmentLength: 1_024 },
  })
  const tokenFile = join(folder, 'token')
  const env = { NODE_JOIN: 'snapshot', NODE_LISTEN: '/ip4/127.0.0.1/tcp/0', NODE_TOKEN_FILE: tokenFile }
  const node = await startNode(folder, { ...env, NODE_READ_PORT: '0' }, 'joining')
  const reader = openClient(must(node.readUrl, 'a port for reading'))
  const owner = openClient(node.url, { token: () => readFileSync(tokenFile, 'utf8').trim() })
  try {
    for (const client of [reader, owner]) {
      expect(await client.status()).toMatchObject({ head: { height: 0 }, joining: { headers: 0, chunks: 0 } })
      await expect(client.peers()).rejects.toMatchObject({ code: 'node-joining' })
    }
    await expect(owner.submit(['00'])).rejects.toMatchObject({ code: 'node-joining' })
    await expect(reader.submit(['00'])).rejects.toMatchObject({ code: 'method-not-on-read-port' })
    await expect(node.client.status()).rejects.toMatchObject({ code: 'token-wrong' })
  } finally {
    node.kill('SIGKILL')
    await node.ended
  }
})
