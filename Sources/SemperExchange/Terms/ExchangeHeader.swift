public import SemperCoding
import SemperCryptography
public import SemperModel

/// The part of the exchange terms that an abort shows to the arbiter: keys, nonces, commitments, arbiter and the end of
/// time for this exchange. Nothing in it tells what is exchanged.
public struct ExchangeHeader: Hashable, Sendable, CanonicalValue {
  /// The protocol and its algorithms; there is one.
  public static let suite = "fx4/p256-x25519-sha256"

  public let originator: PartyTerms
  public let responder: PartyTerms
  public let arbiter: ArbiterTerms
  /// After this time the arbiter aborts what it has not decided.
  public let closes: Timestamp

  public init(
    originator: PartyTerms, responder: PartyTerms, arbiter: ArbiterTerms, closes: Timestamp
  ) {
    self.originator = originator
    self.responder = responder
    self.arbiter = arbiter
    self.closes = closes
  }

  public func party(_ role: ExchangeRole) -> PartyTerms {
    switch role {
    case .originator: originator
    case .responder: responder
    }
  }

  public var digest: Digest { Digest(of: canonicalBytes, for: .exchangeHeader) }

  public var json: JSON {
    .fields([
      "arbiter": arbiter.json, "closes": closes.json, "originator": originator.json,
      "responder": responder.json, "suite": Self.suite.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let suite: String = try fields.value("suite")
    guard suite == Self.suite else {
      throw CodingError(.outOfRange, "the exchange suite “\(suite.prefix(40))” is not known").inside("suite")
    }
    originator = try fields.value("originator")
    responder = try fields.value("responder")
    arbiter = try fields.value("arbiter")
    closes = try fields.value("closes")
    try fields.close()
    guard originator.key != responder.key else {
      throw CodingError(.outOfRange, "the two parties of an exchange have different keys")
    }
  }
}
