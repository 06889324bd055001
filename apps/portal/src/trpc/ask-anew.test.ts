import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { askAnew } from './ask-anew.ts'

test('a first answer that was given before a change is not taken for the newest', async () => {
  const queries = new QueryClient()
  const waiting: (() => void)[] = []
  let kept = 'old'
  const queryFn = () => {
    const answer = kept
    return new Promise<string>((done) => waiting.push(() => done(answer)))
  }
  const list = new QueryObserver(queries, { queryKey: ['list'], queryFn })
  const leave = list.subscribe(() => {})
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  kept = 'new'
  const asked = askAnew(queries)
  await vi.waitFor(() => expect(waiting).toHaveLength(2))
  for (const answer of waiting) answer()
  await asked
  expect(list.getCurrentResult().data).toBe('new')
  leave()
  queries.clear()
})
