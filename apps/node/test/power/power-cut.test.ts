import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openCutDisk } from './cut-disk.ts'

/** VC_CUTS: a hundred in the long run. */
const cuts = Number(process.env.VC_CUTS ?? 5)
/** With the known-bad way the first cuts show it. */
const mostUnsafeCuts = 10
const program = fileURLToPath(new URL('writing-process.ts', import.meta.url))
const disks = { safe: openCutDisk(), unsafe: openCutDisk() }
const isHere = disks.safe !== undefined && disks.unsafe !== undefined
if (!isHere) console.warn('SKIPPED: power cuts need root, loop devices and xfsprogs')
afterAll(() => {
  for (const disk of Object.values(disks)) disk?.remove()
})

type Way = keyof typeof disks
type Found = { readonly acknowledged: number; readonly kept: number | undefined }

/** Writes for a while, cuts the power under it, and looks what is there when it is back; `kept` undefined: no store opens. */
async function cutOnce(way: Way, underLoadMs: number): Promise<Found> {
  const disk = disks[way]
  if (disk === undefined) throw new Error('this machine has no such disk')
  const path = join(disk.folder, 'store')
  const writer = spawn(process.execPath, [program, path, 'write', way], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(writer, 'close')
  let said = ''
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  while (said === '') await pause(5)
  await pause(underLoadMs)
  disk.cut()
  writer.kill('SIGKILL')
  await ended
  disk.back()
  const { status, stdout } = spawnSync(process.execPath, [program, path, 'check'], { encoding: 'utf8' })
  const acknowledged = Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1))
  return { acknowledged, kept: status === 0 ? Number(stdout) : undefined }
}

const hasLost = ({ acknowledged, kept }: Found) => kept === undefined || kept < acknowledged

describe.runIf(isHere)('a store whose power is cut under load', () => {
  it(`has all that was acknowledged, whole, after each of ${cuts} cuts`, {
    timeout: 60_000 + 10_000 * cuts,
  }, async () => {
    let before = 0
    for (let n = 0; n < cuts; n += 1) {
      const found = await cutOnce('safe', 100 + 73 * (n % 7))
      expect(hasLost(found), `${n}: ${JSON.stringify(found)}`).toBe(false)
      expect(found.acknowledged).toBeGreaterThan(before)
      before = found.acknowledged
    }
  })

  it('loses what was acknowledged when nobody waits for the disk: so the cuts above could have shown it', {
    timeout: 60_000 + 10_000 * mostUnsafeCuts,
  }, async () => {
    const losses: Found[] = []
    for (let n = 0; n < mostUnsafeCuts && losses.length === 0; n += 1) {
      const found = await cutOnce('unsafe', 100 + 73 * (n % 7))
      if (hasLost(found)) losses.push(found)
      if (found.kept === undefined) break
    }
    expect(losses).toHaveLength(1)
  })
})
