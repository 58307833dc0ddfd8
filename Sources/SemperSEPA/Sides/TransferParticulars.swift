import SemperBank
import SemperCoding
import SemperModel
import SemperPayments

/// What a side has to know beside task and terms.
struct TransferParticulars: Hashable, Sendable, CanonicalValue {
  let account: IBAN
  /// The account's key, by which its bank names what it books; operations from before it was kept do without.
  let holder: Thumbprint?
  /// The key of the account's bank.
  let bank: PublicKey
  let directory: BankDirectory

  init(account: IBAN, holder: Thumbprint, bank: PublicKey, directory: BankDirectory) {
    self.account = account
    self.holder = holder
    self.bank = bank
    self.directory = directory
  }

  init(_ bytes: ByteString) throws(Refusal) {
    do {
      try self.init(canonicalBytes: bytes.bytes)
    } catch {
      throw Refusal(.malformed, blame: .us, "the purse's particulars cannot be read: \(error)")
    }
  }

  var json: JSON {
    .fields(["account": account.json, "bank": bank.json, "directory": directory.json, "holder": holder?.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    bank = try fields.value("bank")
    directory = try fields.value("directory")
    holder = try fields.optional("holder")
    try fields.close()
  }
}

/// What the two sides tell each other when they agree: the account's number.
struct TransferAccount: Hashable, Sendable, CanonicalValue {
  let iban: IBAN
  /// The key of the account's bank, where the option names another as the one that locks.
  let bank: Thumbprint?

  init(_ iban: IBAN, at bank: Thumbprint? = nil) {
    self.iban = iban
    self.bank = bank
  }

  /// Refuses an account that is not named.
  init(_ bytes: ByteString) throws(Refusal) {
    do {
      try self.init(canonicalBytes: bytes.bytes)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the other side does not name an account: \(error)")
    }
  }

  var json: JSON { .fields(["account": iban.json, "bank": bank?.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    iban = try fields.value("account")
    bank = try fields.optional("bank")
    try fields.close()
  }
}

extension CreditTransfer {
  /// The transfer that pays.
  init(_ terms: PaymentTerms) throws(Refusal) {
    self.init(
      debtor: try TransferAccount(terms.payerParticulars).iban,
      creditor: try TransferAccount(terms.option.particulars).iban, amount: terms.amount, reference: terms.reference)
  }

  /// The transfer that gives back; a refund is named by its statement.
  init(_ terms: PaymentTerms, refunding amount: Money, _ statement: Digest) throws(Refusal) {
    let payment = try CreditTransfer(terms)
    self.init(
      debtor: payment.creditor, creditor: payment.debtor, amount: amount,
      reference: PaymentReference(digest: statement))
  }
}
