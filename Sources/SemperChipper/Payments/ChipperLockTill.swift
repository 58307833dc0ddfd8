import SemperCoding
import SemperCryptography
public import SemperModel
public import SemperPayments
public import SemperTestMoney

/// An account at the provider of purses as a till for deals: what a purse pays for one goes under a lock there, and comes from the
/// lock into the account. It has no module, so the provider gives no key of purchases away; payments outside of a deal it cannot take.
/// Play money only.
public struct ChipperLockTill: PaymentPurse {
  public typealias Side = ChipperSide

  public let descriptor: PurseDescriptor
  public let tasks: Set<PaymentTask.Kind>
  private let host: CardNumber
  private let locking: any LockingTill
  private let account: TestMoneyPurse?

  /// - Parameters:
  ///   - host: the number of the provider's host, at which purses pay.
  ///   - provider: the key of the bank that issued the purses, where the account is.
  ///   - locking: the account, which claims from locks.
  ///   - account: the same account, from which money goes back to that of a purse's owner; without it nothing does.
  public init(
    _ id: PurseID, host: CardNumber, provider: Thumbprint, limits: PurseLimits, locking: any LockingTill,
    account: TestMoneyPurse? = nil
  ) {
    self.account = account
    tasks = account == nil ? [] : [.refund]
    self.host = host
    self.locking = locking
    descriptor = PurseDescriptor(
      id: id, scheme: ChipperPurse.scheme, paymentClass: .cashLike, brand: "chipper", bank: "chipper",
      provider: provider, role: .receive, limits: limits,
      properties: ChipperPurse.properties(limits.currency, locks: true))
  }

  public var faculties: PurseFaculties { PurseFaculties(lockingTill: locking) }

  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    guard request.amount.currency == descriptor.currency else {
      throw Refusal(.wrongCurrency, blame: .us, "the account holds \(descriptor.currency)")
    }
    guard request.demands.needsLock else {
      throw Refusal(.notSupported, blame: .us, "chip cards are taken for deals only, under a lock")
    }
    return PaymentOption(
      of: descriptor, amount: request.amount,
      particulars: ByteString(ChipperPayee(module: host).canonicalBytes))
  }

  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    throw Refusal(.notSupported, blame: .us, "a till takes payments; a purse pays")
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString {
    try await account?.prepare(task, id: id) ?? ByteString([])
  }

  public func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    guard let account, ChipperSide.returnsLocked(opening.task) else {
      throw Refusal(.notSupported, blame: .us, "this till takes no payment without a lock")
    }
    return try await account.ask(inquiry, in: opening)
  }
}
