import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { withStartLock } from './start-lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-lock-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('of many starters one works at a time, and each gets its turn and its own answer', async () => {
  let inside = 0
  const most: number[] = []
  const turn = async (n: number) => {
    inside += 1
    most.push(inside)
    await sleep(20)
    inside -= 1
    return n
  }
  const path = join(folder, 'turns.lock')
  const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => withStartLock(path, () => turn(n))))
  expect(answers).toEqual([1, 2, 3, 4, 5])
  expect(most).toEqual([1, 1, 1, 1, 1])
})

test('a fault of the work lets the next one in, and is told', async () => {
  const path = join(folder, 'fault.lock')
  const fault = withStartLock(path, () => Promise.reject(new Error('no disk')))
  await expect(fault).rejects.toThrow('no disk')
  expect(await withStartLock(path, async () => 'in')).toBe('in')
})

test('a holder that is killed holds nothing', async () => {
  const path = join(folder, 'killed.lock')
  const lock = JSON.stringify(join(import.meta.dirname, 'start-lock.ts'))
  const script = `const { withStartLock } = await import(${lock})
    await withStartLock(${JSON.stringify(path)}, () => new Promise((done) => {
      console.log('in')
      setTimeout(done, 60_000)
    }))`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script])
  await once(holder.stdout, 'data')
  holder.kill('SIGKILL')
  expect(await withStartLock(path, async () => 'mine')).toBe('mine')
})
