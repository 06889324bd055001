import { NodeCallError } from '@vc/client'
import { refusalToError } from './refusal-to-error.ts'

/** Asks the portal's node to change something; a node that does not answer is a refusal, since nothing was changed. */
export async function askNode<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof NodeCallError && error.code === 'node-unreachable')
      throw refusalToError({ code: error.code })
    throw error
  }
}
