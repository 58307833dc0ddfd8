public import SemperCoding
public import SemperModel

/// What a deal's security attributes demand of the means of payment. They come from the container and the planner, not from
/// anybody's taste: an option that breaks one is no option.
public struct PaymentDemands: Hashable, Sendable, CanonicalValue {
  /// How little the payee may learn of the payer at most.
  public let anonymity: PaymentProperties.PayerAnonymity
  /// Whether the money has to be locked for a fair exchange.
  public let needsLock: Bool
  /// How long a hold must last at least, where the lock is one.
  public let lockFor: Span

  public init(
    anonymity: PaymentProperties.PayerAnonymity = .none, needsLock: Bool = false, lockFor: Span = Span(seconds: 0)
  ) {
    self.anonymity = anonymity
    self.needsLock = needsLock
    self.lockFor = lockFor
  }

  /// Both demands together.
  public func joined(with other: PaymentDemands) -> PaymentDemands {
    PaymentDemands(
      anonymity: max(anonymity, other.anonymity), needsLock: needsLock || other.needsLock,
      lockFor: max(lockFor, other.lockFor))
  }

  /// Refuses (`notAnonymous`, `lockMissing`) a means of payment that does not do what is demanded.
  public func require(_ properties: PaymentProperties) throws(Refusal) {
    guard properties.payerAnonymity >= anonymity else {
      throw Refusal(
        .notAnonymous, blame: .us,
        "the deal demands a payer that is “\(anonymity.rawValue)”; here it is “\(properties.payerAnonymity.rawValue)”")
    }
    guard needsLock else { return }
    switch properties.lock {
    case .record: return
    case .hold(let longest):
      guard longest >= lockFor else {
        throw Refusal(.lockMissing, blame: .us, "the hold ends after \(longest); the exchange needs \(lockFor)")
      }
    case .none: throw Refusal(.lockMissing, blame: .us, "the fair exchange needs a lock, which this system has not")
    }
  }

  public var json: JSON {
    .fields(["anonymity": anonymity.json, "lock": needsLock.json, "lockFor": lockFor.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    anonymity = try fields.value("anonymity")
    needsLock = try fields.value("lock")
    lockFor = try fields.value("lockFor")
    try fields.close()
  }
}
