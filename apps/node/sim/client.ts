import { blockHash, decodeBlock } from '@vc/consensus'
import { fromHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type Coin, payToSelf } from '../test/transfers.ts'
import type { Member, World } from './member.ts'

/** Pays coins round and round, at whichever member answers, with the same bytes until one takes them. */
export class Client {
  readonly acknowledged: { readonly txid: string; readonly at: number }[] = []
  readonly #world: World
  readonly #members: readonly Member[]
  readonly #coins: Coin[]
  readonly #network: Uint8Array
  #pending: ReturnType<typeof payToSelf> | undefined

  constructor(world: World, members: readonly Member[]) {
    this.#world = world
    this.#members = members
    this.#coins = [...world.founded.coins]
    const decoded = decodeBlock(world.founded.genesis, world.founded.genesis.length)
    if (!decoded.ok) throw new Error(decoded.refusal.code)
    this.#network = blockHash(decoded.value.header)
  }

  step(): void {
    const { founded, random } = this.#world
    const turn = this.acknowledged.length % this.#coins.length
    const coin = must(this.#coins[turn], 'a coin')
    this.#pending ??= payToSelf(founded.owner, coin, 10n, this.#network)
    const payment = this.#pending
    const member = random.pick(this.#members)
    const node = member.running
    if (!node) return
    member.run(() => {
      if (!node.face.submit([fromHex(payment.hex)]).accepted) return
      this.acknowledged.push({ txid: payment.txid, at: this.#world.events.now })
      this.#coins[turn] = payment.coin
      this.#pending = undefined
    })
  }
}
