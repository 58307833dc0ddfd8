import SemperBank
import SemperCoding
import SemperCryptography
import SemperEngine
public import SemperModel
public import SemperPayments

/// A payer's coins as a means of payment: withdraw before, pay by deposit into the payee's account, take refunds as fresh coins.
public struct EcashPaymentPurse: PaymentPurse {
  public typealias Side = EcashSide

  public static let scheme = SchemeID("ecash", 1)

  public let descriptor: PurseDescriptor
  public let tasks: Set<PaymentTask.Kind> = [.pay, .takeRefund, .withdraw, .deposit, .exchange, .restore]
  private let purse: EcashPurse

  public init(
    _ id: PurseID, purse: EcashPurse, bank: String, brand: String = "ecash", limits: PurseLimits
  ) {
    self.purse = purse
    descriptor = PurseDescriptor(
      id: id, scheme: Self.scheme, paymentClass: .cashLike, brand: brand, bank: bank, provider: purse.ledger,
      role: .pay, limits: limits, properties: Self.properties(limits.currency))
  }

  /// What ecash does for the two sides.
  static func properties(_ currency: Currency) -> PaymentProperties {
    PaymentProperties(
      payerAnonymity: .anonymous, isPayeeIdentified: true, finality: .immediate, lock: .record, checksOffline: true,
      refund: .payee, cost: .zero(currency), expected: Span(seconds: 10))
  }

  public var faculties: PurseFaculties {
    let purse = purse
    return PurseFaculties(
      localBalance: {
        let balance = try await purse.balance()
        return LocalBalance(available: balance.available, inFlight: balance.inFlight)
      },
      bankBalance: {
        let now = await purse.time.now()
        let balance = try await purse.client.account(of: purse.account, now: now).balance
        return BankBalance(available: balance, held: .zero(balance.currency), asOf: now)
      },
      statement: { try await purse.client.statement(of: purse.account, in: $0, now: purse.time.now()) },
      lockingPurse: purse)
  }

  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    throw Refusal(.notSupported, blame: .us, "this purse pays; a till receives")
  }

  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    _ = try EcashPayee(option)
    let balance = try await purse.balance()
    guard balance.available.currency == amount.currency else {
      throw Refusal(.wrongCurrency, blame: .us, "the purse holds \(balance.available.currency)")
    }
    guard balance.available.minorUnits + balance.inFlight.minorUnits >= amount.minorUnits else {
      throw Refusal(
        .insufficientFunds, blame: .us, "the purse holds \(balance.available), the payment takes \(amount)")
    }
    return PaymentFit(cost: .zero(amount.currency))
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString {
    ByteString(EcashParticulars(mint: purse.client.mint).canonicalBytes)
  }

  public func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    let call = Array("payment".utf8) + opening.id.bytes
    do {
      return try await report(EcashRequest(canonicalBytes: inquiry.request), call).canonicalBytes
    } catch let refusal as Refusal {
      // The purse throws a refusal only when nothing was sent, or when the mint's own word says the same.
      return EcashReport.refused(refusal).canonicalBytes
    }
  }

  private func report(_ request: EcashRequest, _ call: [UInt8]) async throws -> EcashReport {
    switch request {
    case .deposit(let amount, let account, let reference):
      return .word(try await purse.deposit(amount, to: account, reference: reference, call: call), request: nil)
    case .withdraw(let amount): return .word(try await purse.withdraw(amount, call: call), request: nil)
    case .expect(let amount): return .outputs(try await purse.expect(amount, call: call))
    case .collect: return .done(try await purse.collect(call: call))
    case .exchange: return .done(try await purse.exchange())
    case .restore: return .done(try await purse.restore())
    case .pay: throw Refusal(.notSupported, blame: .us, "a refund is paid from a till")
    }
  }
}
