import { setTimeout as sleep } from 'node:timers/promises'

/** Somebody spent the output of the treasury first, or wrote the record. */
const LATE = /missing-output|record-holder/

/** Makes a transaction anew from what stands now, as the worker does, while another walk or the worker was first. */
export async function again<T>(make: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      return await make()
    } catch (error) {
      if (!LATE.test(String(error))) throw error
      await sleep(500)
    }
  }
  return make()
}
