import { memberRoles } from './member-roles.ts'
import type { Sentences, Words } from './sentences.ts'

export const chineseWords: Readonly<Record<string, string>> = {
  transfer: '转移',
  credit: '信用',
  penalty: '处罚',
  group: '基础组变更',
  reward: '奖励',
  value: '价值',
  debt: '债务',
  management: '管理',
  circulation: '流通',
  'key-hash': '密钥哈希',
  'k-of-n': '多签密钥',
  'script-hash': '脚本哈希',
  collective: '集体',
  'hash-time-lock': '哈希时间锁，接收方',
  'standard-debt': '债务人',
  'collective-debt': '集体的债务',
  record: '记录',
  stake: '权益',
  other: '自定义脚本，哈希',
}

const details = ({ fact, who, has }: Words) =>
  [
    has('k') ? `以上 ${fact('n')} 把密钥中须有 ${fact('k')} 把签名` : '',
    has('commitment') ? `承诺 ${fact('commitment')}` : '',
    has('producer') ? `出块者 ${who('producer')}` : '',
    has('refundHeight') ? `自高度 ${fact('refundHeight')} 起退还 ${who('refund')}` : '',
    has('refundBlocks') ? `${fact('refundBlocks')} 个区块后退还 ${who('refund')}` : '',
    has('secretHash') ? `秘密的哈希 ${fact('secretHash')}` : '',
  ]
    .filter((part) => part !== '')
    .map((part) => `；${part}`)
    .join('')

const contractsOf = ({ fact, amount, who, has }: Omit<Words, 'word' | 'count'>) => {
  const lines: string[] = []
  for (let at = 0; has(`pay${at}`); at += 1)
    lines.push(`，付 ${amount(`pay${at}`)} 给 ${who(`payTo${at}`)}（“${fact(`payName${at}`)}”）`)
  return lines.join('')
}

/** What a member of the network does; no role at all ends membership. */
const rolesOf = (roles: string) => {
  const names = memberRoles(roles).map(
    (role) => ({ producer: '出块', voter: '投票', regulator: '监管' })[role],
  )
  return names.length === 0 ? '不再是网络成员' : `网络成员，职责：${names.join('、')}`
}

const recordDetails = ({ fact, amount, who, has, word }: Words) =>
  [
    has('status') ? `账户状态 ${fact('status')}，债务密钥哈希 ${who('debtor')}，代理人 ${who('agent')}` : '',
    has('ceiling') ? `上限 ${amount('ceiling')}，权限 ${fact('powers')}，上级 ${who('parent')}` : '',
    has('roles')
      ? `${rolesOf(fact('roles'))}；权益密钥 ${who('stakeKey')}，证书的 SHA256 ${fact('certificate')}`
      : '',
    has('level')
      ? `社区链创世 ${fact('genesis')}，完整性等级 ${fact('level')}，管理密钥 ${who('authorities')}`
      : '',
    has('anchored') ? `高度 ${fact('anchored')} 的检查点 ${fact('checkpoint')}` : '',
    has('reserve') ? `准备金归于${word('script')} ${who('reserve')}` : '',
    has('scheme') ? `${fact('scheme')} 集体，共 ${fact('weight')} 票，${fact('threshold')} 票通过` : '',
    has('members') ? `成员 ${fact('members')} 名` : '',
    has('orderTitle')
      ? `订单“${fact('orderTitle')}”，买方“${fact('buyer')}”：${wayOf({ fact, amount, has })}${contractsOf({ fact, amount, who, has })}`
      : '',
    has('fileHash') ? `${fact('events')} 条 EPCIS 事件，文件的 SHA256 为 ${fact('fileHash')}` : '',
    has('receiver')
      ? `转让电站 ${fact('station')} 的第 ${fact('firstSerial')} 至 ${fact('lastSerial')} 号证书（持有 ${fact('held')} 张中的 ${fact('count')} 张），由机构 ${who('giver')} 转给机构 ${who('receiver')}`
      : '',
  ]
    .filter((part) => part !== '')
    .map((part) => `；${part}`)
    .join('')

/** 订单如何付给供应方：全部认筹一次付清，或由合作社的授信支付、以买方货款归还。 */
const wayOf = ({ fact, amount, has }: Pick<Words, 'fact' | 'amount' | 'has'>) =>
  has('paidBy')
    ? `买方须在高度 ${fact('deadline')} 之前收货并支付 ${amount('need')}；由合作社的授信支付 ${fact('contracts')} 份合同`
    : `须在高度 ${fact('deadline')} 之前筹足 ${amount('need')}，一次付清 ${fact('contracts')} 份合同`

const size = ({ fact }: Words) => `该组由 ${fact('before')} 把密钥变为 ${fact('after')} 把`
const keyOf = ({ fact, has }: Words) =>
  has('keyText') && fact('keyText') !== fact('key') ? `${fact('keyText')}（${fact('key')}）` : fact('key')

/** 每种行一句话。One sentence for each kind of line. */
export const chineseSentences: Sentences = {
  act: ({ word }) => `行为：${word('kind')}，位于${word('layer')}层`,
  record: (words) =>
    `在表 ${words.fact('table')} 中写入记录 ${keyOf(words)}：${words.fact('bytes')} 字节，哈希 ${words.fact('valueHash')}${recordDetails(words)}`,
  'record-deleted': (words) => `删除表 ${words.fact('table')} 中的记录 ${keyOf(words)}`,
  'record-hidden': () => '写入一条本草稿未展示的记录：请勿签名',
  'group-add': (words) => `向基础组加入密钥 ${words.who('key')}；${size(words)}`,
  'group-remove': (words) => `从基础组移除密钥 ${words.who('key')}；${size(words)}`,
  'group-replace': (words) =>
    `将基础组的密钥 ${words.who('key')} 替换为 ${words.who('newKey')}；${size(words)}`,
  'group-hidden': () => '以本草稿未展示的方式变更基础组：请勿签名',
  spend: ({ fact, amount, who, word }) =>
    `花费${word('layer')}层的${word('element')} ${amount('amount')}，来自${word('script')} ${who('account')}（${fact('outputs')} 个输出）`,
  read: ({ fact, amount, who, word }) =>
    `引用${word('layer')}层的${word('element')} ${amount('amount')}，属于${word('script')} ${who('account')}（${fact('outputs')} 个输出，不花费）`,
  output: (words) =>
    `输出 ${words.fact('output')}：${words.word('element')} ${words.amount('amount')}，归于${words.word('script')} ${words.who('account')}${details(words)}`,
  debt: ({ fact, amount, who, word }) =>
    `输出 ${fact('output')}：${word('element')} ${amount('amount')}，由密钥哈希 ${who('account')} 承担，自高度 ${fact('expiryHeight')} 起逾期`,
  'collective-debt': ({ fact, amount, who, word }) =>
    `输出 ${fact('output')}：${word('element')} ${amount('amount')}，由集体 ${who('account')} 经成员表决承担，自高度 ${fact('expiryHeight')} 起逾期`,
  premium: ({ amount }) => `给出块者的溢价：${amount('amount')}`,
  fee: ({ amount }) => `手续费：${amount('amount')}`,
  others: ({ amount }) => `他人至少再投入 ${amount('amount')} 才生效，否则不发生任何支付`,
  'relative-lock': ({ fact }) => `输入 ${fact('input')} 所引用的输出须再经 ${fact('blocks')} 个区块`,
  'lock-time': ({ fact }) => `不早于高度 ${fact('height')}`,
  bundle: ({ fact }) => `仅与捆绑 ${fact('id')} 的其他行为一并生效`,
}
