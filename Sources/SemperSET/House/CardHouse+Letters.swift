import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
public import SemperModel

/// What the house tells who has an account: its card, and its agreement as a merchant. Whoever asks has to be the holder; that is
/// for the caller to see to.
extension CardHouse {
  /// Account → which of the numbers drawn for it, and the expiry.
  private static let letters = RecordTable("set_letters")

  /// The card on an account: issued when it is first asked for, the same ever after.
  ///
  /// Refuses (`unknownAccount`) a key without an account.
  public func letter(to account: Thumbprint, at now: Timestamp) async throws -> CardLetter {
    let (cards, currency) = (cards, bank.currency)
    let code = try secret("letter", account.bytes)
    return try await bank.records.transact { [self] transaction in
      guard try Ledger.balance(of: .customer(account), in: currency, transaction) != nil else {
        throw Refusal(.unknownAccount, blame: .peer, "there is no account of this key; open one first")
      }
      if let kept = try transaction.value(account.bytes, in: Self.letters), let attempt = kept.first {
        let expiry = try CardExpiry(String(decoding: kept.dropFirst(), as: UTF8.self))
        return CardLetter(number: number(account, attempt), expiry: expiry, code: code)
      }
      let expiry = try Self.expiry(after: now)
      for attempt in UInt8.min ... .max {
        let number = number(account, attempt)
        guard try cards.entry(number, expiry, transaction) == nil else { continue }
        try cards.issue(number, expiry, on: account, code: code, transaction)
        try transaction.set([attempt] + Array(expiry.digits.utf8), for: account.bytes, in: Self.letters)
        return CardLetter(number: number, expiry: expiry, code: code)
      }
      throw Refusal(.limitExceeded, blame: .us, "no number is left for a card")
    }
  }

  /// The agreement with the holder of an account, as a merchant who is paid on it.
  public func agreement(with account: Thumbprint, known name: String) async throws -> AcquirerLetter {
    let letter = AcquirerLetter(
      merchant: try MerchantID("M" + account.bytes.prefix(12).map { Self.hexadecimal($0) }.joined()),
      acquirer: try BIN(Self.acquirer), account: try secret("agreement", account.bytes))
    let data = MerchantData(
      merchant: letter.merchant, acquirer: letter.acquirer, names: [try UnicodeText(name)], country: 276)
    let (agreements, currency) = (agreements, bank.currency)
    try await bank.records.transact { transaction in
      guard try Ledger.balance(of: .customer(account), in: currency, transaction) != nil else {
        throw Refusal(.unknownAccount, blame: .peer, "there is no account of this key; open one first")
      }
      try agreements.agree(data, account: letter.account, transaction)
    }
    try await gateway.enrol(letter.merchant, account: account)
    return letter
  }

  private func secret(_ use: String, _ context: [UInt8]) throws -> String {
    Base64URL.encode(Array(MessageCode.code(of: Array(use.utf8) + [0] + context, key: pepper).prefix(12)))
  }

  private func number(_ account: Thumbprint, _ attempt: UInt8) -> CardNumber {
    let drawn = MessageCode.code(of: Array("number".utf8) + [0, attempt] + account.bytes, key: pepper)
    return .test(drawn.prefix(7).reduce(0) { $0 << 8 | Int($1) } % 1_000_000_000)
  }

  /// Four years from now, in the month of today.
  private static func expiry(after now: Timestamp) throws(CodingError) -> CardExpiry {
    let end = now.advanced(by: Span(seconds: 4 * 365 * 86_400)).description
    return try CardExpiry(String(end.prefix(7).filter { $0 != "-" }))
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + text : text
  }
}
