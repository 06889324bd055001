import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCli } from '../run-cli.ts'

const shared = process.env.VC_SHARED ?? resolve(import.meta.dirname, '../../../../../shared')
const missing = !existsSync(join(shared, 'vectors'))
if (missing) console.warn(`SKIPPED: no shared vectors in ${shared}; set VC_SHARED to run them`)

const folder = mkdtempSync(join(tmpdir(), 'vc-vectors-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...files: string[]) {
  const said: string[] = []
  const code = await runCli(['vectors', ...files], (line) => said.push(line), {})
  return { code, said, last: said.at(-1) }
}

function file(cases: unknown): string {
  const path = join(folder, 'cases.json')
  writeFileSync(path, JSON.stringify({ cases }))
  return path
}

const empty = { name: 'empty', kind: 'ripemd160', input: { data: '' } }

test('a case that holds passes, one that does not fails with what was expected', async () => {
  const right = { ...empty, expect: '9c1185a5c5e9fc54612808977ee8f548b2258d31' }
  expect(await run(file([right]))).toMatchObject({ code: 0, last: '1 passed, 0 failed, 0 skipped' })
  const wrong = await run(file([right, { ...empty, expect: '00' }]))
  expect(wrong).toMatchObject({ code: 1, last: '1 passed, 1 failed, 0 skipped' })
  expect(wrong.said.join('\n')).toContain('expected "00"')
})

test('a kind without a runner is skipped by name', async () => {
  const { said, last } = await run(file([{ ...empty, kind: 'vcb1.witness', expect: null }]))
  expect(last).toBe('0 passed, 0 failed, 1 skipped')
  expect(said.join('\n')).toContain('no runner for kind vcb1.witness')
})

test('a file without cases is no success', async () => {
  expect((await run(join(folder, 'none.json'))).code).toBe(1)
})

test('without names the folder must be there', async () => {
  const said: string[] = []
  const code = await runCli(['vectors'], (line) => said.push(line), { VC_SHARED: folder })
  expect(code).toBe(1)
  expect(said.at(-1)).toBe('0 passed, 0 failed, 0 skipped')
})

test.skipIf(missing)(
  'all shared and public vectors pass, and what is skipped has its reason',
  async () => {
    const said: string[] = []
    const code = await runCli(['vectors'], (line) => said.push(line), { VC_SHARED: shared })
    expect(said.filter((line) => line.startsWith('FAILED'))).toEqual([])
    expect(said.at(-1)).toMatch(/^\d{4,} passed, 0 failed, \d+ skipped$/)
    expect(said.join('\n')).not.toContain('no runner')
    expect(code).toBe(0)
  },
  600_000,
)
