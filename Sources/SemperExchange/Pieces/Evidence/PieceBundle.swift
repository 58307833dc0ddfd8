public import SemperCoding
public import SemperCryptography
import SemperModel

/// All that one party can show of an exchange piece for piece: what both agreed, the two commitments, every piece that either
/// side has given, last words, and the proof of a bad piece.
///
/// A value of this type is whole in form. Whether anything in it is true, `PieceJudge` says.
public struct PieceBundle: Hashable, Sendable, CanonicalValue {
  public static let version = 1
  public static let limits = ExchangeBundle.limits
  /// Two commitments, all pieces of both sides, two last words; and as much again for what contradicts them.
  static let mostStatements = 4 * (ExchangeBody.mostItems + 2)
  static let mostProofs = 2

  public let terms: ExchangeTerms
  /// The originator's items, then the responder's.
  public let items: [DescribedItem]
  public let statements: [SignedStatement]
  public let proofs: [PieceProof]

  /// Refuses too many statements, one that is there twice, and one of a kind that is no evidence of such an exchange.
  public init(
    terms: ExchangeTerms, items: [DescribedItem], statements: [SignedStatement], proofs: [PieceProof]
  ) throws(CodingError) {
    guard statements.count <= Self.mostStatements, proofs.count <= Self.mostProofs else {
      throw CodingError(.tooMany, "an exchange piece for piece has at most \(Self.mostStatements) statements")
    }
    guard Set(statements.map(\.digest)).count == statements.count else {
      throw CodingError(.duplicateName, "a statement is there twice").inside("statements")
    }
    let kinds: Set<StatementKind> = [.commitPieces, .openPiece, .endPieces]
    guard statements.allSatisfy({ kinds.contains($0.kind) }) else {
      throw CodingError(.outOfRange, "a statement is no evidence of pieces").inside("statements")
    }
    self.terms = terms
    self.items = items
    self.statements = statements
    self.proofs = proofs
  }

  /// What a party's journal holds. A message of its own is there only once the peer has it.
  public init(_ side: ExchangeSide, events: [PieceEvent]) throws(CodingError) {
    var delivered: Set<Digest> = []
    var answered = false
    var statements = [SignedStatement]()
    var proofs = [PieceProof]()
    // Who answers has what it answers. A last word answers no piece, but it names the commitments that it ends.
    for event in events.reversed() {
      switch event {
      case .received(let statement):
        if statement.kind == .endPieces {
          delivered.formUnion(statement.journalled(as: EndPieces.self).commits)
        } else {
          answered = true
        }
      case .delivered(let digest): delivered.insert(digest)
      case .signed(let statement):
        if answered { delivered.insert(statement.digest) }
      case .locked, .lockRefused, .fetched, .fetchRefused, .good, .bad, .timePassed, .giveUp: continue
      }
    }
    for event in events {
      switch event {
      case .signed(let statement):
        guard delivered.contains(statement.digest), !statements.contains(statement) else { continue }
        // Who has ended takes a last word too, but it proves nothing beside a commitment that has never arrived.
        if statement.kind == .endPieces {
          let named = statement.journalled(as: EndPieces.self).commits
          guard Set(statements.map(\.digest)).isSuperset(of: named) else { continue }
        }
        statements.append(statement)
      case .received(let statement): if !statements.contains(statement) { statements.append(statement) }
      case .bad(let number, let proof):
        proofs = [PieceProof(giver: side.role.peer, number: number, proof: proof)]
      case .locked, .lockRefused, .fetched, .fetchRefused, .good, .delivered, .timePassed, .giveUp: continue
      }
    }
    try self.init(terms: side.terms, items: side.items, statements: statements, proofs: proofs)
  }

  public var json: JSON {
    .fields([
      "items": items.json, "pieces": Self.version.json, "proofs": proofs.json, "statements": statements.json,
      "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let version: Int = try fields.value("pieces")
    guard version == Self.version else {
      throw CodingError(.outOfRange, "a bundle of pieces of version \(version) is not known here").inside("pieces")
    }
    try self.init(
      terms: fields.value("terms"), items: fields.value("items"), statements: fields.value("statements"),
      proofs: fields.value("proofs"))
    try fields.close()
  }
}
