import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSignState } from './sign-state.ts'

const hash = (byte: string) => byte.repeat(32)
const vote = (source: number, target: number, byte = 'aa') => ({
  sourceHeight: source,
  sourceHash: hash('00'),
  targetHeight: target,
  targetHash: hash(byte),
})

describe('the sign-state', () => {
  let folder = ''
  let path = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vc-sign-'))
    path = join(folder, 'sign-state')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('lets one header of a slot be signed, again and again, but no second one', () => {
    const state = openSignState(path, { create: true })
    expect(state.maySignBlock(100, hash('01'))).toBe(true)
    expect(state.maySignBlock(100, hash('01'))).toBe(true)
    expect(state.maySignBlock(100, hash('02'))).toBe(false)
    expect(state.maySignBlock(99, hash('03'))).toBe(false)
  })
  it('remembers all of it after it was opened anew', () => {
    const first = openSignState(path, { create: true })
    first.maySignBlock(100, hash('01'))
    first.maySignVote(vote(2, 4))
    first.maySignBlock(101, hash('02'))
    first.close()
    const second = openSignState(path, { create: false })
    expect(second.maySignBlock(101, hash('03'))).toBe(false)
    expect(second.maySignBlock(100, hash('01'))).toBe(false)
    expect(second.lastVote()).toEqual(vote(2, 4))
  })
  it('never votes twice for a target height, nor around an earlier vote', () => {
    const state = openSignState(path, { create: true })
    expect(state.maySignVote(vote(4, 6))).toBe(true)
    expect(state.maySignVote(vote(4, 6))).toBe(true)
    expect(state.maySignVote(vote(4, 6, 'bb'))).toBe(false)
    expect(state.maySignVote(vote(2, 8))).toBe(false)
    expect(state.maySignVote(vote(4, 8))).toBe(true)
  })
  it('refuses a copy, unless the operator says that it is the only one', () => {
    openSignState(path, { create: true }).maySignBlock(100, hash('01'))
    copyFileSync(path, `${path}-copy`)
    expect(() => openSignState(`${path}-copy`, { create: false })).toThrow('sign-state-copied')
    const adopted = openSignState(`${path}-copy`, { create: false, adopt: true })
    expect(adopted.maySignBlock(100, hash('02'))).toBe(false)
  })
  it('lives through a torn write of its newest record, one step back', () => {
    const state = openSignState(path, { create: true })
    state.maySignBlock(100, hash('01'))
    state.maySignBlock(101, hash('02'))
    const bytes = readFileSync(path)
    bytes.fill(0, 10, 2_000)
    writeFileSync(path, bytes)
    expect(openSignState(path, { create: false }).lastSlot()).toBe(100)
  })
  it('stops when no record is whole, or the file is gone', () => {
    writeFileSync(path, Buffer.alloc(8_192, 1))
    expect(() => openSignState(path, { create: false })).toThrow('sign-state-damaged')
    rmSync(path)
    expect(() => openSignState(path, { create: false })).toThrow('sign-state-missing')
  })
})
