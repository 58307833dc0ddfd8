import SemperCommerce
import SemperExchange

/// For whom a deal waits.
enum DealWait: String, CaseIterable {
  case seller, arbiter, bank, person

  /// Who has the next move; the seller where nobody else has, also when the goods are still on their way.
  init(of machine: DealMachine) {
    let waits = machine.outstandingActions.map(Self.wait)
    self = [.person, .arbiter, .bank].first(where: waits.contains) ?? .seller
  }

  private static func wait(for action: DealAction) -> DealWait {
    switch action {
    case .decide, .choose, .fill, .take, .exchange(.settlement(.judge)): .person
    case .exchange(.askArbiter), .hear: .arbiter
    case .hand, .exchange(.lock), .exchange(.secure), .exchange(.release), .exchange(.settlement(.follow)),
      .exchange(.settlement(.settle)):
      .bank
    case .exchange(.sign), .exchange(.send), .exchange(.fetchGoods), .exchange(.checkGoods), .exchange(.wait),
      .exchange(.settlement(.propose)), .sign, .send, .listen, .wait, .close:
      .seller
    }
  }
}
