import SemperCoding
import SemperCommunication
import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments
public import SemperTestMoney

/// A merchant's module as a till, here or behind a network. Play money only.
public struct ChipperTill: PaymentPurse {
  public typealias Side = ChipperSide
  /// What is due in all for something, when so much has been paid for it: more when its time has come; no more when it is over. The
  /// same question may be asked again.
  public typealias Meter = @Sendable (PaymentReference, _ paid: Money) async throws -> Money

  public let descriptor: PurseDescriptor
  public let tasks: Set<PaymentTask.Kind> = [.receive, .refund]
  private let terminal: ModuleTerminal
  private let host: any PurseHost
  private let reader: (any CardChannel)?
  private let locking: (any LockingTill)?
  private let account: TestMoneyPurse?
  private let meter: Meter?
  private let isMetered: @Sendable (PaymentReference) async throws -> Bool
  private let isHosted: Bool
  private let time: any TimeSource

  /// - Parameters:
  ///   - provider: the key of the bank that issued the module and collects from it.
  ///   - name: that bank's, for people.
  ///   - reader: for purses of customers who are there, to give their last purchase back.
  ///   - meter: for a till whose payments are metered.
  ///   - isMetered: which of them are; all, by default.
  ///   - isHosted: whether that bank keeps the module and collects by itself, which leaves nothing to its merchant's menu.
  ///   - locking: the merchant's account at that bank, where purses pay into locks.
  ///   - account: the same account, which tells its balance and movements, and from which goes back what was paid under a lock.
  public init(
    _ id: PurseID, module: any CardChannel, host: any PurseHost, provider: Thumbprint,
    named name: String = "chipper", limits: PurseLimits, expires: Timestamp? = nil,
    reader: (any CardChannel)? = nil, locking: (any LockingTill)? = nil, account: TestMoneyPurse? = nil,
    meter: Meter? = nil, isMetered: @escaping @Sendable (PaymentReference) async throws -> Bool = { _ in true },
    isHosted: Bool = false, time: any TimeSource
  ) {
    terminal = ModuleTerminal(module)
    self.reader = reader
    self.locking = locking
    self.account = account
    self.meter = meter
    self.isMetered = isMetered
    self.isHosted = isHosted
    self.host = host
    self.time = time
    descriptor = PurseDescriptor(
      id: id, scheme: ChipperPurse.scheme, paymentClass: .cashLike, brand: "chipper", bank: name,
      provider: provider, role: .receive, limits: limits,
      properties: ChipperPurse.properties(limits.currency, locks: locking != nil, isHosted: isHosted),
      expires: expires)
  }

  public var faculties: PurseFaculties {
    PurseFaculties(
      localBalance: {
        let taken = Money(minorUnits: Int64(try await terminal.status().total), descriptor.currency)
        return LocalBalance(available: taken, inFlight: .zero(descriptor.currency))
      },
      bankBalance: account?.faculties.bankBalance,
      // That account's, where takings are collected to; what else it was paid with stands there too.
      statement: account?.faculties.statement,
      lockingTill: locking,
      menu: isHosted
        ? nil
        : ChipperTillMenu(
          terminal: terminal, host: host, currency: descriptor.currency, reader: reader, time: time))
  }

  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    let profile = try await readableProfile()
    guard profile.currency == request.amount.currency else {
      throw Refusal(.wrongCurrency, blame: .us, "the module takes \(profile.currency)")
    }
    let isMetered = meter == nil ? false : try await self.isMetered(request.reference)
    return PaymentOption(
      of: descriptor, amount: request.amount,
      particulars: ByteString(ChipperPayee(module: profile.number, isMetered: isMetered).canonicalBytes))
  }

  /// A module that does not answer is a reason not to offer this way to pay.
  private func readableProfile() async throws -> ModuleProfile {
    do {
      return try await terminal.select()
    } catch let failure as CardFailure {
      throw Refusal(.unavailable, blame: .us, failure.message)
    }
  }

  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    throw Refusal(.notSupported, blame: .us, "a till takes payments; a purse pays")
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString {
    guard ChipperSide.returnsLocked(task) else { return ByteString([]) }
    return try await account?.prepare(task, id: id) ?? ByteString([])
  }

  /// The module's final no is an answer.
  public func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    if let account, ChipperSide.returnsLocked(opening.task) { return try await account.ask(inquiry, in: opening) }
    do {
      return try await answer(try ChipperRequest(canonicalBytes: inquiry.request), opening).canonicalBytes
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return ChipperAnswer.refused(refusal).canonicalBytes
    }
  }

  private func answer(_ request: ChipperRequest, _ opening: PaymentOpening) async throws -> ChipperAnswer {
    switch request {
    case .order(let offer) where offer.terms.kind == .incremental:
      try await terminal.open(offer)
      return .done
    case .meter(let paid): return .due(try await due(opening, paid))
    case .step(let offer, let total): return .order(try await terminal.order(offer, upTo: total))
    case .end(let offer, let givingUp):
      return try await terminal.end(offer, givingUp: givingUp).map { .receipt($0) } ?? .done
    case .order(let offer): return .order(try await terminal.order(offer))
    case .complete(let completion):
      do {
        guard let receipt = try await terminal.complete(completion) else { return .done }
        return .receipt(receipt)
      } catch let refusal as Refusal where refusal.code == .notFound && completion.amount == 0 {
        // Nothing is open and nothing was paid: that is what was to be achieved.
        return .done
      }
    case .refund(let purse, let amount, let reference):
      return .refund(try await terminal.refund(amount, to: purse, reference: reference))
    case .book(let refund):
      try await host.refund(refund, now: time.now())
      return .refund(refund)
    case .begin, .carryOut, .outcome, .payUpTo, .leave, .outlast, .find:
      throw Refusal(.notSupported, blame: .us, "a merchant's module does not pay")
    }
  }

  private func due(_ opening: PaymentOpening, _ paid: UInt32) async throws -> UInt32 {
    guard let meter, let terms = opening.terms else {
      throw Refusal(.notSupported, blame: .us, "this till has no meter")
    }
    let due = try await meter(terms.reference, Money(minorUnits: Int64(paid), descriptor.currency))
    guard due.currency == descriptor.currency else {
      throw Refusal(.wrongCurrency, blame: .us, "the meter counts in \(due.currency)")
    }
    return UInt32(clamping: min(due.minorUnits, terms.amount.minorUnits))
  }
}
