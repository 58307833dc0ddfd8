public import SemperCoding
import SemperCryptography
public import SemperModel
public import SemperPayments

/// What is exchanged and how, as far as both parties sign it: salted commitments to the item descriptions, the fairness
/// level they were shown, how the originator opens, the complaint window, the ledgers, registries and issuers whose
/// signatures count, and the deal this belongs to (as a salted digest, so that an arbiter cannot link exchanges of one
/// deal).
public struct ExchangeBody: Hashable, Sendable, CanonicalValue {
  public static let mostItems = 64

  public let originatorItems: [ItemCommitment]
  public let responderItems: [ItemCommitment]
  public let level: FairnessLevel
  public let mode: OpeningMode
  public let window: Span
  public let ledgers: [PublicKey]
  public let context: Digest

  public init(
    originatorItems: [ItemCommitment], responderItems: [ItemCommitment], level: FairnessLevel,
    mode: OpeningMode = .direct, window: Span, ledgers: [PublicKey], context: Digest
  ) {
    self.originatorItems = originatorItems
    self.responderItems = responderItems
    self.level = level
    self.mode = mode
    self.window = window
    self.ledgers = ledgers
    self.context = context
  }

  public func items(of role: ExchangeRole) -> [ItemCommitment] {
    switch role {
    case .originator: originatorItems
    case .responder: responderItems
    }
  }

  /// By which rule the money that a party gives moves; a bond has its own. Where a bond stands for the responder's data, a
  /// failure also gives the originator what the responder pays, because the originator's items may be out already. What
  /// the originator pays comes back then, unless the responder has claimed it before.
  public func lockRule(of role: ExchangeRole) -> LockRule {
    level == .compensated && role == .responder ? .forfeit : .payment
  }

  public var digest: Digest { Digest(of: canonicalBytes, for: .exchangeBody) }

  /// The mode stands there only when it is not direct.
  public var json: JSON {
    .fields([
      "context": context.json, "ledgers": ledgers.json, "level": level.json,
      "mode": mode == .direct ? nil : mode.json,
      "originator": originatorItems.json, "responder": responderItems.json, "window": window.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    context = try fields.value("context")
    ledgers = try fields.value("ledgers")
    level = try fields.value("level")
    let written: OpeningMode? = try fields.optional("mode")
    guard written != .direct else {
      throw CodingError(.notCanonical, "direct opening goes without saying").inside("mode")
    }
    mode = written ?? .direct
    originatorItems = try fields.value("originator")
    responderItems = try fields.value("responder")
    window = try fields.value("window")
    try fields.close()
    let sizes = [originatorItems.count, responderItems.count]
    let places = Set((originatorItems + responderItems).map(\.path))
    guard sizes.allSatisfy((1...Self.mostItems).contains), places.count == sizes[0] + sizes[1] else {
      throw CodingError(.outOfRange, "each side gives 1 to \(Self.mostItems) items, and no two items have one path")
    }
  }
}
