import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

// The four messages and what is locked in them.
extension EvidenceHearing {
  mutating func hearExchange() {
    hear(.commitOriginator) { hearing, signed throws(Refusal) in
      let first = try hearing.required(hearing.verifier, "a contract").commitOriginator(signed)
      hearing.firsts.append(first)
      return Testimony(says: "commits, as originator, to \(hearing.count(first.content.commitment))")
    }
    hear(.commitResponder) { hearing, signed throws(Refusal) in
      let verifier = try hearing.required(hearing.verifier, "a contract")
      let answered = try hearing.verified(signed, as: CommitResponder.self).content.answers
      let first = try hearing.required(hearing.firsts.first { $0.digest == answered }, "a commitment")
      let second = try verifier.commitResponder(signed, answering: first.digest)
      hearing.seconds.append(second)
      return Testimony(
        says: "commits, as responder, to \(hearing.count(second.content.commitment)), in answer to \(answered.short)")
    }
    hearItems()
    hear(.openOriginator) { hearing, signed throws(Refusal) in
      let verifier = try hearing.required(hearing.verifier, "a contract")
      let named = try hearing.verified(signed, as: OpenOriginator.self).content.commits
      hearing.third = try verifier.openOriginator(signed, commits: try hearing.commits(named))
      return Testimony(says: "opens, as originator, what was committed")
    }
    hear(.openResponder) { hearing, signed throws(Refusal) in
      let verifier = try hearing.required(hearing.verifier, "a contract")
      let named = try hearing.verified(signed, as: OpenResponder.self).content.commits
      hearing.fourth = try verifier.openResponder(signed, commits: try hearing.commits(named))
      return Testimony(says: "opens, as responder, what was committed, having checked what it got")
    }
  }

  /// The two commitments that a statement names, which must both be here and answer each other.
  func commits(_ named: [Digest]) throws(Refusal) -> [Digest] {
    let pairs = seconds.map { [$0.content.answers, $0.digest] }
    return try required(pairs.first { $0 == named }, "two commitments")
  }

  private func count(_ commitment: Commitment) -> String {
    commitment.locked.map { "\($0.path) (\($0.itemClass.rawValue))" }.joined(separator: ", ")
  }

  /// The commitment has already been checked against the contract, so here each item only speaks for itself.
  mutating func hearItems(of statement: SignedStatement) {
    guard let items = try? statement.locked() else { return }
    for item in items {
      hear(item.statement, at: item.path) { hearing, signed throws(Refusal) in
        _ = try hearing.required(
          hearing.firsts.contains { $0.digest == statement.digest }
            || hearing.seconds.contains { $0.digest == statement.digest } ? true : nil, "a commitment")
        return try hearing.item(signed)
      }
    }
  }

  private mutating func item(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    if signed.kind == .statusReceipt {
      let status: VerifiedStatement<StatusReceipt> = try verified(signed)
      return Testimony(
        says:
          "keeps the credential \(status.content.terms.credential.short), and turns it invalid if the exchange fails",
        time: status.content.issued)
    }
    guard signed.kind == .lockReceipt else {
      let conditional: VerifiedStatement<ConditionalStatement> = try verified(signed)
      return Testimony(
        says: "says the document \(conditional.content.document.short), and counts with its opening or the "
          + "arbiter's resolution")
    }
    let receipt: VerifiedStatement<LockReceipt> = try verified(signed)
    receipts.append(receipt)
    return Testimony(
      says: "holds \(receipt.content.terms.amount) for \(receipt.content.terms.payee.short) in the exchange "
        + receipt.content.terms.exchange.short,
      time: receipt.content.issued)
  }
}
