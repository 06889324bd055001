import { expect, it } from 'vitest'
import { atOnce, openTurns, type Work } from './turns.ts'

/** Turns whose clock goes on by a millisecond at each look, and whose next turn comes when the test says so. */
function open() {
  const later: (() => void)[] = []
  let now = 0
  const turns = openTurns(
    (act) => later.push(act),
    () => {
      now += 1
      return now
    },
  )
  const next = () => later.shift()?.()
  return { turns, later, next }
}

function* counting(name: string, pieces: number, done: string[]): Work<string> {
  for (let piece = 0; piece < pieces; piece += 1) {
    done.push(name)
    yield
  }
  return name
}

it('lets others in after a short turn, and goes on where it was', async () => {
  const { turns, later, next } = open()
  const done: string[] = []
  const ended = turns.run(counting('a', 20, done))
  expect(done).toEqual([])
  next()
  expect([done.length, later.length]).toEqual([7, 1])
  while (later.length > 0) next()
  expect([done.length, await ended]).toEqual([20, 'a'])
})

it('does one work after the other, in the order in which they came', async () => {
  const { turns, later, next } = open()
  const done: string[] = []
  const ended = Promise.all([turns.run(counting('a', 9, done)), turns.run(counting('b', 2, done))])
  while (later.length > 0) next()
  expect([done.join(''), await ended]).toEqual(['aaaaaaaaabb', ['a', 'b']])
})

it('tells whoever handed it in what went wrong, and does the rest', async () => {
  const { turns, later, next } = open()
  const done: string[] = []
  const broken = (function* (): Work<void> {
    yield
    throw new Error('own fault')
  })()
  const [first, second] = [turns.run(broken), turns.run(counting('b', 1, done))]
  const told = expect(first).rejects.toThrow('own fault')
  while (later.length > 0) next()
  await told
  expect(await second).toBe('b')
})

it('does all of it now where nobody waits', () => {
  const done: string[] = []
  expect([atOnce(counting('a', 30, done)), done.length]).toEqual(['a', 30])
})
