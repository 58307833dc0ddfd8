public import SemperCoding
public import SemperModel

/// Which decisions of the arbiter move locked money, and to whom. The one place where this is said, for every ledger.
public enum LockRule: String, Sendable, CaseIterable, CanonicalValue {
  /// To the payee by the opening or a resolution; back to the payer by an abort or a failure.
  case payment
  /// As a payment, but a failure gives it to the payee, whose own items are out already.
  case forfeit
  /// To the payee only by a failure; back to the payer by an abort, a resolution, or the payee's acceptance.
  case bond

  /// Whether the item's opening gives the money to the payee.
  public var opens: Bool {
    switch self {
    case .payment, .forfeit: true
    case .bond: false
    }
  }

  /// Whether the payee's acceptance gives the money back.
  public var endsByAcceptance: Bool {
    switch self {
    case .bond: true
    case .payment, .forfeit: false
    }
  }

  /// Whether this decision gives the money to the payee.
  public func pays(on verdict: ArbiterDecision.Verdict) -> Bool {
    switch (self, verdict) {
    case (.payment, .resolved), (.forfeit, .resolved), (.forfeit, .failed), (.bond, .failed): true
    case (.payment, .failed), (.bond, .resolved), (_, .aborted), (_, .pending), (_, .disclosed): false
    }
  }

  /// Whether this decision gives the money back to the payer.
  public func returns(on verdict: ArbiterDecision.Verdict) -> Bool {
    switch verdict {
    case .aborted: true
    case .failed: self == .payment
    case .resolved: self == .bond
    case .pending, .disclosed: false
    }
  }

  /// Refuses (`lockInvalid`) a decision that gives the payee nothing.
  public func requirePays(on verdict: ArbiterDecision.Verdict) throws(Refusal) {
    guard pays(on: verdict) else {
      throw Refusal(.lockInvalid, blame: .peer, "a “\(verdict.rawValue)” decision gives nothing to the payee")
    }
  }

  /// Refuses (`lockInvalid`) a decision that gives the payer nothing.
  public func requireReturns(on verdict: ArbiterDecision.Verdict) throws(Refusal) {
    guard returns(on: verdict) else {
      throw Refusal(.lockInvalid, blame: .peer, "a “\(verdict.rawValue)” decision gives nothing back to the payer")
    }
  }
}
