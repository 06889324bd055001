/** Seconds since 1970, as block headers write them. */
export type UnixSeconds = number

/** The only way time gets into a decision: handed in from outside. */
export type Clock = { readonly nowMs: () => number }
