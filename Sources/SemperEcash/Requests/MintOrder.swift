public import SemperCryptography
public import SemperModel

/// A request whose signatures all verify, by its kind.
public enum MintOrder: Sendable {
  case withdraw(VerifiedStatement<MintWithdrawal>)
  case deposit(VerifiedStatement<MintDeposit>)
  case swap(VerifiedStatement<MintSwap>)
  case recoup(VerifiedStatement<MintRecoup>)
  case refresh(VerifiedStatement<MintRefresh>)
  case reveal(VerifiedStatement<MintRefreshReveal>)
  case lock(VerifiedStatement<MintLock>)
  case claim(VerifiedStatement<MintClaim>)
  case refund(VerifiedStatement<MintRefund>)
  case settle(VerifiedStatement<MintSettlement>)
  case freeze(VerifiedStatement<MintFreeze>)
  case lapse(VerifiedStatement<MintLapse>)

  /// Verifies with the keys that the request brings: coins, accounts and lock keys all show themselves.
  public init(verifying signed: SignedStatement) throws(Refusal) {
    let none = KeySet()
    if signed.kind == MintWithdrawal.kind {
      self = .withdraw(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintDeposit.kind {
      self = .deposit(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintSwap.kind {
      self = .swap(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintRecoup.kind {
      self = .recoup(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintRefresh.kind {
      self = .refresh(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintRefreshReveal.kind {
      self = .reveal(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintLock.kind {
      self = .lock(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintClaim.kind {
      self = .claim(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintRefund.kind {
      self = .refund(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintSettlement.kind {
      self = .settle(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintFreeze.kind {
      self = .freeze(try VerifiedStatement(verifying: signed, keys: none))
    } else if signed.kind == MintLapse.kind {
      self = .lapse(try VerifiedStatement(verifying: signed, keys: none))
    } else {
      throw Refusal(.unknownKind, blame: .peer, "the mint takes no statements of kind “\(signed.kind.rawValue)”")
    }
  }

  public var request: any MintRequest {
    switch self {
    case .withdraw(let order): order.content
    case .deposit(let order): order.content
    case .swap(let order): order.content
    case .recoup(let order): order.content
    case .refresh(let order): order.content
    case .reveal(let order): order.content
    case .lock(let order): order.content
    case .claim(let order): order.content
    case .refund(let order): order.content
    case .settle(let order): order.content
    case .freeze(let order): order.content
    case .lapse(let order): order.content
    }
  }

  public var signed: SignedStatement {
    switch self {
    case .withdraw(let order): order.signed
    case .deposit(let order): order.signed
    case .swap(let order): order.signed
    case .recoup(let order): order.signed
    case .refresh(let order): order.signed
    case .reveal(let order): order.signed
    case .lock(let order): order.signed
    case .claim(let order): order.signed
    case .refund(let order): order.signed
    case .settle(let order): order.signed
    case .freeze(let order): order.signed
    case .lapse(let order): order.signed
    }
  }
}
