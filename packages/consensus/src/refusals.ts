import type { Facts, Refusal, RefusalCode } from '@vc/ledger'

/** Every way consensus says no to a block, in the order of consensus.md 17. */
export type BlockCode =
  | 'block-shape'
  | 'block-too-large'
  | 'block-parent'
  | 'block-time'
  | 'block-configuration'
  | 'block-bits'
  | 'block-beacon'
  | 'stake-unknown'
  | 'stake-immature'
  | 'stake-suspended'
  | 'draw-missed'
  | 'reveal-wrong'
  | 'claim-turn'
  | 'block-signature'
  | 'block-extension'
  | 'reference-invalid'
  | 'evidence-invalid'
  | 'claim-invalid'
  | 'certificate-invalid'
  | 'block-merkle'
  | 'block-order'
  | 'credit-over-room'
  | 'reward-wrong'
  | 'conservation'
  | 'totals-wrong'
  | 'state-hash'
  /** Something that the answer needs is not at hand: never for good. */
  | 'data-missing'

/** Why a block is refused: a code of consensus or, for a transaction (fact `transaction`), one of the ledger. */
export type BlockRefusal = Refusal<BlockCode | RefusalCode>

export function blockRefusal(code: BlockCode, facts: Facts = {}): BlockRefusal {
  return { code, facts }
}

/** May the same block be valid later? So by the beacon and for want of data (consensus.md 17). */
export function isTransient({ code }: { readonly code: string }): boolean {
  return code === 'data-missing' || code === 'block-beacon'
}

/** Is it a word of steps 1 to 4 (consensus.md 17), so that the header itself does not stand? */
export function isHeaderCode(code: string): boolean {
  return headerCodes.has(code)
}

/**
 * Are the bytes not those that the header names by its roots? Then they say nothing of the block: anybody can put another
 * body behind a good header, and the block itself may still come.
 */
export function isOtherBody({ code, facts }: { readonly code: string; readonly facts: Facts }): boolean {
  return code === 'block-extension' || (code === 'block-merkle' && facts.root === 'witnessRoot')
}

const headerCodes: ReadonlySet<string> = new Set<BlockCode>([
  ...(['block-shape', 'block-too-large', 'block-parent', 'block-time', 'block-configuration'] as const),
  ...(['block-bits', 'block-beacon', 'stake-unknown', 'stake-immature', 'stake-suspended'] as const),
  ...(['draw-missed', 'reveal-wrong', 'claim-turn', 'block-signature', 'data-missing'] as const),
])
