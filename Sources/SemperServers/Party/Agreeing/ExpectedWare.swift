public import SemperCoding
public import SemperExchange
public import SemperModel
import SemperStatements

/// What a party wants for what it gives, one item a line. What is not written here is not accepted.
public enum ExpectedWare: Hashable, Sendable, CanonicalValue {
  /// Exactly this much, to us, at a bank that we named.
  case money(Money)
  /// The same from an account, which the arbiter can take back from us for at most so long after we have claimed it.
  case accountMoney(Money, settlement: Span)
  case bond(Money)
  /// The peer's own word, to the letter.
  case statement(HumanText)
  /// A document that an issuer whom we believe has signed.
  case certificate(Digest)
  case credential(Digest)
  /// At most so many bytes.
  case mail(longest: Int64)
  case smallData(longest: Int64)
  case data(longest: Int64)
  /// A stream of at most so many bytes, whatever its length turns out to be.
  case stream(longest: Int64)
  /// One of many items: a payment of a set or a range of amounts, a document among some, content of some types. Looked at as its
  /// description first, with all that is known of it before this party commits, and once more when it is here.
  case item(ItemExpectation)

  /// The bounds within which any item is accepted; `nil` for an item that is named outright.
  var expectation: ItemExpectation? { if case .item(let expected) = self { expected } else { nil } }

  private enum Word: String, CanonicalValue {
    case money, bond, statement, certificate, credential, mail, data, stream, item
    case smallData = "small-data"
    case accountMoney = "account-money"
  }

  /// Whom an item must name so that we believe in it.
  struct Believed: Sendable {
    let payee: Thumbprint
    let ledgers: Set<Thumbprint>
    let issuers: Set<Thumbprint>
  }

  /// Refuses with `notAsOffered` an item that is another, and with `untrusted` one that rests on a bank or an issuer whom we
  /// do not believe.
  func check(_ item: DescribedItem, _ believed: Believed) throws(Refusal) {
    switch (self, item.description) {
    case (.money(let wanted), .lock(let amount, _, _)), (.bond(let wanted), .bond(let amount, _, _)):
      try require(amount == wanted, item, "it is \(amount) and not \(wanted)")
    case (.accountMoney(let wanted, let longest), .reversibleLock(let amount, _, _, let settlement)):
      try require(amount == wanted, item, "it is \(amount) and not \(wanted)")
      try require(settlement <= longest, item, "it can be taken back for \(settlement.seconds) seconds")
    case (.statement(let text), .statement(let document)):
      try require(document == text.documentDigest, item, "it says something else")
    case (.certificate(let wanted), .certificate(let document, _)),
      (.credential(let wanted), .credential(let document, _, _)):
      try require(document == wanted, item, "it says something else")
    case (.mail(let longest), .mail(let length)):
      try require(length <= longest, item, "it has \(length) bytes")
    // Whoever expects data of any size may as well get it in the fairer form.
    case (.smallData(let longest), .checkedData(let content)), (.data(let longest), .data(let content)),
      (.data(let longest), .checkedData(let content)):
      try require(content.length <= longest, item, "it has \(content.length) bytes")
    // What it is, and how long, is known at its end.
    case (.stream, .unsecured): return
    case (.item(let expected), _):
      try expected.ofDescription.check(ItemParticulars(of: item.description), as: .promised)
    case (.money, _), (.accountMoney, _), (.bond, _), (.statement, _), (.certificate, _), (.credential, _), (.mail, _),
      (.smallData, _), (.data, _), (.stream, _):
      try require(false, item, "it is of the class \(item.description.itemClass.rawValue)")
    }
    try believe(item, believed)
  }

  /// Whatever is expected, money pays us, and nothing rests on a bank or an issuer whom we do not believe.
  private func believe(_ item: DescribedItem, _ believed: Believed) throws(Refusal) {
    switch item.description {
    case .lock(_, let payee, let ledger), .bond(_, let payee, let ledger), .reversibleLock(_, let payee, let ledger, _):
      try require(payee == believed.payee, item, "it pays somebody else")
      try trust(believed.ledgers.contains(ledger), item, "bank")
    case .certificate(_, let issuer): try trust(believed.issuers.contains(issuer), item, "issuer")
    case .credential(_, let issuer, let registry):
      try trust(believed.issuers.isSuperset(of: [issuer, registry]), item, "issuer")
    case .statement, .mail, .checkedData, .data: break
    case .unsecured: try require(false, item, "it is nothing that can be exchanged")
    }
  }

  private func require(_ condition: Bool, _ item: DescribedItem, _ otherwise: String) throws(Refusal) {
    guard condition else {
      throw Refusal(.notAsOffered, blame: .peer, "the item at \(item.path) is not what is expected: \(otherwise)")
    }
  }

  private func trust(_ condition: Bool, _ item: DescribedItem, _ what: String) throws(Refusal) {
    guard condition else {
      throw Refusal(.untrusted, blame: .peer, "the item at \(item.path) rests on another \(what) than we believe")
    }
  }

  private var parts: (word: Word, value: JSON) {
    switch self {
    case .money(let amount): (.money, amount.json)
    case .accountMoney(let amount, _): (.accountMoney, amount.json)
    case .bond(let amount): (.bond, amount.json)
    case .statement(let text): (.statement, text.json)
    case .certificate(let document): (.certificate, document.json)
    case .credential(let document): (.credential, document.json)
    case .mail(let longest): (.mail, longest.json)
    case .smallData(let longest): (.smallData, longest.json)
    case .data(let longest): (.data, longest.json)
    case .stream(let longest): (.stream, longest.json)
    case .item(let expected): (.item, expected.json)
    }
  }

  public var json: JSON {
    let settlement: Span? = if case .accountMoney(_, let settlement) = self { settlement } else { nil }
    return .fields(["expects": parts.word.json, "settlement": settlement?.json, "what": parts.value])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("expects", as: Word.self) {
    case .money: self = .money(try fields.value("what"))
    case .accountMoney:
      self = .accountMoney(try fields.value("what"), settlement: try fields.value("settlement"))
    case .bond: self = .bond(try fields.value("what"))
    case .statement: self = .statement(try fields.value("what"))
    case .certificate: self = .certificate(try fields.value("what"))
    case .credential: self = .credential(try fields.value("what"))
    case .mail: self = .mail(longest: try fields.value("what"))
    case .smallData: self = .smallData(longest: try fields.value("what"))
    case .data: self = .data(longest: try fields.value("what"))
    case .stream: self = .stream(longest: try fields.value("what"))
    case .item: self = .item(try Self.knowable(fields.value("what")))
    }
    try fields.close()
  }

  /// Refuses what a party by itself never learns of an item, rather than leave it unchecked.
  private static func knowable(_ expected: ItemExpectation) throws(CodingError) -> ItemExpectation {
    var known = expected.ofDescription
    switch expected.form {
    case .content: known.form = expected.form
    case .anything, .exactly, .statement, .certificate, .credential, .payment, .accountPayment, .bond, .mail: break
    }
    guard known == expected else {
      throw CodingError(
        .outOfRange,
        "brands, kinds, signers, certifiers and validity of an item are not known to a party by itself; leave them out")
    }
    return expected
  }
}
