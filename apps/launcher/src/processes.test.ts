import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { nextPause, supervise } from './processes.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-processes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const program = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const forever = program('forever.mjs', 'setInterval(() => {}, 1000)')
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('who falls over at once waits twice as long each time, who ran a while does not', () => {
  expect([0, 250, 500, 8_000].map((pause) => nextPause(10, pause))).toEqual([250, 500, 1_000, 10_000])
  expect(nextPause(60_000, 10_000)).toBe(250)
})

test('a service that is killed is started again; all end when told to', async () => {
  let pids: Readonly<Record<string, number>> = {}
  const said: string[] = []
  const supervisor = supervise(
    folder,
    (line) => said.push(line),
    (now) => (pids = now),
  )
  supervisor.start({ name: 'one', args: [forever], env: {} })
  const first = pids.one ?? 0
  await vi.waitFor(() => expect(isAlive(first)).toBe(true))
  process.kill(first, 'SIGKILL')
  await vi.waitFor(() => expect(pids.one).not.toBe(first), 10_000)
  expect(said).toEqual(['one ended (SIGKILL); it starts again in 250 ms'])
  expect(supervisor.falls('one')).toBe(1)
  await supervisor.stop()
  expect(isAlive(pids.one ?? 0)).toBe(false)
})

test('services end with their launcher, also when that is killed', { timeout: 30_000 }, async () => {
  const told = join(folder, 'pids.json')
  const launcher = program(
    'launcher.mts',
    `import { writeFileSync } from 'node:fs'
     import { supervise } from ${JSON.stringify(join(import.meta.dirname, 'processes.ts'))}
     const tell = (pids) => writeFileSync(${JSON.stringify(told)}, JSON.stringify(pids))
     supervise('.', () => {}, tell).start({ name: 'one', args: [${JSON.stringify(forever)}], env: {} })`,
  )
  const child = spawn(process.execPath, [launcher], { stdio: 'inherit' })
  const one = await vi.waitFor(() => Number(JSON.parse(readFileSync(told, 'utf8')).one), 15_000)
  // Until the service listens for its launcher's end it would not notice.
  await vi.waitFor(() => expect(readFileSync(`/proc/${one}/stat`, 'utf8')).toContain(' S '), 10_000)
  await new Promise((done) => setTimeout(done, 1_000))
  child.kill('SIGKILL')
  await vi.waitFor(() => expect(isAlive(one)).toBe(false), 10_000)
})
