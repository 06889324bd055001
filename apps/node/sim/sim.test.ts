import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { plantable, plantablePairs } from './planted.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
/** How many networks are run; the long run has 20,000. */
const SEEDS = Number(process.env.SIM_SEEDS ?? 500)

type Run = { readonly code: number | null; readonly lines: readonly string[] }

/** The simulator as it is started by hand: it changes how modules are loaded, which is no business of this process. */
function simulate(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    child.stdout.on('data', (bytes) => out.push(bytes))
    child.stderr.on('data', (bytes) => out.push(bytes))
    child.on('close', (code) =>
      resolve({ code, lines: Buffer.concat(out).toString('utf8').trim().split('\n') }),
    )
  })
}

describe('the simulator', () => {
  it('finds no two final blocks in conflict, nothing made or lost, and life after healing', {
    timeout: 20_000 * SEEDS,
  }, async () => {
    const { code, lines } = await simulate('--seeds', String(SEEDS), '--from', '1', '--workers', '2')
    expect(lines.at(-1)).toBe(`${SEEDS} passed, 0 failed`)
    expect(lines.filter((line) => line.startsWith('seed '))).toEqual([])
    expect(code).toBe(0)
  })

  // Members who claimed a height and gave nothing of it kept the honest ones from making blocks; blocks of another
  // beacon were handed on unjudged. Votes of who was suspended on one branch were not heard by those who stood there;
  // the certificates of a block were forgotten when the process ended between the block and them.
  it.each([1287, 1387, 1090, 300311, 304377])(
    'holds on seed %d, which found a defect',
    { timeout: 120_000 },
    async (seed) => {
      const { lines } = await simulate('--seeds', '1', '--from', String(seed))
      expect(lines.join('\n')).toBe('1 passed, 0 failed')
    },
  )

  it('replays a run from its seed, block for block', { timeout: 120_000 }, async () => {
    const facts = async () => {
      const { lines } = await simulate('--seeds', '1', '--from', '42', '--verbose')
      return lines[0]?.replace(/ \d+ ms$/, '')
    }
    const [first, second] = [await facts(), await facts()]
    expect(first).toContain('"digest":"')
    expect(second).toBe(first)
  })

  it.each([...Object.keys({ ...plantable, ...plantablePairs }), 'forgetful-disk', 'any-signature'])(
    'turns red when %s is planted',
    {
      timeout: 300_000,
    },
    async (bug) => {
      const { code, lines } = await simulate('--bug', bug, '--until', '--seeds', '60', '--from', '1')
      expect(lines.at(-1)).toMatch(/^\d+ passed, 1 failed$/)
      expect(code).toBe(1)
    },
  )
})
