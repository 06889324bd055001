/** What may be done with an asset (product.md, non-fungible rights). */
export const permittedUses = ['show', 'copy', 'use', 'change', 'sub-license'] as const
export type PermittedUse = (typeof permittedUses)[number]

/** Why a right may be granted. Who is not the holder may grant nothing on: it can only register the holder. */
export type RightSource = 'public-domain' | 'own-work' | 'holder-named'

/** A work and the right in it, as an issuer registers it. Text as the issuer wrote it, trimmed. */
export type Right = {
  /** The issuer's own name for the work, text: "1925.700" is not 1925.7. */
  readonly accession: string
  readonly title: string
  readonly creators: readonly string[]
  readonly dated: string
  readonly medium: string
  readonly source: RightSource
  /** Whoever is paid; empty for a work in the public domain. */
  readonly legalOwner: string
  readonly uses: readonly PermittedUse[]
  /** Where the evidence stands. */
  readonly evidence: string
  /** Hex SHA256 of the work's own content where the issuer gives it (text, image); empty when only its description is known. */
  readonly contentHash: string
  /** What a changed copy is still known by; empty when the content was not at hand or is like too many others. */
  readonly likeness: string
}
