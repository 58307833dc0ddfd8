import SemperCoding
import SemperCommunication
import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments
public import SemperTestMoney

/// A chip card purse as a means of payment of its owner. Play money only.
public struct ChipperPurse: PaymentPurse {
  public typealias Side = ChipperSide

  public static let scheme = SchemeID("chipper", 1)
  /// A metered payment in which nothing happens for so long has ended.
  private static let longestMetered = Span(seconds: 3600)

  public let descriptor: PurseDescriptor
  public let tasks: Set<PaymentTask.Kind> = [.pay, .takeRefund, .withdraw, .deposit]
  private let terminal: PurseTerminal
  private let host: any PurseHost
  private let pin: @Sendable () async throws -> PIN
  private let locks: (bank: PublicKey, account: any LockingPurse)?
  private let account: TestMoneyPurse?
  private let time: any TimeSource
  private let turns = CardTurns()
  private let menu: ChipperMenu

  /// - Parameters:
  ///   - provider: the key of the bank that issued the purse; modules of other providers are not paid.
  ///   - name: that bank's, for people.
  ///   - pin: asks the owner for the PIN, for loads and unloads; throws when there is none to be had.
  ///   - changesPIN: whether its menu lets the owner change the PIN; not where the program keeps that.
  ///   - locks: the provider's bank, where that lets purses pay into locks, with what takes money back from there.
  ///   - account: the owner's account there, from which the purse loads, and to which comes back what was paid under a lock.
  public init(
    _ id: PurseID, card: any CardChannel, host: any PurseHost, provider: Thumbprint,
    named name: String = "chipper", limits: PurseLimits, expires: Timestamp?,
    pin: @escaping @Sendable () async throws -> PIN, changesPIN: Bool = true,
    locks: (bank: PublicKey, account: any LockingPurse)? = nil, account: TestMoneyPurse? = nil, time: any TimeSource
  ) {
    terminal = PurseTerminal(card)
    self.locks = locks
    menu = ChipperMenu(
      PurseHostTerminal(purse: terminal, host: host, time: time), currency: limits.currency, pin: pin, turns: turns,
      changesPIN: changesPIN)
    self.host = host
    self.pin = pin
    self.account = account
    self.time = time
    descriptor = PurseDescriptor(
      id: id, scheme: Self.scheme, paymentClass: .cashLike, brand: "chipper", bank: name, provider: provider,
      role: .pay, limits: limits, properties: Self.properties(limits.currency, locks: locks != nil), expires: expires)
  }

  /// Whether an option of a till would have the purse pay step by step, as a meter runs, and not all at once.
  public static func isMetered(_ option: PaymentOption) -> Bool {
    (try? ChipperPayee(option))?.isMetered ?? false
  }

  /// The card's number is a pseudonym; a payment is final at once. Only the provider's bank can lock: a merchant's module is in
  /// the hands of one of the two sides. A module that the bank keeps for its merchant checks nothing while that cannot be reached.
  static func properties(_ currency: Currency, locks: Bool, isHosted: Bool = false) -> PaymentProperties {
    PaymentProperties(
      payerAnonymity: .pseudonym, isPayeeIdentified: true, finality: .immediate, lock: locks ? .record : .none,
      checksOffline: !isHosted,
      refund: .provider, cost: .zero(currency), expected: Span(seconds: 2))
  }

  public var faculties: PurseFaculties {
    PurseFaculties(
      localBalance: { LocalBalance(available: try await balance(), inFlight: .zero(descriptor.currency)) },
      bankBalance: account?.faculties.bankBalance,
      statement: { times in
        try await terminal.movements(of: descriptor.provider).filter { times.contains($0.time) }
      },
      lockingPurse: locks.map { locks in
        ChipperLocks(
          account: locks.account, bank: locks.bank,
          terminal: PurseHostTerminal(purse: terminal, host: host, time: time), pin: pin, turns: turns)
      },
      menu: menu)
  }

  private func balance() async throws -> Money {
    Money(minorUnits: Int64(try await terminal.balance()), descriptor.currency)
  }

  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    throw Refusal(.notSupported, blame: .us, "a purse pays; a till takes payments")
  }

  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    _ = try ChipperPayee(option)
    guard option.provider == descriptor.provider else {
      throw Refusal(.notAccredited, blame: .peer, "the payee's module belongs to another provider than the purse")
    }
    let balance = try await readableBalance()
    guard balance.minorUnits >= amount.minorUnits else {
      throw Refusal(.insufficientFunds, blame: .us, "the purse holds \(balance), the payment takes \(amount); load it")
    }
    return PaymentFit(cost: descriptor.properties.cost)
  }

  /// A card that cannot be read is a reason not to pay with it.
  private func readableBalance() async throws -> Money {
    do {
      return try await balance()
    } catch let failure as CardFailure {
      throw Refusal(.unavailable, blame: .us, failure.message)
    }
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString {
    if ChipperSide.returnsLocked(task) { return try await account?.prepare(task, id: id) ?? ByteString([]) }
    return switch task {
    case .withdraw, .deposit:
      ByteString(ChipperParticulars(host: host.number, balance: try await balance()).canonicalBytes)
    case .pay, .receive, .refund, .takeRefund, .authorise, .capture, .void, .exchange, .restore: ByteString([])
    }
  }

  /// A card's or host's final no is an answer.
  public func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    let request = try ChipperRequest(canonicalBytes: inquiry.request)
    do {
      return try await answer(request, opening.id).canonicalBytes
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return ChipperAnswer.refused(refusal).canonicalBytes
    }
  }

  private func answer(_ request: ChipperRequest, _ id: PaymentID) async throws -> ChipperAnswer {
    switch request {
    case .begin(let kind, let amount, let reference, let counterpart):
      await turns.take(id, time)
      return try await leaving(id, unless: true) {
        let profile = try await terminal.select()
        if profile.needsPIN(kind) { try await terminal.verify(pin()) }
        let today = CardDate(await time.now())
        return .offer(
          try await terminal.initialize(
            kind, amount: amount, reference: reference, terminal: counterpart, on: today))
      }
    case .carryOut(let offer, let order):
      return try await leaving(id, unless: false) { .completion(try await terminal.carryOut(offer, order: order)) }
    case .outcome(let offer):
      return try await leaving(id, unless: false) {
        let entry = try await terminal.outcome(of: offer.terms.number, offer.terms.kind)
        return .completion(PurseCompletion(entry, of: offer.terms.purse))
      }
    case .payUpTo(let offer, let total, let seal):
      return .completion(try await terminal.pay(offer, upTo: total, order: seal))
    case .leave:
      turns.give(id)
      return .done
    case .outlast(let offer):
      try await time.wait(until: time.now().advanced(by: Self.longestMetered))
      return try await answer(.outcome(offer), id)
    case .order(let offer): return .order(try await host.order(offer, now: time.now()))
    case .complete(let completion):
      try await host.complete(completion, now: time.now())
      return .done
    case .find(let reference):
      guard let refund = try await host.refund(for: reference) else {
        throw CardFailure(.noAnswer, "the provider has not given the money back yet; ask again")
      }
      return .refund(refund)
    case .refund, .book, .meter, .step, .end: throw Refusal(.notSupported, blame: .us, "a purse gives nothing back")
    }
  }

  /// Gives the turn on afterwards; after a beginning only when that failed.
  private func leaving(
    _ id: PaymentID, unless goesOn: Bool, _ body: () async throws -> ChipperAnswer
  ) async throws -> ChipperAnswer {
    do {
      let answer = try await body()
      if !goesOn { turns.give(id) }
      return answer
    } catch {
      turns.give(id)
      throw error
    }
  }
}
