/** The fee of a transaction of credit, in smallest units: above what nodes of a sample network ask for. */
export const LEDGER_FEE = 100n
