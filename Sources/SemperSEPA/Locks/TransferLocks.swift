public import SemperBank
public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// An account whose transfers can wait for a fair exchange: as payer its money is locked at its own bank, and as payee what it claims
/// there comes by transfer to its account, wherever that is.
public struct TransferLocks: LockingPurse, LockingTill {
  /// The payee's bank rejects a claimed transfer where the account is not open, and seldom twice.
  private static let likelyAttempts = 8

  private let account: AccountPurse
  /// Of the bank of the account.
  private let own: Thumbprint?

  /// - Parameters:
  ///   - link: the way to the bank that locks.
  ///   - destination: the bank of the account, for what is claimed.
  ///   - account: the key of the account, which locks of deals name as payee too.
  ///   - refundKey: the key that the terms name for taking back; `nil` when they are not ours.
  ///   - arbiterKey: the public key of an arbiter; `nil` when it is not known.
  public init(
    link: any ClaimLink, to destination: BankCode, of directory: BankDirectory, account: SigningKey,
    refundKey: @escaping @Sendable (LockTerms) async throws -> SigningKey?, time: any TimeSource,
    arbiterKey: @escaping @Sendable (Thumbprint) async throws -> PublicKey?
  ) {
    own = directory[destination]?.thumbprint
    self.account = AccountPurse(
      desk: ClaimDesk(link: link, destination: destination, directory: directory, payee: account, time: time),
      account: account, payee: account, refundKey: refundKey, time: time, arbiterKey: arbiterKey)
  }

  public var ledger: Thumbprint { account.ledger }
  public var payee: Thumbprint { account.payee }

  /// At the bank that locks, and what comes from there to our account.
  public func movements(of terms: LockTerms) -> [MovementName] {
    guard let own else { return account.movements(of: terms) }
    let arrivals = (0..<Self.likelyAttempts).map { attempt in
      let sent = ClaimedTransfer.operation(terms, attempt: attempt)
      return MovementName.operation(TransferBooking.receive.operation(for: ledger.bytes + sent.bytes), at: own)
    }
    return account.movements(of: terms) + arrivals
  }

  public func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> { try await account.lock(terms) }

  /// Refuses (`lockMissing`) an option that wants the money locked at another bank than ours.
  public func lock(_ terms: LockTerms, paying option: PaymentOption) async throws -> VerifiedStatement<LockReceipt> {
    guard option.provider == ledger else {
      throw Refusal(.lockMissing, blame: .us, "the payee wants the money locked at another bank than this account's")
    }
    return try await account.lock(terms)
  }

  public func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> {
    try await account.claim(terms, with: claim)
  }

  public func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    try await account.settle(division)
  }

  public func refund(
    _ terms: LockTerms, with decision: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    try await account.refund(terms, with: decision)
  }

  public func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp
  ) async throws -> VerifiedStatement<LockDivision> {
    try await account.divide(terms, paid: paid, agreement: agreement, until: until)
  }

  public func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? {
    try await account.ending(of: terms)
  }
}
