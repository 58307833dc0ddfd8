public import SemperCoding
public import SemperModel
public import SemperStatements

/// What a party promises or expects, decidable before commitment and after opening. Computed by one function from the
/// same signed offer on both sides, so that promise and expectation are equal or the exchange is refused.
public enum ItemDescription: Hashable, Sendable {
  /// A document that the giver itself signs, by its digest (purpose `document`).
  case statement(document: Digest)
  /// A document that an issuer signs for this exchange: a conditional certificate.
  case certificate(document: Digest, issuer: Thumbprint)
  /// An issuer's credential whose status a registry keeps and turns invalid after a failure.
  case credential(document: Digest, issuer: Thumbprint, registry: Thumbprint)
  /// Exactly this amount, locked at this ledger for this payee.
  case lock(amount: Money, payee: Thumbprint, ledger: Thumbprint)
  /// Exactly this amount, which the peer gets only if the arbiter finds that we failed; otherwise it comes back.
  case bond(amount: Money, payee: Thumbprint, ledger: Thumbprint)
  /// As `lock`, and for so long after the claim a failure decision takes the money back.
  case reversibleLock(amount: Money, payee: Thumbprint, ledger: Thumbprint, settlement: Span)
  /// So many bytes, whatever they are once they are opened.
  case mail(length: Int64)
  /// Data of at most `largestChecked` bytes whose salted chunks have this root.
  case checkedData(ContentRoot)
  /// Data of any size whose salted chunks have this root.
  case data(ContentRoot)
  /// Something outside the system, by the digest of the document that describes it.
  case unsecured(document: Digest)

  /// The most that an arbiter takes in, opens and checks at once: 16 MiB.
  public static let largestChecked: Int64 = 16 << 20

  public var itemClass: ItemClass {
    switch self {
    case .statement, .certificate: .statement
    case .credential: .revocable
    case .lock, .bond: .lock
    case .reversibleLock: .reversibleLock
    case .mail: .mail
    case .checkedData: .checkedData
    case .data: .data
    case .unsecured: .unsecured
    }
  }

  /// Whether this is money that comes back unless its owner failed.
  public var isBond: Bool {
    switch self {
    case .bond: true
    case .statement, .certificate, .credential, .lock, .reversibleLock, .mail, .checkedData, .data, .unsecured: false
    }
  }

  /// Whom money pays.
  var payee: Thumbprint? {
    switch self {
    case .lock(_, let payee, _), .bond(_, let payee, _), .reversibleLock(_, let payee, _, _): payee
    case .statement, .certificate, .credential, .mail, .checkedData, .data, .unsecured: nil
    }
  }

  /// Content as it is exchanged most fairly: small content so that the arbiter can check all of it, if it may see it.
  public static func content(_ root: ContentRoot, arbiterMaySee: Bool) -> ItemDescription {
    arbiterMaySee && (1...largestChecked).contains(root.length) ? .checkedData(root) : .data(root)
  }

  /// Bytes of the ciphertext of data or mail; `nil` for other items.
  public var sealedLength: Int64? {
    switch self {
    case .mail(let length): MailSealer.sealedLength(of: length)
    case .checkedData(let content), .data(let content): content.sealedLength
    case .statement, .certificate, .credential, .lock, .bond, .reversibleLock, .unsecured: nil
    }
  }

  /// The root that opened data must have; absent for mail, which is whatever it opens to.
  public var content: ContentRoot? {
    switch self {
    case .checkedData(let content), .data(let content): content
    case .statement, .certificate, .credential, .lock, .bond, .reversibleLock, .mail, .unsecured: nil
    }
  }
}

extension ItemDescription: CanonicalValue {
  public var json: JSON {
    func form(_ members: KeyValuePairs<String, JSON?>) -> JSON {
      .object(
        JSONObject([("class", itemClass.json)] + members.compactMap { name, value in value.map { (name, $0) } }))
    }
    return switch self {
    case .statement(let document), .unsecured(let document): form(["document": document.json])
    case .certificate(let document, let issuer): form(["document": document.json, "issuer": issuer.json])
    case .credential(let document, let issuer, let registry):
      form(["document": document.json, "issuer": issuer.json, "registry": registry.json])
    case .lock(let amount, let payee, let ledger):
      form(["amount": amount.json, "ledger": ledger.json, "payee": payee.json])
    case .bond(let amount, let payee, let ledger):
      form(["amount": amount.json, "bond": true.json, "ledger": ledger.json, "payee": payee.json])
    case .reversibleLock(let amount, let payee, let ledger, let settlement):
      form([
        "amount": amount.json, "ledger": ledger.json, "payee": payee.json, "settlement": settlement.json,
      ])
    case .mail(let length): form(["length": length.json])
    case .checkedData(let content), .data(let content): form(["content": content.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    self = try Self(fields.value("class", as: ItemClass.self), &fields)
    try fields.close()
  }

  private init(_ itemClass: ItemClass, _ fields: inout ObjectReader) throws(CodingError) {
    switch itemClass {
    case .statement:
      let document: Digest = try fields.value("document")
      let issuer: Thumbprint? = try fields.optional("issuer")
      self = issuer.map { .certificate(document: document, issuer: $0) } ?? .statement(document: document)
    case .revocable:
      self = .credential(
        document: try fields.value("document"), issuer: try fields.value("issuer"),
        registry: try fields.value("registry"))
    case .lock:
      let (amount, payee, ledger) = try Self.money(&fields)
      self =
        try fields.mark("bond")
        ? .bond(amount: amount, payee: payee, ledger: ledger)
        : .lock(amount: amount, payee: payee, ledger: ledger)
    case .reversibleLock:
      let (amount, payee, ledger) = try Self.money(&fields)
      self = .reversibleLock(
        amount: amount, payee: payee, ledger: ledger, settlement: try fields.value("settlement"))
    case .mail:
      let length: Int64 = try fields.value("length")
      try Self.require(length, "mail")
      self = .mail(length: length)
    case .checkedData:
      let content: ContentRoot = try fields.value("content")
      try Self.require(content.length, "data that the arbiter checks at once")
      self = .checkedData(content)
    case .data: self = .data(try fields.value("content"))
    case .unsecured: self = .unsecured(document: try fields.value("document"))
    }
  }

  private static func money(
    _ fields: inout ObjectReader
  ) throws(CodingError) -> (amount: Money, payee: Thumbprint, ledger: Thumbprint) {
    let amount: Money = try fields.value("amount")
    return (amount, try fields.value("payee"), try fields.value("ledger"))
  }

  private static func require(_ length: Int64, _ what: String) throws(CodingError) {
    guard (1...largestChecked).contains(length) else {
      throw CodingError(.outOfRange, "\(what) has 1 to \(largestChecked) bytes").inside("length")
    }
  }
}
