import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../../run-cli.ts'

const id = 'ab'.repeat(32)
const asked: { method: string; params: unknown; token: string | undefined }[] = []
const proposal = {
  ...{ id, title: { en: 'Smaller', zh: '更小' }, reason: { en: 'So', zh: '故' }, origin: 'cd'.repeat(32) },
  ...{ group: null, vote: { from: 4, to: 33, threshold: 750 }, from: 54, protocol: 1, trial: {} },
  ...{ changes: { maxPremium: 1 }, state: 'counting', passes: true, rivals: [], yes: 3, blocks: 4 },
  ...{ points: [[4, 3, 4]], voters: [], choice: null },
}
const version = {
  ...{
    id: 'cd'.repeat(32),
    version: 0,
    from: 0,
    to: null,
    protocol: 1,
    commit: null,
    adopted: [],
    changes: [],
  },
}
const answers: Readonly<Record<string, unknown>> = {
  configuration: {
    ...{ height: 8, inForce: version.id, protocol: 1, parameters: {}, stop: null },
    ...{ versions: [version], proposals: [proposal] },
  },
  propose: { accepted: false, refusal: { code: 'proposal-vote', facts: { field: 'from' } } },
  checkProposal: { accepted: true, id, branch: 'proposal/abab', document: '{}' },
  chooseProposal: { accepted: true, choice: 'vote' },
}
const folder = mkdtempSync(join(tmpdir(), 'vc-cli-configuration-'))
const file = join(folder, 'token')
const server = createServer(async (request, response) => {
  const body: Buffer[] = []
  for await (const part of request) body.push(part as Buffer)
  const { method, params } = JSON.parse(Buffer.concat(body).toString()) as { method: string; params: unknown }
  asked.push({ method, params, token: request.headers.authorization })
  response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: answers[method] }))
})
beforeAll(async () => {
  writeFileSync(file, 'secret\n')
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

async function say(...args: string[]) {
  const said: string[] = []
  const { port } = server.address() as AddressInfo
  const environment = { NODE_URL: `http://127.0.0.1:${port}`, NODE_TOKEN_FILE: file }
  const code = await runCli(['node', 'configuration', ...args], (line) => said.push(line), environment)
  return { code, text: said.join('\n') }
}

test('versions and proposals are listed with how the votes stand', async () => {
  const { code, text } = await say('list')
  expect(code).toBe(0)
  expect(text).toContain('version 0      0 to now')
  expect(text).toContain('counting: 3 of 4 blocks, 75% needed, count 4 to 33, in force from 54')
  expect((await say('show', 'ababab')).text).toContain('"maxPremium": 1')
  expect((await say('show', '0')).text).toContain('"version": 0')
})

test('a vote goes to the node with its token; a name that is not clear goes nowhere', async () => {
  expect(await say('vote', 'ABABABAB')).toEqual({ code: 0, text: 'ok             vote: Smaller' })
  expect(asked.at(-1)).toEqual({
    ...{ method: 'chooseProposal', token: 'Bearer secret' },
    params: { proposal: id, choice: 'vote' },
  })
  const before = asked.filter(({ method }) => method === 'chooseProposal').length
  expect((await say('stay', 'ab')).code).toBe(1)
  expect(asked.filter(({ method }) => method === 'chooseProposal')).toHaveLength(before)
})

test('a proposal is checked and given; what is refused, missing or misspelt is said', async () => {
  expect((await say('check', file)).text).toContain('branch         proposal/abab')
  expect(await say('propose', file)).toEqual({
    code: 1,
    text: 'FAILED: proposal-vote {"field":"from"}. Nothing was changed.',
  })
  expect((await say('propose', join(folder, 'nothing'))).text).toContain('there is no file')
  expect((await say('ask')).code).toBe(2)
  expect((await say('vote')).code).toBe(2)
})
