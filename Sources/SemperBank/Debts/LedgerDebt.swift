public import SemperCoding
import SemperCryptography
public import SemperModel

/// What one account owes another by a title that was shown to the bank, and how much of it the bank has moved.
public struct LedgerDebt: Hashable, Sendable, CanonicalValue {
  /// What the debt is named by; there is one for each.
  public let title: Digest
  public let debtor: Thumbprint
  public let creditor: Thumbprint
  public let amount: Money
  public internal(set) var paid: Int64
  /// In how many postings.
  var postings: Int

  public var left: Int64 { amount.minorUnits - paid }

  init(title: Digest, debtor: Thumbprint, creditor: Thumbprint, amount: Money) {
    self.title = title
    self.debtor = debtor
    self.creditor = creditor
    self.amount = amount
    paid = 0
    postings = 0
  }

  /// The name of the next posting, so that it is made once.
  var operation: ID<Operation> {
    let content: JSON = .fields(["posting": postings.json, "title": title.json])
    let digest = Digest(of: content.canonicalBytes, for: .ledgerEntry)
    guard let id = try? ID<Operation>(bytes: Array(digest.bytes.prefix(ID<Operation>.size))) else {
      preconditionFailure("a digest is longer than an id")
    }
    return id
  }

  public var json: JSON {
    .fields([
      "amount": amount.json, "creditor": creditor.json, "debtor": debtor.json, "paid": paid.json,
      "postings": postings.json, "title": title.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    creditor = try fields.value("creditor")
    debtor = try fields.value("debtor")
    paid = try fields.value("paid")
    postings = try fields.value("postings")
    title = try fields.value("title")
    try fields.close()
    guard (0...amount.minorUnits).contains(paid), postings >= 0 else {
      throw CodingError(.outOfRange, "no more is paid than is owed").inside("paid")
    }
  }
}
