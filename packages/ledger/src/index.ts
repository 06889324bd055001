export type { ActLine, NamedOutput } from './act-sheet/lines.ts'
export { type ActSheet, type ActSheetContext, actSheet, sheetHashOf } from './act-sheet.ts'
export { type Applied, applyGenesisTransaction, applyTransaction } from './apply-transaction.ts'
export {
  collectiveRecord,
  type InputBallots,
  listLinks,
  listRecords,
  putVote,
  putVotes,
  votedInputs,
} from './build/collective.ts'
export {
  collectiveLots,
  openByVote,
  putRelease,
  type VotedParts,
  voteAlone,
  voteDigests,
} from './build/collective-debt.ts'
export {
  completeRestructuring,
  giveCredit,
  grantManagementCredit,
  type Loan,
  type Lot,
  passCredit,
  renewDebts,
  repay,
  restructureDebt,
} from './build/credit.ts'
export { payShares } from './build/custody.ts'
export { exchangeDebt } from './build/exchange.ts'
export { handOnRecord } from './build/hand-on.ts'
export {
  endHandedOn,
  giveHandedOn,
  type HandedOn,
  handedOnScript,
  handOnCredit,
  holderHashOf,
  isHandedOn,
  isHandedOnRow,
  signAsGiver,
} from './build/handed-on.ts'
export {
  debtOutput,
  makeTransaction,
  outputsOf,
  SEQUENCE,
  sumAmounts,
  valueOutput,
  writtenOutput,
} from './build/make-transaction.ts'
export { buildPenalty, type Frozen, signPenalty } from './build/penalty.ts'
export {
  fundingShare,
  fundOrder,
  openPledge,
  type PledgeTerms,
  pledgeScript,
  reclaimPledges,
  refundPledges,
  refundShare,
  type SignedPledge,
} from './build/pledge.ts'
export {
  commitRecord,
  genesisAllotment,
  genesisRecord,
  genesisRoster,
  groupChange,
  groupOutputs,
  type RecordWrite,
  writeRecord,
} from './build/record.ts'
export { buySold, type SoldUnit, sellerShare, takeBackUnsold } from './build/sale.ts'
export {
  type AssertAct,
  acceptDebt,
  acceptDebtByAct,
  bindBundle,
  inputDigest,
  putAcceptance,
  putSignature,
  type Signing,
  signatureItem,
  signatureProgress,
  signInput,
  signInputByAct,
} from './build/sign.ts'
export {
  lockValue,
  type Payment,
  pay,
  registerStake,
  selectValue,
  splitValue,
  type ValueShort,
} from './build/value.ts'
export { clearOverdue, writeOff } from './build/write-off.ts'
export type { Asked } from './checks/asked.ts'
export { type Sums, sumsOf } from './checks/principles.ts'
export type { KnownSignatures, SignedBook } from './checks/signed-book.ts'
export {
  type CirculationMode,
  circulationMode,
  circulationModes,
  circulationOf,
  type MovedElements,
} from './circulation-mode.ts'
export { type CanonicalValue, canonicalJson } from './codec/canonical-json.ts'
export { Reader, type ReaderCode, type ReadFailure } from './codec/reader.ts'
export {
  decodeTransaction,
  encodeTransaction,
  readTransaction,
  writeOutpoint,
  writeOutput,
  writeTransaction,
} from './codec/transaction.ts'
export { Writer } from './codec/writer.ts'
export { type Configuration, defaultConfiguration } from './configuration.ts'
export { configurationOf } from './configuration-of.ts'
export { INDEX_PREFIXES, INDEX_VERSION, INDEXED_PREFIXES, indexEntriesOf } from './index-entries.ts'
export { type BundleJudgement, judgeBundle } from './judge-bundle.ts'
export { judgeTransaction } from './judge-transaction.ts'
export {
  CERTIFICATES,
  type CertificatePart,
  type CertificateTransfer,
  certificateKey,
  countTransfer,
  encodeCertificateTransfer,
  holdingAfter,
  parseCertificateTransfer,
  partsOfTransfer,
  type TransferFacts,
} from './kinds/certificate-transfer.ts'
export { type ChildProof, type Evidence, readEvidence, writeChildProof } from './kinds/evidence.ts'
export { ADMISSION, COUNCIL, rosterOutput, sourceOutputs } from './kinds/group.ts'
export {
  GROUP_ADD,
  GROUP_REMOVE,
  GROUP_REPLACE,
  type GroupChange,
  readGroupChange,
  rosterAfter,
} from './kinds/group-change.ts'
export { firstFrozen, reserveScript } from './kinds/penalty.ts'
export { COLLECTIVE_LIST } from './kinds/record.ts'
export { type RecordItems, readRecordItems } from './kinds/record-items.ts'
export {
  ACCOUNT_ACTIVE,
  type AccountRecord,
  type AgentRecord,
  type AnchorRecord,
  type ChainRecord,
  encodeAccount,
  encodeAgent,
  encodeAnchor,
  encodeChain,
  encodeMember,
  type MemberRecord,
  POWER_ADMIT,
  POWER_APPOINT,
  POWER_CREDIT,
  parseAccount,
  parseAgent,
  parseAnchor,
  parseChain,
  parseMember,
  ROLE_PRODUCER,
  ROLE_REGULATOR,
  ROLE_VOTER,
} from './kinds/record-values.ts'
export { type OverdueDebt, overdueDebts } from './list-debts.ts'
export { type RosterHistory, type RosterStep, rostersOf } from './list-rosters.ts'
export type { Judgement, Place, Producer } from './place.ts'
export {
  type DecodeCode,
  describeRefusal,
  type Facts,
  type Refusal,
  type RefusalCode,
} from './refusals.ts'
export { type LedgerRestore, restoreLedger } from './restore-entry.ts'
export {
  checkSignature,
  type SignatureAnswer,
  type SignatureQuestion,
  signatureType,
} from './script/check-signature.ts'
export { countSigops, inputSigops } from './script/count-sigops.ts'
export { isLockTimeMet, isSequenceMet, MAX_LOCK_HEIGHT } from './script/locks.ts'
export type { ScriptContext, Signer } from './script/machine.ts'
export { nhash256 } from './script/nhash.ts'
export { expiryOf, type Owed, owedBy, ownerHashOf } from './script/owner-hash.ts'
export {
  type KeyHash,
  type KOfN,
  parseCollectiveDebt,
  parseKOfN,
  parseStandard,
  parseStandardDebt,
  type StandardScript,
} from './script/parse-standard.ts'
export { minimalPush, numberPush } from './script/push.ts'
export { runScript, type ScriptResult } from './script/run-script.ts'
export type { ScriptError } from './script/script-error.ts'
export {
  collectiveDebtScript,
  collectiveScript,
  hashTimeLockScript,
  isScriptHash,
  keyHashScript,
  kOfNScript,
  recordHash,
  recordScript,
  recordScriptOf,
  scriptHashScript,
  stakeScript,
  standardDebtScript,
} from './script/standard.ts'
export {
  acceptanceDigest,
  computeSighash,
  isSighashType,
  penaltyDigest,
  SIGHASH_ALL,
  SIGHASH_ANYONECANPAY,
  SIGHASH_DEFAULT,
  SIGHASH_NONE,
  SIGHASH_SINGLE,
  type SighashContext,
  sighashContext,
  sighashOf,
} from './sighash.ts'
export {
  type Changes,
  inOwnMemory,
  MemoryState,
  memoryState,
  Overlay,
  type StateReader,
  undoOf,
} from './state.ts'
export type { OutputAt } from './state-effects.ts'
export {
  condemnedEntryBytes,
  decodePlacedOutput,
  decodeRecordEntry,
  decodeRoster,
  encodePlacedOutput,
  encodeRecordEntry,
  encodeRoster,
  outputEntryBytes,
  outputEntryOf,
  recordEntryBytes,
  rosterEntryBytes,
} from './state-entries.ts'
export { sortedEntryBytes, stateEntryBytes } from './state-entry-bytes.ts'
export {
  agentKey,
  agentPrefix,
  condemnedKey,
  debtKeyKey,
  debtKeyPrefix,
  keyOfRecordKey,
  OUTPUT_KEY_LENGTH,
  OUTPUT_PREFIX,
  outpointOfKey,
  outputKey,
  parseStandardDebtKey,
  recordKey,
  recordPrefix,
  rosterKey,
  standardDebtKey,
  standardDebtPrefix,
  TOTALS_KEY,
  tableBytes,
  tableName,
  tableOfRecordKey,
} from './state-keys.ts'
export { totalIndex, totals } from './totals.ts'
export {
  type Acceptance,
  CIRCULATION,
  CREDIT,
  CREDIT_KIND,
  DEBT,
  DEBT_LAYER,
  type Element,
  GROUP,
  type Input,
  type Kind,
  type Layer,
  MANAGEMENT,
  MAX_AMOUNT,
  NO_BUNDLE,
  type Outpoint,
  type Output,
  PENALTY,
  type PlacedOutput,
  RECORD,
  REWARD,
  STAKE,
  TRANSFER,
  type Transaction,
  VALUE,
} from './transaction.ts'
export { bundleIdOf, txidOf, wtxidOf } from './txid.ts'
export { formatAmount, parseAmount } from './units.ts'
export { runLedgerVector, type VectorOutput, vectorOutput } from './vectors.ts'
export type { RecordEntry, Roster, View } from './view.ts'
export { type ListedDebt, standardDebts, viewOf } from './view-of.ts'
