export { type Comparison, compareRows, type Difference } from './audit/compare-rows.ts'
export {
  type LedgerBook,
  type LedgerRow,
  type LedgerRows,
  type LedgerTable,
  ledgerBook,
  ledgerTables,
} from './audit/ledger-rows.ts'
export {
  type PackProgress,
  type PackRefusal,
  type PackVerdict,
  packBlockLine,
  packConfigurationLine,
  packHeadLine,
  packManifestLine,
  packProposalLine,
  packRowLine,
  verifyPack,
} from './audit/pack.ts'
export { openReplay, type Replay, type ReplayRefusal, type ReplayStep } from './audit/replay.ts'
export { beaconAt, beaconOf, epochBeacon, epochOf, nextMix } from './beacon.ts'
export { bitcoinOutputs, burnScript } from './bitcoin/burn-output.ts'
export { type BitcoinHeader, readBitcoinHeader } from './bitcoin/header.ts'
export { type BitcoinCode, BitcoinHeaders, type BitcoinRules, bitcoinRules } from './bitcoin/header-chain.ts'
export { type BlockPlan, type BuiltBlock, buildBlock, signHeader } from './build-block.ts'
export {
  certificateOf,
  chooseVote,
  isCertificate,
  isSameCheckpoint,
  isSameLink,
  isVoteSigned,
  justify,
  quorumOf,
  signVote,
} from './checkpoints.ts'
export { claimTurns, isClaimHeight, stakeMayFrom } from './claims/claim-turn.ts'
export { claimedHeight, judgeClaim, judgeClaims } from './claims/judge-claims.ts'
export { type MadeClaim, type MakeBurnCode, makeBurnClaim } from './claims/make-burn-claim.ts'
export { type MakeNotaryCode, makeNotaryClaim } from './claims/make-notary-claim.ts'
export { claimIdOf, claimPayload, readClaimPayload } from './claims/payload.ts'
export { claimsFor, type RecordedClaim } from './claims/recorded-claims.ts'
export {
  type Block,
  decodeBlock,
  decodeBlockStart,
  encodeBlock,
  transactionRoot,
  witnessRoot,
} from './codec/block.ts'
export {
  type Certificate,
  type Claim,
  decodeClaim,
  EMPTY_EXTENSION,
  type Evidence,
  type Extension,
  encodeClaim,
  encodeExtension,
  extensionRoot,
  readCertificate,
  readEvidence,
  readExtension,
  writeCertificate,
  writeEvidence,
} from './codec/extension.ts'
export {
  type BlockReader,
  blockHash,
  blockMessage,
  decodeHeader,
  encodeHeader,
  type Header,
  headerInOwnMemory,
  NO_STAKE,
  readHeader,
  stakeOf,
  writeHeader,
  ZERO_HASH,
} from './codec/header.ts'
export {
  decodeNotice,
  encodeNotice,
  MOST_NOTICE_TEXT,
  type Notice,
  type NoticeBody,
  type NoticeKind,
  noticeMessage,
} from './codec/notice.ts'
export {
  type Checkpoint,
  decodeVote,
  encodeVote,
  type Link,
  type Vote,
  voteHash,
  voteMessage,
} from './codec/vote.ts'
export { type CommitmentChain, commitmentChain } from './commitment-chain.ts'
export { compactOf, targetOf, weightOf } from './compact.ts'
export {
  ballotsFor,
  type Count,
  countBallots,
  passedByCount,
  passedProposals,
} from './configuration/ballots.ts'
export { canonicalBytes, type Json } from './configuration/canonical-json.ts'
export { commitOf, type DocumentCommit } from './configuration/commit-of.ts'
export {
  type ConfigurationCode,
  type ConfigurationDocument,
  configurationId,
  encodeConfiguration,
  parseConfiguration,
  wrongDocument,
} from './configuration/document.ts'
export { type ProposalDraft, readDraft } from './configuration/draft.ts'
export { mayHavePassed } from './configuration/may-have-passed.ts'
export {
  inForceAt,
  type NextConfiguration,
  nextConfiguration,
  PROTOCOL,
  wrongHistory,
} from './configuration/next-configuration.ts'
export {
  development,
  type GenesisParameters,
  ledgerConfiguration,
  MOST_BLOCK_BYTES,
  type Parameters,
  production,
} from './configuration/parameters.ts'
export {
  areRivals,
  encodeProposal,
  fixedParameters,
  judgeProposal,
  type Proposal,
  type ProposalCode,
  parseProposal,
  proposalId,
  targetIdOf,
  targetOfProposal,
} from './configuration/proposal.ts'
export { type BlockContext, type ParentBlock, placeOf, stateBefore } from './context.ts'
export {
  type CustodyTerms,
  type EntrustedStake,
  type Reward,
  type RewardShare,
  splitRewards,
  WHOLE_SHARE,
} from './custody/split-rewards.ts'
export { type StakeFacts, type StakeStanding, stakeStanding } from './custody/stake-standing.ts'
export { drawProof, drawWins } from './draw.ts'
export {
  accusedBy,
  doHeadersConflict,
  doVotesConflict,
  evidenceOf,
  isEvidence,
  isHeaderSigned,
  isProof,
} from './evidence.ts'
export { findSlot, type WonSlot } from './find-slot.ts'
export { BlockTree } from './fork-choice/block-tree.ts'
export { type Condemnation, canDisown, condemnationsOf, wasOverdue } from './fork-choice/disowned.ts'
export { FinalityCount, type FinalityGround, type VoteOutcome } from './fork-choice/finality-count.ts'
export { preferVersion, type Version } from './fork-choice/prefer-version.ts'
export { drawName, isSameHeader, type TreeBlock, treeBlockOf } from './fork-choice/tree-block.ts'
export { applyGenesis, type GenesisSpec, genesis, genesisConfiguration, judgeGenesis } from './genesis.ts'
export { type BlockVerdict, judgeBlock } from './judge-block.ts'
export { type HeaderGround, isMature, judgeHeader, mayProduce, type Right } from './judge-header.ts'
export { type EntrySum, Lattice } from './lattice.ts'
export {
  finalRecordedBy,
  isMember,
  isVoterNow,
  type Member,
  MOST_VOTERS,
  members,
  recordedJustified,
  votersFor,
  votersNow,
} from './members.ts'
export { genesisBitsOf, type HeadersBack, nextBits, retarget } from './next-bits.ts'
export { haltsAt, isNoticeSigned, isRegulator, signNotice } from './notices.ts'
export { numberOf } from './number-of.ts'
export type { Outside } from './outside.ts'
export {
  blocksOfDay,
  type CreditAllowance,
  type CreditBound,
  type CreditGround,
  type CreditPolicy,
  creditAllowed,
  creditGround,
  dailyCredit,
  MOST_RESERVE_SHARE,
  OPEN_POLICY,
  openCredit,
} from './policy/credit-policy.ts'
export { nextWindow, nextWindows, type WindowPast } from './policy/next-window.ts'
export {
  type DemandStep,
  type Regulation,
  type RegulationDay,
  type RegulationPlan,
  type StepAnswer,
  simulateRegulation,
} from './policy/regulation.ts'
export {
  isOnline,
  judgeProducerChanges,
  type ProducerChange,
  type ProducerRefusal,
} from './producers/judge-producer-changes.ts'
export { type MemberStanding, memberStandings, type SeenBlock } from './producers/member-standing.ts'
export { recomputedStateHash, stateEntries } from './recomputed-state-hash.ts'
export { type BlockCode, type BlockRefusal, isHeaderCode, isOtherBody, isTransient } from './refusals.ts'
export { rewardTransactions, splitCarry, splitFees } from './rewards.ts'
export { roomOf } from './room.ts'
export type { DroppedCandidate } from './select-transactions.ts'
export { isBodyOf, judgeSnapshot, type Snapshot, type SnapshotGround } from './snapshot/judge-snapshot.ts'
export { keepsVoters } from './snapshot/recent-past.ts'
export type { SnapshotCode, SnapshotRefusal } from './snapshot/restore-entries.ts'
export {
  type InPieces,
  type RestoreInto,
  restoreEntries,
  restoreInMemory,
} from './snapshot/restore-entries.ts'
export {
  type ChainEntry,
  chainEntry,
  findStake,
  genesisTime,
  isSuspended,
  lastFees,
  netValue,
  type Stake,
  stakes,
} from './state-entries.ts'
