public import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// An account as purse and till of instant transfers.
public struct TransferPurse: PaymentPurse {
  public typealias Side = TransferSide

  public static let scheme = SchemeID("sepa-inst", 1)

  public let descriptor: PurseDescriptor
  public let tasks: Set<PaymentTask.Kind> = [.pay, .receive, .refund, .takeRefund]
  private let bank: PublicKey
  private let iban: IBAN
  private let account: SigningKey
  private let directory: BankDirectory
  private let link: any TransferLink
  private let locks: TransferLocks?
  private let time: any TimeSource

  /// Refuses a bank that takes no part in the system.
  ///
  /// - Parameters:
  ///   - name: the bank's, for people; its code where nothing else is known.
  ///   - locks: the same account at the same bank, where its transfers can wait for an exchange.
  public init(
    _ id: PurseID, at code: BankCode, named name: String? = nil, of directory: BankDirectory, account: SigningKey,
    link: any TransferLink, limits: PurseLimits, role: PurseRole = .both, locks: TransferLocks? = nil,
    expires: Timestamp? = nil, time: any TimeSource
  ) throws(Refusal) {
    bank = try directory.key(of: code)
    iban = IBAN(code, account.thumbprint)
    self.account = account
    self.directory = directory
    self.link = link
    self.locks = locks
    self.time = time
    descriptor = PurseDescriptor(
      // Bound to no provider: every bank of the system is reached from every other.
      id: id, scheme: Self.scheme, paymentClass: .accountBased, brand: "SEPA Instant", bank: name ?? code.bic,
      role: role, limits: limits,
      properties: PaymentProperties(
        // The payee sees the number of the account.
        payerAnonymity: .pseudonym, isPayeeIdentified: true, finality: .immediate, lock: locks == nil ? .none : .record,
        checksOffline: false,
        refund: .payee, cost: .zero(limits.currency), expected: Span(seconds: 10)),
      expires: expires)
  }

  public var faculties: PurseFaculties {
    PurseFaculties(
      bankBalance: {
        let balance = try await state(after: nil).balance
        return BankBalance(available: balance, held: .zero(balance.currency), asOf: await time.now())
      },
      statement: { from, until in try await movements().filter { (from...until).contains($0.time) } },
      lockingPurse: locks, lockingTill: locks)
  }

  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    PaymentOption(
      scheme: descriptor.scheme, paymentClass: descriptor.paymentClass, brand: descriptor.brand,
      provider: bank.thumbprint, amount: request.amount, limits: descriptor.limits, properties: descriptor.properties,
      particulars: ByteString(TransferAccount(iban).canonicalBytes))
  }

  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    let payee = try TransferAccount(option.particulars).iban
    guard payee != iban else { throw Refusal(.amountMismatch, blame: .us, "an account does not pay itself") }
    guard try directory.key(of: payee.bank).thumbprint == option.provider else {
      throw Refusal(.untrusted, blame: .peer, "the payee's account is not at the bank that the option names")
    }
    let balance = try await state(after: nil).balance
    guard balance.currency == amount.currency, balance.minorUnits >= amount.minorUnits else {
      throw Refusal(.insufficientFunds, blame: .us, "the account holds \(balance), the payment takes \(amount)")
    }
    return PaymentFit(
      cost: descriptor.properties.cost, particulars: ByteString(TransferAccount(iban).canonicalBytes))
  }

  public func confirm(_ selection: PaymentSelection, of offer: PaymentOffer) async throws -> ByteString {
    let payer = try TransferAccount(selection.particulars).iban
    _ = try directory.key(of: payer.bank)
    return ByteString([])
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString {
    ByteString(TransferParticulars(account: iban, bank: bank, directory: directory).canonicalBytes)
  }

  public func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    switch (inquiry.addressee, inquiry.name) {
    case (.provider, "transfer"):
      let order = try TransferOrder(bytes: inquiry.request)
      let content = BankDocument(order, from: account.publicKey, to: bank.thumbprint, issued: opening.time)
      let signed = try VerifiedStatement(signing: content, with: [account]).signed
      let report = try await link.order(signed)
      _ = try SendingSide.conclusion(report, of: order, try TransferParticulars(opening.particulars))
      return report.canonicalBytes
    case (.provider, _):
      let transfer = try CreditTransfer(canonicalBytes: inquiry.request)
      let content = TransferInquiry(
        key: account.publicKey, bank: bank.thumbprint, transfer: transfer, issued: opening.time)
      let signed = try VerifiedStatement(signing: content, with: [account]).signed
      let words = [signed, try await link.inquire(signed)]
      _ = try ArrivingSide.conclusion(words, of: transfer, by: bank)
      return words.canonicalBytes
    case (.device, _), (.person, _): throw Refusal(.notSupported, blame: .us, "transfers ask the bank only")
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
      lines += page.movements.map { StatementLine(time: $0.time, units: $0.units, purpose: $0.purpose.rawValue) }
      guard page.more, let number = page.movements.last?.number else { return lines }
      last = number
    }
  }
}
