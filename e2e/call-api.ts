import { expect, type Page } from '@playwright/test'
import superjson from 'superjson'

type Told = {
  readonly result?: { readonly data: never }
  readonly error?: { readonly json: { data: { code: string } } }
}

/** Asks the portal's API for what this walk needs and other walks press: as the person of the page, by its own session. */
export const callApi = async <Answer>(page: Page, path: string, input: unknown): Promise<Answer> =>
  answerIn(path, await post(page, path, input))

/** The code with which the portal's API refuses this; "taken" when it does not. */
export const refusalBy = async (page: Page, path: string, input: unknown): Promise<string> =>
  (await post(page, path, input)).error?.json.data.code ?? 'taken'

/** What the portal's API answers to a question, as to the person of the page. */
export async function askApi<Answer>(page: Page, path: string, input: unknown): Promise<Answer> {
  const asked = encodeURIComponent(JSON.stringify(superjson.serialize(input)))
  const told: Told = await page.evaluate(
    async (to) => (await fetch(`/api/trpc/${to}`)).json(),
    `${path}?input=${asked}`,
  )
  return answerIn(path, told)
}

const post = (page: Page, path: string, input: unknown): Promise<Told> =>
  page.evaluate(
    async ({ path: to, body }) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`/api/trpc/${to}`, { method: 'POST', headers, body })).json()
    },
    { path, body: JSON.stringify(superjson.serialize(input)) },
  )

function answerIn<Answer>(path: string, told: Told): Answer {
  expect(told, `${path} is answered`).toHaveProperty('result')
  if (!told.result) throw new Error(`${path} is answered`)
  return superjson.deserialize<Answer>(told.result.data)
}
