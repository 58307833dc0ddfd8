public import SemperCoding
public import SemperCryptography
public import SemperModel

/// All that one party can show of an exchange that belongs to no deal: what both agreed, who the arbiter and the ledgers
/// are by their own certified word, and what was signed, in the order in which the party learned of it.
///
/// A value of this type is whole in form. Whether anything in it is true, `ExchangeJudge` says.
public struct ExchangeBundle: Hashable, Sendable, CanonicalValue {
  public static let version = 1
  public static let limits = DecodingLimits(bytes: 8 << 20, members: 50_000)
  static let mostStatements = 64
  static let mostRoles = 8

  public let terms: ExchangeTerms
  /// The originator's items, then the responder's.
  public let items: [DescribedItem]
  /// What arbiter and ledgers say of themselves, with their certificates.
  public let roles: [SignedStatement]
  public let statements: [SignedStatement]

  /// Refuses too many statements, one that is there twice, and one of a kind that is no evidence of an exchange.
  public init(
    terms: ExchangeTerms, items: [DescribedItem], roles: [SignedStatement], statements: [SignedStatement]
  ) throws(CodingError) {
    guard (0...Self.mostStatements).contains(statements.count), roles.count <= Self.mostRoles else {
      throw CodingError(.tooMany, "an exchange has at most \(Self.mostStatements) statements").inside("statements")
    }
    guard Set(statements.map(\.digest)).count == statements.count, Set(roles.map(\.digest)).count == roles.count else {
      throw CodingError(.duplicateName, "a statement is there twice").inside("statements")
    }
    guard statements.allSatisfy({ $0.kind.isEvidenceOfExchange }) else {
      throw CodingError(.outOfRange, "a statement is there that is no evidence of an exchange").inside("statements")
    }
    guard roles.allSatisfy({ $0.kind == .role }) else {
      throw CodingError(.outOfRange, "only roles are described here").inside("roles")
    }
    self.terms = terms
    self.items = items
    self.roles = roles
    self.statements = statements
  }

  /// What a party's journal holds.
  ///
  /// An opening of its own is there only once the peer has it, because one that never left binds nobody, or once the peer has
  /// opened: then it shows that the party has given too, whoever keeps silent about that. Calls to the arbiter stay out, because
  /// the decisions say what came of them, and so do proposals of settlements that have not come about.
  public init(_ side: ExchangeSide, events: [ExchangeEvent], roles: [SignedStatement]) throws(CodingError) {
    var delivered: Set<Digest> = []
    for case .delivered(let digest) in events { delivered.insert(digest) }
    let hasPeerOpened = events.contains { event in
      if case .received(let statement) = event { statement.kind.isOpening } else { false }
    }
    var statements = [SignedStatement]()
    func add(_ statement: SignedStatement) {
      if !statements.contains(where: { $0.digest == statement.digest }) { statements.append(statement) }
    }
    let settlement = SettlementEvidence(events)
    for event in events {
      switch event {
      case .signed(let statement):
        guard statement.kind.isEvidenceOfExchange, settlement.admits(statement) else { continue }
        if !statement.kind.isOpening || hasPeerOpened || delivered.contains(statement.digest) { add(statement) }
      case .received(let statement):
        if statement.kind.isEvidenceOfExchange, settlement.admits(statement) { add(statement) }
      case .decided(let decision, _, let second):
        second.map(add)
        add(decision)
      case .secured(let outcomes), .released(let outcomes), .settlement(.settled(let outcomes)):
        outcomes.forEach(add)
      case .locked, .lockRefused, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad, .securingRefused,
        .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
        continue
      }
    }
    try self.init(terms: side.terms, items: side.items, roles: roles, statements: statements)
  }

  /// All that several parties of one exchange can show together; the bundles are about the first one's exchange.
  public init(of bundles: [ExchangeBundle]) throws(CodingError) {
    guard let first = bundles.first, bundles.allSatisfy({ $0.terms == first.terms && $0.items == first.items }) else {
      throw CodingError(.outOfRange, "the evidence is about different exchanges").inside("terms")
    }
    func distinct(_ signed: [SignedStatement]) -> [SignedStatement] {
      var seen: Set<Digest> = []
      return signed.filter { seen.insert($0.digest).inserted }
    }
    try self.init(
      terms: first.terms, items: first.items, roles: distinct(bundles.flatMap(\.roles)),
      statements: distinct(bundles.flatMap(\.statements)))
  }

  public func statements(of kind: StatementKind) -> [SignedStatement] { statements.filter { $0.kind == kind } }

  public var json: JSON {
    .fields([
      "items": items.json, "roles": roles.json, "statements": statements.json, "terms": terms.json,
      "v": Self.version.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let version: Int = try fields.value("v")
    guard version == Self.version else {
      throw CodingError(.outOfRange, "an exchange bundle of version \(version) is not known here").inside("v")
    }
    let items: [DescribedItem] = try fields.value("items")
    let roles: [SignedStatement] = try fields.value("roles")
    let statements: [SignedStatement] = try fields.value("statements")
    let terms: ExchangeTerms = try fields.value("terms")
    try fields.close()
    try self.init(terms: terms, items: items, roles: roles, statements: statements)
  }
}

extension StatementKind {
  fileprivate var isOpening: Bool { self == .openOriginator || self == .openResponder }

  fileprivate var isEvidenceOfExchange: Bool {
    let kinds: Set<StatementKind> = [
      .commitOriginator, .commitResponder, .openOriginator, .openResponder, .complain, .accept, .decision, .lockOutcome,
      .statusOutcome, .settlementProposal, .settlementConsent,
    ]
    return kinds.contains(self)
  }
}
