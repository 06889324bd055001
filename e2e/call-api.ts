import { expect, type Page } from '@playwright/test'
import superjson from 'superjson'

/** Asks the portal's API for what this walk needs and other walks press: as the person of the page, by its own session. */
export async function callApi<Answer>(page: Page, path: string, input: unknown): Promise<Answer> {
  const body = JSON.stringify(superjson.serialize(input))
  const told = await page.evaluate(
    async ({ path: to, body: sent }) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`/api/trpc/${to}`, { method: 'POST', headers, body: sent })
      return answer.json()
    },
    { path, body },
  )
  expect(told, `${path} is answered`).toHaveProperty('result')
  return superjson.deserialize<Answer>(told.result.data)
}
