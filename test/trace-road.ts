import type { ApiDeps } from '@vc/api'
import { continued } from '@vc/trace'
import { tracedApi } from '../apps/portal/src/server/traced-api.ts'
import { type TestBrowser, testBrowserBy } from '../packages/api/src/testing.ts'

/** A browser at the portal's own door to the API, in the trace that its caller began, as Next.js takes it out of a request. */
export function tracedBrowser(deps: ApiDeps, session: TestBrowser, traceparent: string): TestBrowser {
  const answer = tracedApi(async () => deps)
  const browser = testBrowserBy((request) => continued({ traceparent }, () => answer(request)))
  browser.setCookie(session.cookie())
  return browser
}
