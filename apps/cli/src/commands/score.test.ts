import { expect, test } from 'vitest'
import { runCli } from '../run-cli.ts'

async function vc(...args: string[]) {
  const said: string[] = []
  const code = await runCli(args, (line) => said.push(line), { NODE_URL: 'http://127.0.0.1:1' })
  return { code, text: said.join('\n') }
}
const KEY_HASH = 'ab'.repeat(20)
const AGENT = `02${'ab'.repeat(32)}`

test.each([
  ['score'],
  ['score', 'ab'],
  ['score', KEY_HASH.toUpperCase()],
  ['score', KEY_HASH, '--at'],
  ['score', KEY_HASH, '--at', '-1'],
  ['score', KEY_HASH, '--from', '3'],
  ['score', KEY_HASH, '--at', '3', 'more'],
  ['score', AGENT],
  ['exposure', KEY_HASH],
  ['exposure', AGENT, '3'],
])('%s %s %s %s is not understood, and the usage is said', async (...args) => {
  const { code, text } = await vc(...args)
  expect(code).toBe(2)
  expect(text).toMatch(/^Usage: vc (?:score|exposure) /)
})

test('a file of statements that is none is told before any block is read', async () => {
  const { code, text } = await vc('score', KEY_HASH, '--at', '3', '--statements', '/nowhere/statements.json')
  expect([code, text]).toEqual([1, 'FAILED: /nowhere/statements.json is no file of statements'])
  expect((await vc('score', '--statements', 'x')).code).toBe(2)
})

test('without a node there is no score and no exposure, and what to do is said', async () => {
  for (const args of [
    ['score', KEY_HASH],
    ['exposure', AGENT, '--at', '3'],
  ]) {
    const { code, text } = await vc(...args)
    expect(code).toBe(1)
    expect(text).toContain('No node answers')
  }
})
