import type { PackRefusal } from '@vc/consensus'

const sentences: Readonly<Record<PackRefusal['code'], string>> = {
  'pack-malformed': 'This is not an audit pack, or a line of it is missing or can not be read.',
  'pack-manifest':
    'The pack was altered or cut after it was made: its lines do not give the root of its manifest.',
  'pack-configuration': 'The configuration in the pack is not the one by which its blocks were made.',
  'pack-block': 'A block in the pack breaks the rules of the ledger.',
  'pack-network': 'The pack says that it is of another network than its first block is.',
  'pack-head': 'The pack ends with another block than it says.',
  'pack-totals': 'The totals in the pack are not those of its blocks.',
  'pack-row': 'A row that the portal showed is not what the ledger says.',
}

/** What is wrong with a pack, as a sentence. */
export const packSentence = (code: PackRefusal['code']): string => sentences[code]
