import { fromHex } from '@vc/crypto'

/** What this page is served for: one network, and the portals that may hand it acts. It comes with the page, from its own server. */
export type Settings = {
  /** Genesis hash, 32 bytes. */
  readonly network: Uint8Array
  readonly decimals: number
  /** Relying party of act keys. */
  readonly rpId: string
  /** Exact origins of portals. */
  readonly portals: readonly string[]
}

/** Reads them out of the page; undefined when a page without a server of ours stands here. */
export function readSettings(page: Document): Settings | undefined {
  const text = page.querySelector('meta[name=vc-settings]')?.getAttribute('content')
  if (!text) return undefined
  const { network, decimals, rpId, portals } = JSON.parse(text)
  return { network: fromHex(network), decimals, rpId, portals }
}
