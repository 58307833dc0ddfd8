public import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// An account at the bank of testmoney, as purse and till.
public struct TestMoneyPurse: PaymentPurse {
  public typealias Side = TestMoneySide

  public static let scheme = SchemeID("testmoney", 1)

  public let descriptor: PurseDescriptor
  public let tasks: Set<PaymentTask.Kind> = [.pay, .receive, .refund, .takeRefund, .authorise, .capture, .void]
  private let bank: PublicKey
  private let account: SigningKey
  private let link: any TestMoneyLink
  private let locking: AccountPurse?
  private let time: any TimeSource

  /// - Parameters:
  ///   - name: the bank's, for people.
  ///   - locking: the same account as purse and till of locks; without it the purse locks nothing.
  public init(
    _ id: PurseID, bank: PublicKey, named name: String = "testmoney", account: SigningKey, link: any TestMoneyLink,
    limits: PurseLimits,
    role: PurseRole = .both, locking: AccountPurse? = nil, expires: Timestamp? = nil, time: any TimeSource
  ) {
    self.bank = bank
    self.account = account
    self.link = link
    self.locking = locking
    self.time = time
    descriptor = PurseDescriptor(
      id: id, scheme: Self.scheme, paymentClass: .accountBased, brand: "testmoney", bank: name,
      provider: bank.thumbprint, role: role, limits: limits,
      properties: PaymentProperties(
        payerAnonymity: .pseudonym, isPayeeIdentified: true, finality: .immediate,
        lock: locking == nil ? .none : .record, checksOffline: false,
        refund: .payee, cost: .zero(limits.currency), expected: Span(seconds: 5)),
      expires: expires)
  }

  public var faculties: PurseFaculties {
    PurseFaculties(
      bankBalance: {
        let balance = try await state(after: nil).balance
        return BankBalance(available: balance, held: .zero(balance.currency), asOf: await time.now())
      },
      statement: { times in try await movements().filter { times.contains($0.time) } }, lockingPurse: locking,
      lockingTill: locking)
  }

  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    PaymentOption(
      of: descriptor, amount: request.amount,
      particulars: ByteString(TestMoneyPayee(account: account.thumbprint).canonicalBytes))
  }

  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    let payee = try TestMoneyPayee(option).account
    guard payee != account.thumbprint else {
      throw Refusal(.amountMismatch, blame: .us, "an account does not pay itself")
    }
    let balance = try await state(after: nil).balance
    guard balance.currency == amount.currency, balance.minorUnits >= amount.minorUnits else {
      throw Refusal(.insufficientFunds, blame: .us, "the account holds \(balance), the payment takes \(amount)")
    }
    return PaymentFit(cost: descriptor.properties.cost)
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString {
    ByteString(TestMoneyParticulars(bank: bank, account: account.publicKey).canonicalBytes)
  }

  public func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    switch inquiry.addressee {
    case .device:
      let order = try AccountOrder(canonicalBytes: inquiry.request)
      return try VerifiedStatement(signing: order, with: [account]).signed.canonicalBytes
    case .provider:
      let order = AccountOrder(
        bank: bank.thumbprint, account: account.publicKey, operation: opening.operation,
        action: try AccountAction(canonicalBytes: inquiry.request), issued: opening.time)
      let signed = try VerifiedStatement(signing: order, with: [account]).signed
      let answer = try await link.perform(signed)
      return try TestMoneyAnswerCheck(bank: bank).word(answer.canonicalBytes).signed.canonicalBytes
    case .person: throw Refusal(.notSupported, blame: .us, "testmoney asks nobody")
    }
  }

  private func state(after number: Int?) async throws -> AccountState {
    let query = AccountQuery(
      key: account.publicKey, bank: bank.thumbprint, after: number, issued: await time.now())
    return try await link.state(SignedStatement(query, signedBy: [account]))
  }

  private func movements() async throws -> [StatementLine] {
    var lines: [StatementLine] = []
    var last: Int?
    while true {
      let page = try await state(after: last)
      lines += page.movements.map {
        StatementLine(
          time: $0.time, units: $0.units, purpose: $0.purpose.rawValue, operation: $0.operation, at: bank.thumbprint)
      }
      guard page.more, let number = page.movements.last?.number else { return lines }
      last = number
    }
  }
}
