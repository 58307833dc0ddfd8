public import SemperCoding
import SemperExchange
public import SemperModel

/// How a party ends its exchange with its peer when the arbiter stays away: by giving everything back, or by paying in full
/// for data that it has. Who has locked money proposes, or the originator where nobody has; the other agrees, to have
/// everything back only after its own questions to the arbiter have stayed unanswered as long.
public struct PartySettling: Hashable, Sendable, CanonicalValue {
  /// How long the arbiter is called in vain before this party proposes.
  public var after: Span
  /// How long the peer may agree; longer than the peer asks the arbiter before it does.
  public var within: Span

  public init(after: Span, within: Span) {
    self.after = after
    self.within = within
  }

  /// Whether it is this side that may propose: either, where both have locked money.
  func proposes(_ side: ExchangeSide) -> Bool {
    let payers = ExchangeRole.allCases.filter { role in
      side.items(of: role).contains { $0.description.itemClass.standsAtLedger }
    }
    return payers.isEmpty ? side.role == .originator : payers.contains(side.role)
  }

  public var json: JSON { .fields(["after": after.json, "within": within.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    after = try fields.value("after")
    within = try fields.value("within")
    try fields.close()
  }
}
