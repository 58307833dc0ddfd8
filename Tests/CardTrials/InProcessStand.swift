public import SemperChipper
import Synchronization

/// Cards in this process.
public final class InProcessStand: CardStand {
  private let cards = Mutex<(purse: Card<Purse>, module: Card<Module>)?>(nil)

  public init() {}

  public func insert(_ purse: Card<Purse>, _ module: Card<Module>) { cards.withLock { $0 = (purse, module) } }

  public func purse() throws -> any CardChannel { InProcessChannel(try present().purse) }
  public func module() throws -> any CardChannel { InProcessChannel(try present().module) }
  public func pullPurse() throws(CardFailure) { try present().purse.reset() }
  public func pullModule() throws(CardFailure) { try present().module.reset() }

  private func present() throws(CardFailure) -> (purse: Card<Purse>, module: Card<Module>) {
    guard let cards = cards.withLock({ $0 }) else { throw CardFailure(.noCard, "no card is in") }
    return cards
  }
}
