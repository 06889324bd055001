/** So many transactions may an act have: the shares of a sale of licences are one each, and are kept rather than sent. */
export const MOST_LEGS = 256
/** So many signatures may be handed in at once: they fit into the body of a request (http/gate.ts). */
export const MOST_GIVEN = 384
