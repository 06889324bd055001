import { expect, test } from 'vitest'
import { runCli } from '../run-cli.ts'

const said: string[] = []
const run = (...args: readonly string[]) => runCli(['fuzz', ...args], (line) => said.push(line), {})

test('sixty cases of a seed are judged alike by every library, and a seed gives the same ones again', async () => {
  expect(await run('60', '--seed', '7')).toBe(0)
  const first = said.splice(0)
  expect(first.at(-1)).toContain('nothing wrong')
  expect(await run('60', '--seed', '7')).toBe(0)
  expect(said.splice(0)).toEqual(first)
})

test('a run that goes on judges the cases that the whole would have judged from there', async () => {
  expect(await run('12', '--seed', '7', '--from', '8')).toBe(0)
  expect(said.splice(0).at(-1)).toContain('4 cases')
  expect(await run('12', '--from', '12')).toBe(2)
  said.splice(0)
})

test('without a number of cases it says how it is called', async () => {
  expect(await run()).toBe(2)
  expect(await run('many')).toBe(2)
})
