import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Makes a transaction anew from what is unspent now, as the worker does, while another walk or the worker has spent
 * the treasury's output first.
 */
export async function again<T>(make: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 10; tries += 1) {
    try {
      return await make()
    } catch (error) {
      if (!String(error).includes('missing-output')) throw error
      await sleep(3_000)
    }
  }
  return make()
}
