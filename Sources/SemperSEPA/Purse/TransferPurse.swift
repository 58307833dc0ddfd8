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
  private let banks: (any BankList)?
  private let link: any TransferLink
  private let locks: TransferLocks?
  private let time: any TimeSource

  /// Refuses a bank that takes no part in the system.
  ///
  /// - Parameters:
  ///   - name: the bank's, for people; its code where nothing else is known.
  ///   - banks: tells of banks that the directory does not have.
  ///   - locks: where transfers can wait for an exchange: as payer at this bank; as payee at this or another, from where what is claimed
  ///     comes to this account.
  public init(
    _ id: PurseID, at code: BankCode, named name: String? = nil, of directory: BankDirectory, account: SigningKey,
    asking banks: (any BankList)? = nil, link: any TransferLink, limits: PurseLimits, role: PurseRole = .both,
    locks: TransferLocks? = nil, expires: Timestamp? = nil, time: any TimeSource
  ) throws(Refusal) {
    bank = try directory.key(of: code)
    iban = IBAN(code, account.thumbprint)
    self.account = account
    self.directory = directory
    self.banks = banks
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
      statement: { times in try await movements().filter { times.contains($0.time) } },
      lockingPurse: locks, lockingTill: locks)
  }

  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    let ledger = locks?.ledger ?? bank.thumbprint
    let account = TransferAccount(iban, at: ledger == bank.thumbprint ? nil : bank.thumbprint)
    return PaymentOption(
      scheme: descriptor.scheme, paymentClass: descriptor.paymentClass, brand: descriptor.brand, provider: ledger,
      amount: request.amount, limits: descriptor.limits, properties: descriptor.properties,
      particulars: ByteString(account.canonicalBytes))
  }

  /// Refuses, beside what every purse does, (`lockMissing`) an option that wants its locks at another bank than this account's.
  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    let account = try TransferAccount(option.particulars)
    let payee = account.iban
    guard payee != iban else { throw Refusal(.amountMismatch, blame: .us, "an account does not pay itself") }
    guard option.properties.lock == .none || option.provider == bank.thumbprint else {
      throw Refusal(.lockMissing, blame: .us, "the payee wants the money locked at another bank than this account's")
    }
    guard try await directory(reaching: payee.bank).key(of: payee.bank).thumbprint == account.bank ?? option.provider
    else { throw Refusal(.untrusted, blame: .peer, "the payee's account is not at the bank that the option names") }
    let balance = try await state(after: nil).balance
    guard balance.currency == amount.currency, balance.minorUnits >= amount.minorUnits else {
      throw Refusal(.insufficientFunds, blame: .us, "the account holds \(balance), the payment takes \(amount)")
    }
    return PaymentFit(
      cost: descriptor.properties.cost, particulars: ByteString(TransferAccount(iban).canonicalBytes))
  }

  public func confirm(_ selection: PaymentSelection, of offer: PaymentOffer) async throws -> ByteString {
    let payer = try TransferAccount(selection.particulars).iban
    _ = try await directory(reaching: payer.bank).key(of: payer.bank)
    return ByteString([])
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString {
    var reached = directory
    if let terms = task.agreement?.journalledTerms {
      let transfer = try CreditTransfer(terms)
      // One of the two is at this bank.
      reached = try await directory(reaching: transfer.creditor.bank)
      if reached[transfer.debtor.bank] == nil { reached = try await directory(reaching: transfer.debtor.bank) }
    }
    return ByteString(
      TransferParticulars(
        account: iban, holder: account.thumbprint, bank: bank, directory: reached
      ).canonicalBytes)
  }

  private func directory(reaching code: BankCode) async throws -> BankDirectory {
    if directory[code] != nil { return directory }
    return try await banks?.directory() ?? directory
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
      lines += page.movements.map {
        StatementLine(
          time: $0.time, units: $0.units, purpose: $0.purpose.rawValue, operation: $0.operation, at: bank.thumbprint)
      }
      guard page.more, let number = page.movements.last?.number else { return lines }
      last = number
    }
  }
}
