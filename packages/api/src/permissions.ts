/** What a membership makes of a person (product.md, Roles). Being an admin is a flag beside the role. */
export const roles = [
  'admission',
  'authority',
  'holder',
  'issuer',
  'appraiser',
  'certification-centre',
  'trading-centre',
  'settlement-centre',
  'node-operator',
  'regulator',
] as const
export type Role = (typeof roles)[number]

/** `member`: anyone signed in. `admin`: who has the admin flag in the active organisation, whatever the role. */
export type Grantee = Role | 'member' | 'admin'

/** Who may do what. The whole answer stands on this page; what moves money or rights needs a key besides. */
export const permissions = {
  'account.admit': ['authority'],
  'account.read': ['member'],
  'identity.keep': ['holder'],
  'identity.read': ['admission', 'authority'],
  'account.pay': ['holder', 'authority', 'settlement-centre', 'trading-centre'],
  'foundation.read': ['admission', 'authority', 'node-operator', 'regulator'],
  'foundation.propose': ['admission', 'authority'],
  'credit.apply': ['holder'],
  'credit.import': ['holder'],
  'credit.review': ['authority'],
  'credit.approve': ['authority'],
  'credit.accept': ['holder'],
  'credit.repay': ['holder'],
  'credit.transfer': ['holder'],
  'credit.restructure': ['authority'],
  'credit.write-off': ['authority', 'admission'],
  'credit.ceiling': ['admission', 'authority'],
  'credit.list': ['admission', 'authority', 'holder', 'regulator'],
  'debtor.list': ['admission', 'authority', 'regulator'],
  'debtor.name': ['admission', 'authority'],
  'score.own': ['holder'],
  'score.watch': ['authority', 'regulator'],
  'score.answer': ['authority'],
  'score.record': ['regulator'],
  'right.import': ['issuer'],
  'right.register': ['issuer'],
  'right.appraise': ['appraiser'],
  'right.certify': ['certification-centre'],
  'right.sell': ['issuer', 'holder', 'trading-centre'],
  'right.check': ['member'],
  'right.list': ['issuer', 'appraiser', 'certification-centre', 'trading-centre', 'holder', 'regulator'],
  'certificate.import': ['trading-centre'],
  'certificate.issue': ['trading-centre'],
  'certificate.transfer': ['trading-centre', 'holder'],
  'certificate.account': ['trading-centre', 'regulator'],
  'certificate.list': ['trading-centre', 'holder', 'regulator'],
  'carbon.report': ['holder', 'trading-centre'],
  'carbon.manage': ['trading-centre', 'regulator'],
  'carbon.list': ['trading-centre', 'holder', 'regulator'],
  'collective.list': ['holder', 'regulator'],
  'collective.register': ['holder'],
  'collective.propose': ['holder'],
  'collective.vote': ['holder'],
  'stake.list': ['holder', 'authority', 'settlement-centre', 'trading-centre', 'node-operator', 'regulator'],
  'stake.move': ['holder', 'authority', 'settlement-centre', 'trading-centre', 'node-operator'],
  'stake.produce': ['node-operator'],
  'exchange.list': [
    'holder',
    'authority',
    'settlement-centre',
    'trading-centre',
    'node-operator',
    'regulator',
  ],
  'exchange.trade': ['holder', 'authority', 'settlement-centre', 'trading-centre', 'node-operator'],
  'coop.list': ['holder', 'authority', 'settlement-centre', 'trading-centre', 'regulator'],
  'coop.publish': ['holder'],
  'coop.pledge': ['holder', 'authority', 'settlement-centre', 'trading-centre'],
  'studio.list': ['holder'],
  'studio.contract': ['holder'],
  'studio.state': ['holder'],
  'studio.pay': ['holder'],
  'work.list': ['holder', 'issuer', 'authority', 'settlement-centre', 'trading-centre', 'regulator'],
  'work.register': ['holder'],
  'work.pay': ['holder', 'authority', 'settlement-centre', 'trading-centre'],
  'work.review': ['holder', 'issuer', 'authority', 'settlement-centre', 'trading-centre'],
  'studio.play': ['holder'],
  'trade.record': ['holder', 'authority', 'settlement-centre', 'trading-centre'],
  'provenance.list': ['holder', 'regulator'],
  'provenance.write': ['holder'],
  'audit.run': ['regulator'],
  'audit.trace': ['regulator'],
  'audit.watch': ['regulator'],
  'audit.export': ['regulator'],
  'audit.log': ['regulator', 'admin'],
  'audit.open-sealed': ['regulator'],
  'audit.stop': ['regulator'],
  'settlement.import': ['settlement-centre'],
  'settlement.net': ['settlement-centre'],
  'settlement.approve': ['settlement-centre'],
  'settlement.run': ['settlement-centre'],
  'settlement.list': ['settlement-centre', 'regulator'],
  'cheque.sign': ['holder'],
  'cheque.present': ['holder', 'authority', 'settlement-centre', 'trading-centre'],
  'organisation.read': ['member'],
  'organisation.invite': ['admin'],
  'organisation.revoke-key': ['admin'],
  'organisation.revoke-person': ['admin'],
  'organisation.readmit': ['admin'],
  'organisation.add': ['admission'],
  'network.read': ['member'],
  'network.node': ['node-operator', 'regulator'],
  'network.sample': ['node-operator'],
  'network.policy': ['node-operator'],
  'network.vote': ['node-operator'],
  'community.read': ['member'],
  'community.write': [
    'holder',
    'issuer',
    'trading-centre',
    'certification-centre',
    'authority',
    'settlement-centre',
  ],
  'scenario.run': ['holder', 'issuer'],
  'job.read': ['member'],
} as const satisfies Record<string, readonly Grantee[]>

export type Permission = keyof typeof permissions

/** Says whether a membership with this role and admin flag has the permission. */
export function may(member: { role: Role; isAdmin: boolean }, permission: Permission): boolean {
  const grantees: readonly Grantee[] = permissions[permission]
  return (
    grantees.includes('member') ||
    grantees.includes(member.role) ||
    (member.isAdmin && grantees.includes('admin'))
  )
}

/** Says whether a text from outside names a role. */
export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)
