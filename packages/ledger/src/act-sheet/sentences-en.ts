import { memberRoles } from './member-roles.ts'
import type { Sentences, Words } from './sentences.ts'

export const englishWords: Readonly<Record<string, string>> = {
  'key-hash': 'key hash',
  'k-of-n': 'keys',
  'script-hash': 'script hash',
  'hash-time-lock': 'hash and time lock for',
  'standard-debt': 'debtor',
  'collective-debt': 'debt of collective',
  record: 'holder of a record',
  stake: 'stake of',
  other: 'a script of its own with hash',
}

const details = ({ fact, count, who, has }: Words) =>
  [
    has('k') ? `${fact('k')} of these ${fact('n')} keys sign` : '',
    has('commitment') ? `commits to ${fact('commitment')}` : '',
    has('producer') ? `producer ${who('producer')}` : '',
    has('refundHeight') ? `back to ${who('refund')} from height ${fact('refundHeight')}` : '',
    has('refundBlocks') ? `back to ${who('refund')} after ${count('refundBlocks', 'blocks', 'block')}` : '',
    has('secretHash') ? `secret with hash ${fact('secretHash')}` : '',
  ]
    .filter((part) => part !== '')
    .map((part) => `; ${part}`)
    .join('')

const contractsOf = ({ fact, amount, who, has }: Omit<Words, 'word' | 'count'>) => {
  const lines: string[] = []
  for (let at = 0; has(`pay${at}`); at += 1)
    lines.push(`, ${amount(`pay${at}`)} to ${who(`payTo${at}`)} (“${fact(`payName${at}`)}”)`)
  return lines.join('')
}

const recordDetails = ({ fact, count, amount, who, has, word }: Words) =>
  [
    has('status')
      ? `account status ${fact('status')}, debt key hash ${who('debtor')}, agent ${who('agent')}`
      : '',
    has('ceiling') ? `ceiling ${amount('ceiling')}, powers ${fact('powers')}, parent ${who('parent')}` : '',
    has('roles')
      ? `${rolesOf(fact('roles'))}; stake key ${who('stakeKey')}, SHA256 of the certificate ${fact('certificate')}`
      : '',
    has('level')
      ? `chain that begins with ${fact('genesis')}, integrity level ${fact('level')}, authorities ${who('authorities')}`
      : '',
    has('anchored') ? `checkpoint ${fact('checkpoint')} at height ${fact('anchored')}` : '',
    has('reserve') ? `the reserve lies under ${word('script')} ${who('reserve')}` : '',
    has('scheme')
      ? `${fact('scheme')} collective, ${fact('threshold')} of ${fact('weight')} votes decide`
      : '',
    has('members') ? count('members', 'members', 'member') : '',
    has('orderTitle')
      ? `order “${fact('orderTitle')}” for “${fact('buyer')}”: ${wayOf({ fact, count, amount, has })}${contractsOf({ fact, amount, who, has })}`
      : '',
    has('fileHash')
      ? `${count('events', 'EPCIS events', 'EPCIS event')} of a file with SHA256 ${fact('fileHash')}`
      : '',
    has('receiver')
      ? `hands over certificates ${fact('firstSerial')} to ${fact('lastSerial')} of station ${fact('station')} (${fact('count')} of ${fact('held')}), from organisation ${who('giver')} to organisation ${who('receiver')}`
      : '',
  ]
    .filter((part) => part !== '')
    .map((part) => `; ${part}`)
    .join('')

/** What a member of the network does; no role at all ends membership. */
const rolesOf = (roles: string) => {
  const names = memberRoles(roles).map(
    (role) => ({ producer: 'makes blocks', voter: 'votes', regulator: 'regulates' })[role],
  )
  return names.length === 0
    ? 'no member of the network any more'
    : `member of the network that ${names.join(', ')}`
}

/** How an order's suppliers are paid: by all its pledges, or by credit that its buyers' value pays back. */
const wayOf = ({ fact, count, amount, has }: Pick<Words, 'fact' | 'count' | 'amount' | 'has'>) =>
  has('paidBy')
    ? `its buyers pay ${amount('need')} on delivery before height ${fact('deadline')}; credit of the co-op pays ${count('contracts', 'contracts', 'contract')}`
    : `needs ${amount('need')} before height ${fact('deadline')} and pays ${count('contracts', 'contracts', 'contract')} at once`

const size = ({ fact, count }: Words) =>
  `the group had ${count('before', 'keys', 'key')} and then has ${fact('after')}`
const keyOf = ({ fact, has }: Words) =>
  has('keyText') && fact('keyText') !== fact('key') ? `${fact('keyText')} (${fact('key')})` : fact('key')

/** One sentence for each kind of line. */
export const englishSentences: Sentences = {
  act: ({ fact }) => `Act: ${fact('kind')}, in the ${fact('layer')} layer`,
  record: (words) =>
    `Writes record ${keyOf(words)} in table ${words.fact('table')}: ${words.count('bytes', 'bytes', 'byte')} with hash ${words.fact('valueHash')}${recordDetails(words)}`,
  'record-deleted': (words) => `Deletes record ${keyOf(words)} in table ${words.fact('table')}`,
  'record-hidden': () => 'Writes a record that this draft does not show: do not sign',
  'group-add': (words) => `Adds key ${words.who('key')} to the group; ${size(words)}`,
  'group-remove': (words) => `Removes key ${words.who('key')} from the group; ${size(words)}`,
  'group-replace': (words) =>
    `Replaces key ${words.who('key')} of the group by ${words.who('newKey')}; ${size(words)}`,
  'group-hidden': () => 'Changes a group in a way that this draft does not show: do not sign',
  spend: ({ fact, count, amount, who, word }) =>
    `Spends ${amount('amount')} ${fact('element')} of the ${fact('layer')} layer from ${word('script')} ${who('account')} (${count('outputs', 'outputs', 'output')})`,
  read: ({ fact, count, amount, who, word }) =>
    `Draws on ${amount('amount')} ${fact('element')} of the ${fact('layer')} layer under ${word('script')} ${who('account')} (${count('outputs', 'outputs', 'output')}, not spent)`,
  output: (words) =>
    `Output ${words.fact('output')}: ${words.amount('amount')} ${words.fact('element')} to ${words.word('script')} ${words.who('account')}${details(words)}`,
  debt: ({ fact, amount, who }) =>
    `Output ${fact('output')}: ${amount('amount')} ${fact('element')} owed by key hash ${who('account')}, overdue from height ${fact('expiryHeight')}`,
  'collective-debt': ({ fact, amount, who }) =>
    `Output ${fact('output')}: ${amount('amount')} ${fact('element')} owed by collective ${who('account')} by its members’ vote, overdue from height ${fact('expiryHeight')}`,
  premium: ({ amount }) => `Premium to the producer: ${amount('amount')}`,
  fee: ({ amount }) => `Fee: ${amount('amount')}`,
  others: ({ amount }) => `Holds only if others add at least ${amount('amount')}; else nothing is paid`,
  'relative-lock': ({ fact, count }) =>
    `Not before ${count('blocks', 'blocks', 'block')} after what input ${fact('input')} names`,
  'lock-time': ({ fact }) => `Not before height ${fact('height')}`,
  bundle: ({ fact }) => `Only together with the other acts of bundle ${fact('id')}`,
}
