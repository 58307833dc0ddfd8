public import SemperCoding
public import SemperCryptography
import SemperExchange
public import SemperModel

/// Everything that is signed in one deal, in the order in which a deal goes, with the keys that it names: what one party
/// hands to a third so that it can judge.
///
/// A value of this type is whole in form: no statement or key twice, none of another kind, each key named by a signature
/// and each signature's key there. Whether anything in it is true, `EvidenceJudge` says.
public struct EvidenceBundle: Hashable, Sendable, CanonicalValue {
  public static let version = 1
  public static let limits = DecodingLimits(bytes: 8 << 20, members: 50_000)
  /// More statements than this are no evidence of one purchase.
  static let mostStatements = 64
  /// Likewise of a deal of many steps.
  static let mostActs = 1_000
  /// Statements of carriers, in either kind of deal.
  public static let mostCarriages = 16

  /// As the order names it; absent where there is no order, because nothing else would vouch for it.
  public let deal: ID<Deal>?
  public let statements: [SignedStatement]
  /// In the order of their thumbprints.
  public let keys: [PublicKey]

  init(deal: ID<Deal>?, statements: [SignedStatement], keys: [PublicKey]) throws(CodingError) {
    self.deal = deal
    self.statements = statements
    self.keys = keys
    try checkForm()
  }

  public func statements(of kind: StatementKind) -> [SignedStatement] { statements.filter { $0.kind == kind } }

  public var json: JSON {
    .fields([
      "deal": deal?.json, "keys": keys.json, "statements": statements.json, "v": Self.version.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let version: Int = try fields.value("v")
    guard version == Self.version else {
      throw CodingError(.outOfRange, "a bundle of version \(version) is not known here").inside("v")
    }
    let deal: ID<Deal>? = try fields.optional("deal")
    let keys: [PublicKey] = try fields.value("keys")
    let statements: [SignedStatement] = try fields.value("statements")
    try fields.close()
    try self.init(deal: deal, statements: statements, keys: keys)
  }
}

// Form.
extension EvidenceBundle {
  private func checkForm() throws(CodingError) {
    let isCourse = statements.contains(where: Self.isAct)
    let most = isCourse ? Self.mostActs : Self.mostStatements
    guard (1...most).contains(statements.count) else {
      throw CodingError(.tooMany, "a bundle has 1 to \(most) statements").inside("statements")
    }
    guard statements.count(where: { $0.kind == .carriage }) <= Self.mostCarriages else {
      throw CodingError(.tooMany, "at most \(Self.mostCarriages) statements of carriers are shown").inside("statements")
    }
    guard Set(statements.map(\.digest)).count == statements.count else {
      throw CodingError(.duplicateName, "a statement is there twice").inside("statements")
    }
    var previous = EvidencePlace.role
    for statement in statements {
      guard let place = EvidencePlace(statement.kind) else {
        throw CodingError(.outOfRange, "a “\(statement.kind.rawValue)” is no evidence of a deal").inside("statements")
      }
      guard previous < place || (previous == place && place.mayRepeat(inCourse: isCourse)) else {
        throw CodingError(
          .notCanonical, "a “\(statement.kind.rawValue)” stands in the wrong place or twice"
        ).inside("statements")
      }
      previous = place
    }
    guard (deal != nil) == statements.contains(where: { $0.kind == .order }) else {
      throw CodingError(.wrongForm, "a bundle names the deal that its order opens").inside("deal")
    }
    let named = try Self.keyNames(in: statements)
    let present = keys.map(\.thumbprint)
    guard zip(present, present.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw CodingError(.notCanonical, "keys are sorted by thumbprint, and each is there once").inside("keys")
    }
    if let unused = present.first(where: { !named.contains($0) }) {
      throw CodingError(.unknownMember, "no statement is signed with the key \(unused)").inside("keys")
    }
    if let missing = named.subtracting(present).min() {
      throw CodingError(.missing, "the key \(missing) that a statement names is missing").inside("keys")
    }
  }

  /// Whether it is an act of a deal of many steps. A choice in a purchase goes without a turn.
  private static func isAct(_ statement: SignedStatement) -> Bool {
    switch statement.kind {
    case .deed: true
    case .choice: (try? VerifiedStatement<Choice>.content(of: statement))?.turn != nil
    default: false
    }
  }

  /// The keys that signatures name, also those of the statements inside commitments.
  static func keyNames(in statements: [SignedStatement]) throws(CodingError) -> Set<Thumbprint> {
    var names: Set<Thumbprint> = []
    for statement in statements {
      for part in [statement] + (try statement.locked().map(\.statement)) {
        names.formUnion(part.signatures.map(\.header.kid))
      }
    }
    return names
  }
}

extension SignedStatement {
  /// The statements that a commitment holds as locked items, with their paths; none for any other kind.
  func locked() throws(CodingError) -> [(path: String, statement: SignedStatement)] {
    let commitment: Commitment
    do throws(Refusal) {
      guard let carried = try Commitment(carriedBy: self) else { return [] }
      commitment = carried
    } catch {
      throw CodingError(.malformed, error.detail).inside("statements")
    }
    return commitment.locked.flatMap { item -> [(path: String, statement: SignedStatement)] in
      switch item.form {
      case .statement(let statement), .lock(let statement), .reversibleLock(let statement): [(item.path, statement)]
      case .credential(let statement, let status): [(item.path, statement), (item.path, status)]
      case .mail, .checkedData, .data: []
      }
    }
  }
}
