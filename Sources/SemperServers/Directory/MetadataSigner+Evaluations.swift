public import SemperCertification
public import SemperCryptography
public import SemperModel

/// Statements that the key of the home signs: a seller's terms, an evaluator's words.
extension MetadataSigner {
  /// A statement of which this key is the only signer. Throws what making its content throws, and `CryptographyError` for one that
  /// others have to sign.
  public func statement<Content: StatementContent>(
    _ content: (PublicKey) throws -> Content
  ) async throws -> SignedStatement {
    let key = try await home.signingKey()
    return try VerifiedStatement(signing: content(key.publicKey), with: [key]).signed
  }

  /// A verdict on a service. Throws `CodingError` for what no evaluation may say.
  public func evaluation(
    of service: Digest, checker: String, report: Digest, grade: Grade, remarks: [LanguageTag: HumanText] = [:],
    at now: Timestamp, for lifetime: Span
  ) async throws -> SignedStatement {
    try await statement { key in
      try Evaluation(
        evaluator: key, service: service, checker: checker, report: report, grade: grade, remarks: remarks,
        issued: now, expires: now.advanced(by: lifetime))
    }
  }

  /// The first status list, or the one after another: with all that this one has withdrawn, and more.
  ///
  /// Refuses what is no status list, and (`wrongSigner`, blame on us) one of another evaluator.
  public func status(
    after previous: SignedStatement? = nil, withdrawing withdrawn: [Withdrawal] = [], at now: Timestamp,
    for lifetime: Span
  ) async throws -> SignedStatement {
    let earlier = try previous.map { signed in
      try VerifiedStatement<EvaluationStatus>(verifying: signed, keys: KeySet()).content
    }
    let known = earlier?.withdrawn ?? []
    let more = withdrawn.filter { withdrawal in !known.contains { $0.evaluation == withdrawal.evaluation } }
    return try await statement { key in
      guard earlier.map({ $0.evaluator == key }) ?? true else {
        throw Refusal(.wrongSigner, blame: .us, "the list before was signed with the key of another home")
      }
      let status = try EvaluationStatus(
        evaluator: key, number: (earlier?.number ?? 0) + 1, issued: now, nextUpdate: now.advanced(by: lifetime),
        withdrawn: known + more)
      if let earlier { try status.requireFollowing(earlier) }
      return status
    }
  }
}
