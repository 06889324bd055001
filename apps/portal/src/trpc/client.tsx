'use client'
import { hashKey, isServer, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import type { AppRouter } from '@vc/api'
import { FILE_PROCEDURES } from '@vc/api/files'
import { type ReactNode, useState } from 'react'
import superjson from 'superjson'
import { doorPath } from './door-path.ts'
import { refusalOf } from './refusal.ts'

const context = createTRPCContext<AppRouter>()

/** The typed API inside components: `useQuery(useTRPC().network.status.queryOptions())`. */
export const useTRPC = context.useTRPC
/** The same API as plain promises, for what is not a query of a component. */
export const useTRPCClient = context.useTRPCClient

const MAX_BATCH = 10

function openApi() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ path }) => FILE_PROCEDURES.has(path),
        true: httpLink({ url: '/api/import', transformer: superjson }),
        false: httpBatchLink({ url: '/api/trpc', transformer: superjson, maxItems: MAX_BATCH }),
      }),
    ],
  })
}

/** A session that has ended leads to the door, and back afterwards. */
function askToSignIn() {
  const { pathname, search } = window.location
  const [, language = ''] = pathname.split('/')
  if (/^\/[^/]+\/(?:sign-in|enrol|recover)/.test(pathname)) return
  window.location.assign(doorPath({ language, from: pathname + search, hasEnded: true }))
}

/** How often a question is asked again. A question on its way while the session's cookie was renewed came with the old one. */
const AGAIN: Readonly<Record<string, number>> = { unreachable: 2, 'not-signed-in': 1 }

/** A refusal is an answer and never asked again, but for an outage and for a cookie that may have been renewed. */
function openQueries() {
  const retry = (failures: number, error: unknown) => failures < (AGAIN[refusalOf(error).code] ?? 0)
  const queryCache = new QueryCache({
    onError: (error) => refusalOf(error).code === 'not-signed-in' && askToSignIn(),
  })
  return new QueryClient({
    queryCache,
    defaultOptions: {
      queries: { retry, staleTime: 5_000, refetchOnWindowFocus: true, queryKeyHashFn },
      mutations: { retry: false },
    },
  })
}

/** Amounts may stand in a question: bigints are named as superjson sends them. */
const queryKeyHashFn = (key: readonly unknown[]) => hashKey([superjson.serialize(key)])

let shared: QueryClient | undefined
/** One cache for the life of the page in a browser; a fresh one for each page rendered on the server. */
function queriesOfPage(): QueryClient {
  if (isServer) return openQueries()
  shared ??= openQueries()
  return shared
}

/** Gives every component below the API and one cache of its answers. */
export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const queries = queriesOfPage()
  const [api] = useState(openApi)
  return (
    <QueryClientProvider client={queries}>
      <context.TRPCProvider trpcClient={api} queryClient={queries}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  )
}
