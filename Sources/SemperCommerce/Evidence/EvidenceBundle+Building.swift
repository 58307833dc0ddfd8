public import SemperArchive
import SemperCoding
public import SemperCryptography
import SemperExchange
public import SemperModel
import SemperPayments

extension EvidenceBundle {
  /// Puts together what an archive holds of a deal.
  ///
  /// Of the roles, those whose keys the offer or the agreed payment names are taken, the newest description of each. Calls to the arbiter and
  /// statements that were refused prove nothing that is not in the bundle anyway and stay out. Refuses with `malformed`
  /// items that cannot be read or are no evidence of one deal.
  public init(deal: ID<Deal>, items: [EvidenceItem], roles: [SignedStatement] = []) throws(Refusal) {
    do {
      var statements = [SignedStatement]()
      for item in items where Self.isEvidence(item.form) {
        statements.add(try SignedStatement(bytes: item.bytes, limits: Self.limits))
      }
      let described = Self.described(roles + statements.filter { $0.kind == .role }, namedIn: statements)
      statements = described + Self.withoutIdleCommitments(statements.filter { $0.kind != .role })
      statements = statements.enumerated().sorted {
        (Self.rank($0.element), $0.offset) < (Self.rank($1.element), $1.offset)
      }.map(\.element)
      let names = try Self.keyNames(in: statements)
      let keys = try Self.keys(in: statements).filter { names.contains($0.thumbprint) }
      let isOrdered = statements.contains { $0.kind == .order }
      try self.init(deal: isOrdered ? deal : nil, statements: statements, keys: KeySet(keys).sorted)
    } catch {
      throw Refusal(.malformed, blame: .us, "the evidence of this deal does not make a bundle: \(error)")
    }
  }

  private static func isEvidence(_ form: String) -> Bool {
    StatementKind.allCases.contains { $0.headerType == form && EvidencePlace($0) != nil }
  }

  /// Of commitments of one kind, those that later statements name, and others up to two, which convict who made them. More
  /// prove nothing more, and could make a bundle too large to be one.
  private static func withoutIdleCommitments(_ statements: [SignedStatement]) -> [SignedStatement] {
    let named = Set(statements.flatMap(commitments(namedBy:)))
    var idle = statements.filter { $0.kind.isCommitment && !named.contains($0.digest) }[...]
    for kind in [StatementKind.commitOriginator, .commitResponder] {
      let places = (kind.mostKept ?? 0) - statements.count { $0.kind == kind && named.contains($0.digest) }
      var kept = 0
      idle.removeAll { statement in
        guard statement.kind == kind, kept < places else { return false }
        kept += 1
        return true
      }
    }
    let dropped = Set(idle.map(\.digest))
    return statements.filter { !dropped.contains($0.digest) }
  }

  private static func commitments(namedBy statement: SignedStatement) -> [Digest] {
    if let third = try? VerifiedStatement<OpenOriginator>.content(of: statement) { return third.commits }
    if let fourth = try? VerifiedStatement<OpenResponder>.content(of: statement) { return fourth.commits }
    if let decision = try? VerifiedStatement<ArbiterDecision>.content(of: statement) { return decision.commits }
    if let second = try? VerifiedStatement<CommitResponder>.content(of: statement) { return [second.answers] }
    return []
  }

  private static func rank(_ statement: SignedStatement) -> Int {
    EvidencePlace(statement.kind)?.rawValue ?? .max
  }

  private static func described(
    _ roles: [SignedStatement], namedIn statements: [SignedStatement]
  ) -> [SignedStatement] {
    guard let signed = statements.first(where: { $0.kind == .offer }),
      let offer = try? VerifiedStatement<Offer>.content(of: signed)
    else { return [] }
    var newest: [Thumbprint: (issued: Timestamp, statement: SignedStatement)] = [:]
    for role in roles {
      guard let content = try? VerifiedStatement<RoleDescription>.content(of: role) else { continue }
      let key = content.key.thumbprint
      if let known = newest[key], known.issued >= content.issued { continue }
      newest[key] = (content.issued, role)
    }
    let order = statements.first { $0.kind == .order }.flatMap { try? VerifiedStatement<Order>.content(of: $0) }
    var named = [offer.seller, offer.bank.key, offer.arbiter.key]
    // A deal may be paid at another bank than the offer's own.
    if let ledger = order?.payment?.ledger, !named.contains(ledger) { named.append(ledger) }
    return named.compactMap { newest[$0.thumbprint]?.statement }
  }

  /// The keys that statements bring or name in full.
  private static func keys(in statements: [SignedStatement]) throws(Refusal) -> [PublicKey] {
    var keys = [PublicKey]()
    for statement in statements {
      if statement.kind == .role {
        keys.append(try VerifiedStatement<RoleDescription>.content(of: statement).key)
      } else if statement.kind == .offer {
        let offer = try VerifiedStatement<Offer>.content(of: statement)
        keys += [offer.seller, offer.bank.key, offer.arbiter.key]
      } else if statement.kind == .order {
        keys.append(try VerifiedStatement<Order>.content(of: statement).buyer.key)
      } else if statement.kind == .carriage {
        keys.append(try VerifiedStatement<Carriage>.content(of: statement).carrier)
      }
    }
    return keys
  }
}

extension [SignedStatement] {
  /// Adds a statement, or its signatures when a draft of it is there already.
  fileprivate mutating func add(_ statement: SignedStatement) {
    guard let index = firstIndex(where: { $0.digest == statement.digest }) else { return append(statement) }
    if statement.signatures.count > self[index].signatures.count { self[index] = statement }
  }
}
