import { roles } from '../../packages/api/src/index.ts'

/** Who is meant to see what is not the own organisation's, and to act on it (product.md, Roles). */
export const meantToReach: readonly string[] = [
  // Any authority may review what no other one took; without being an agent it goes no further.
  ...['credit.approve authority: agent-missing', 'credit.approve authority: application-step'],
  'credit.overrule authority: agent-missing',
  ...['credit.decline authority: ok', 'credit.review authority: ok'],
  // Any appraiser and any centre but the issuer's own may take works on.
  ...['rights.appraise appraiser: certification-step', 'rights.appraise appraiser: ok'],
  ...['rights.batch appraiser: ok', 'rights.batch certification-centre: ok'],
  // What is certified stands on the ledger for everybody.
  ...['rights.batch holder: ok', 'rights.batch issuer: ok', 'rights.batch regulator: ok'],
  'rights.batch trading-centre: ok',
  ...['appraiser', 'certification-centre', 'holder', 'issuer', 'regulator', 'trading-centre'].flatMap(
    (role) => [`rights.batches ${role}: named`, `rights.list ${role}: named`],
  ),
  'rights.certify certification-centre: certification-step',
  'rights.certify certification-centre: certifier-key-missing',
  'rights.certify certification-centre: own-certification',
  'rights.decline certification-centre: ok',
  // The operator who made the sample lets people in.
  'sample.invite node-operator: ok',
  'sample.read node-operator: named',
  // Credit is a matter of the whole network's admission, and of the authority that it is asked of.
  ...['credit.list admission: named', 'credit.list authority: named', 'credit.list regulator: named'],
  ...['credit.show admission: ok', 'credit.show authority: ok', 'credit.show regulator: ok'],
  ...['certificates.receivers holder: named', 'certificates.receivers trading-centre: named'],
  ...['certificates.list regulator: named', 'certificates.transfers regulator: named'],
  ...['settlement.list regulator: named'],
  // A regulator sees every collective, what it decided and what it owes.
  ...['debts', 'groups', 'history', 'loans', 'members', 'proposals', 'show'].map(
    (procedure) => `collectives.${procedure} regulator: ok`,
  ),
  'collectives.list regulator: named',
  // Who lets an authority see a score chooses it by its name.
  'standing.consents holder: named',
  // A studio chooses the other parties of a contract by their names.
  'studio.start holder: named',
  // What a channel lets players try is offered to every holder.
  ...['studio.offers holder: named', 'studio.tryTitle holder: ok'],
  ...['studio.tryTitle holder: module-off', 'studio.tryTitle holder: trials-most'],
  // The board of debt exchanges is everybody's who may list it; without coins of one's own it goes no further.
  ...['authority', 'holder', 'node-operator', 'regulator', 'settlement-centre', 'trading-centre'].map(
    (role) => `staking.offers ${role}: named`,
  ),
  ...['authority', 'holder', 'node-operator', 'settlement-centre', 'trading-centre'].flatMap((role) =>
    ['debt-not-found', 'no-account', 'offer-closed'].map((code) => `staking.take ${role}: ${code}`),
  ),
  // Orders are published to the whole network; without an account nobody pledges.
  ...['authority', 'holder', 'regulator', 'settlement-centre', 'trading-centre'].flatMap((role) => [
    ...[`coop.orders ${role}: named`, `coop.show ${role}: ok`, `coop.pledge ${role}: no-account`],
    ...[`coop.pledge ${role}: order-closed`, `coop.pledge ${role}: pledge-too-small`],
  ]),
  // Who takes cheques is told to everybody.
  ...roles.map((role) => `cheques.centres ${role}: named`),
  // Works are published to everybody; without an account nobody pays for them.
  ...roles.map((role) => `works.read ${role}: ok`),
  ...['authority', 'holder', 'issuer', 'regulator', 'settlement-centre', 'trading-centre'].map(
    (role) => `works.list ${role}: named`,
  ),
  ...['authority', 'holder', 'settlement-centre', 'trading-centre'].flatMap((role) => [
    ...[`works.tip ${role}: no-account`, `works.buy ${role}: no-account`],
    `works.buy ${role}: licences-gone`,
  ]),
  ...['authority', 'holder', 'issuer', 'settlement-centre', 'trading-centre'].flatMap((role) =>
    ['ok', 'reviewed-already'].map((code) => `works.review ${role}: ${code}`),
  ),
  ...['settlement.flows regulator: ok', 'settlement.read regulator: ok', 'settlement.report regulator: ok'],
]
