import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import {
  FORMAT,
  judgeMark,
  judgePostgres,
  judgeSpace,
  openDataFolder,
  readRunning,
  sayFault,
  writeRunning,
} from './data-folder.ts'

const base = mkdtempSync(join(tmpdir(), 'vc-folder-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))
const folder = (name: string) => join(base, name)
const here = { origin: 'http://localhost:3000', verifier: 'http://localhost:3001' }

test('a folder of this version at this address, and one that is empty, are taken', () => {
  expect(judgeMark('absent', '/data', here)).toBeUndefined()
  expect(judgeMark({ format: FORMAT, ...here }, '/data', here)).toBeUndefined()
})

test('a folder of another version is refused, and which of the two is newer is said', () => {
  expect(judgeMark({ format: FORMAT + 1, ...here }, '/data', here)).toContain('a newer version')
  expect(judgeMark({ format: FORMAT - 1, ...here }, '/data', here)).toContain('an older version')
  expect(judgeMark('unreadable', '/data', here)).toContain('VC_DATA_DIR')
  expect(judgePostgres('17\n', '/data')).toContain('PostgreSQL 17')
  expect(judgePostgres('18\n', '/data')).toBeUndefined()
})

test('a network that was founded for another address says with which port it starts', () => {
  const sentence = judgeMark({ ...here, format: FORMAT, origin: 'http://localhost:3100' }, '/data', here)
  expect(sentence).toContain('PORTAL_PORT=3100')
  const moved = { ...here, format: FORMAT, verifier: 'http://localhost:3101' }
  expect(judgeMark(moved, '/data', here)).toContain('VERIFIER_PORT=3101')
})

test('a disk with too little left is refused in megabytes', () => {
  expect(judgeSpace(299_999_999, '/data')).toContain('299 MB left and 300 MB')
  expect(judgeSpace(300_000_000, '/data')).toBeUndefined()
})

test.each([
  ['ENOSPC', 'is full'],
  ['EACCES', 'can not be written (EACCES)'],
  ['EROFS', 'can not be written (EROFS)'],
  ['ENOTDIR', 'is not a folder'],
])('the fault %s of the file system is a sentence', (code, said) => {
  expect(sayFault(Object.assign(new Error('x'), { code }), '/data')).toContain(said)
  expect(sayFault(new Error('another'), '/data')).toBeUndefined()
})

test('a new folder is marked; the same one is not opened twice, and the second start says who is there', async () => {
  const mine = folder('mine')
  await openDataFolder(mine, here)
  expect(JSON.parse(readFileSync(join(mine, 'valuecyber.json'), 'utf8'))).toEqual({
    format: FORMAT,
    ...here,
  })
  await writeRunning(mine, { pid: 4711, origin: here.origin, services: { node: 4712 } })
  await expect(openDataFolder(mine, here)).rejects.toThrow(
    /runs in .* already at http:\/\/localhost:3000 \(process 4711\)/,
  )
  expect((await readRunning(mine))?.services).toEqual({ node: 4712 })
  await writeRunning(mine, undefined)
  expect(await readRunning(mine)).toBeUndefined()
})

test('of writings that follow one another at once the last one is there, whole at any moment', async () => {
  mkdirSync(folder('busy'))
  const names = Array.from({ length: 20 }, (_, at) => `service-${at}`)
  const writings = names.map(async (_, at) => {
    const services = Object.fromEntries(names.slice(0, 20 - at).map((name) => [name, 4_713]))
    await writeRunning(folder('busy'), { pid: 4_711, origin: here.origin, services })
    expect(await readRunning(folder('busy'))).toBeDefined()
  })
  await Promise.all(writings)
  expect((await readRunning(folder('busy')))?.services).toEqual({ 'service-0': 4_713 })
})

test('a folder that holds something else is left as it is', async () => {
  mkdirSync(folder('other'))
  writeFileSync(join(folder('other'), 'thesis.txt'), 'mine')
  await expect(openDataFolder(folder('other'), here)).rejects.toThrow('has not made')
  expect(() => statSync(join(folder('other'), 'valuecyber.json'))).toThrow()
})

test('a file where the folder should be is a sentence', async () => {
  writeFileSync(folder('file'), '')
  await expect(openDataFolder(folder('file'), here)).rejects.toThrow('is not a folder')
})

test('a place where nobody may write is a sentence', async () => {
  await expect(openDataFolder('/sys/valuecyber', here)).rejects.toThrow('can not be written')
})
