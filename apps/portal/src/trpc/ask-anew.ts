import type { QueryClient } from '@tanstack/react-query'

/**
 * Asks again for all that is shown, after something has changed. A first answer that is still on its way may have been given before
 * that, and would be taken for the newest: it is given up.
 */
export async function askAnew(queries: QueryClient): Promise<void> {
  await queries.cancelQueries({ predicate: ({ state }) => state.data === undefined })
  await queries.invalidateQueries()
}
