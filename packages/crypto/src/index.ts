export {
  type AccountFacts,
  type AccountFault,
  accountFault,
  accountKeyAt,
  accountOf,
  accountSecret,
  accountTree,
  MAIN_STEPS,
  type TreeKey,
} from './account-keys.ts'
export { type Address, type AddressPrefix, formatAddress, parseAddress } from './address.ts'
export { type Assertion, actChallenge, decodeAssertion, encodeAssertion } from './assertion.ts'
export {
  BALLOT_ENTRY_BYTES,
  type Ballot,
  type BallotDescriptor,
  type BallotMember,
  ballotDescriptor,
  ballotMembers,
  ballotVoters,
  castBallot,
  decodeBallotDescriptor,
  encodeBallotMember,
  firstBallotLink,
  isBallot,
  isBallotMember,
  isBallotWitness,
  joinBallots,
  type ListPart,
  nextBallotLink,
  readBallotPart,
  registerBallotMember,
} from './ballot.ts'
export {
  type BallotCurve,
  type BallotSigner,
  ballotPublicKey,
  nobleBallotCurve,
  nobleBallotSigner,
} from './ballot-keys.ts'
export { ballotSecret } from './ballot-secret.ts'
export { decodeBase64url, encodeBase64url } from './base64url.ts'
export {
  bytesToNumber,
  byteText,
  compareBytes,
  concatBytes,
  equalBytes,
  fromHex,
  numberToBytes,
  parseHex,
  textBytes,
  toHex,
  utf8,
} from './bytes.ts'
export {
  checkAssertion,
  clientDataHead,
  isAssertionForAct,
  isAssertionSigned,
  type RelyingParty,
} from './check-assertion.ts'
export {
  addToCollective,
  type CollectiveCredential,
  collectiveDescriptor,
  collectiveId,
  decodeDescriptor,
  isCredential,
  isRollOf,
  removeFromCollective,
  verifyCollective,
} from './collective.ts'
export { type CollectiveArithmetic, plainArithmetic } from './collective-arithmetic.ts'
export { type CollectiveChecks, collectiveChecks, plainCollectiveChecks } from './collective-checks.ts'
export {
  type CredentialAsk,
  collectiveSecret,
  credentialMember,
  credentialOf,
  credentialSecret,
  listedCredential,
  scalarOf,
} from './collective-member.ts'
export {
  answerVote,
  type CollectiveMember,
  commitToVote,
  isVoteAnswer,
  joinVote,
  makeCredential,
  requestVote,
  type VoteCommitment,
  type VoteNonces,
  type VoteRequest,
  type Voter,
  type WrittenRequest,
} from './collective-vote.ts'
export { deriveChildKey } from './derive-child-key.ts'
export { ed25519PublicKey, isEd25519Key, signEd25519, verifyEd25519 } from './ed25519.ts'
export {
  deriveKey,
  derivePublic,
  type ExtendedPrivateKey,
  type ExtendedPublicKey,
  parseExtendedKey,
  parsePath,
} from './extended-key.ts'
export {
  hash160,
  hash256,
  ripemd160,
  sha1,
  sha256,
  sha256Into,
  shake128,
  sumShakes,
  taggedHash,
} from './hash.ts'
export { isPublicKey } from './is-public-key.ts'
export { type ListChange, type ListedMember, listAfter, listDescriptor } from './list-descriptor.ts'
export { type Inclusion, inclusionProof, merkleRoot, verifyInclusion } from './merkle.ts'
export { comparisonWords, isMnemonic, mnemonicEntropy, mnemonicToSeed, newMnemonic } from './mnemonic.ts'
export { isLowP256Signature, normaliseP256Signature, p256PublicKey, signP256, verifyP256 } from './p256.ts'
export { schnorrPublicKey, signSchnorr, useSchnorrKeys, verifySchnorr } from './schnorr.ts'
export { nobleChecks, type SignatureChecks } from './signature-checks.ts'
export { cryptoVectorKinds, runCryptoVector } from './vectors.ts'
export { readVoteRequest, writeVoteRequest } from './vote-request.ts'
export { x25519PublicKey, x25519Shared } from './x25519.ts'
