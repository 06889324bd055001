/** Limits of ledger.md 2. */
export const MAX_ITEM_BYTES = 520
export const MAX_WITNESS_ITEM_BYTES = 4096
export const MAX_SCRIPT_BYTES = 10_000
export const MAX_STACK_ITEMS = 1000
/** Opcodes above 0x60 that one run may pass, executed or not. */
export const MAX_OPERATIONS = 201
/** What one collective vote counts as in signature checks. */
export const COLLECTIVE_SIGOPS = 20
/** A VCC1 vote witness. */
export const VCC1_WITNESS_BYTES = 1153
