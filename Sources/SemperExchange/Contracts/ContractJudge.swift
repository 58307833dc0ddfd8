import SemperCryptography
public import SemperModel
import SemperPayments
import SemperStatements

/// Whether a contract of several parties binds. Pure, and needs nothing but the contract and the proofs.
public enum ContractJudge {
  /// Refuses with `notAParty` a proof of somebody whom the contract does not name, with `outsideTerms` a contract whose
  /// parts are not all proven (naming who is missing) or a proof about something else, and with whatever a signature, a
  /// commitment or an opening is refused for.
  public static func requireBinding(_ contract: ManyPartyContract, _ proofs: [ContractProof]) throws(Refusal) {
    var proven = Set<Thumbprint>()
    for proof in proofs { proven.insert(try check(proof, of: contract)) }
    if let missing = contract.parties.first(where: { !proven.contains($0) }) {
      throw Refusal(
        .outsideTerms, blame: .undetermined, "the contract binds nobody: the part of \(missing) does not count")
    }
  }

  /// The party whose part, and the coordinator's to it, the proof makes count.
  private static func check(_ proof: ContractProof, of contract: ManyPartyContract) throws(Refusal) -> Thumbprint {
    let (record, terms) = (proof.record, proof.record.terms)
    let party = terms.thumbprint(of: .responder)
    guard contract.parties.contains(party), terms.thumbprint(of: .originator) == contract.coordinator else {
      throw Refusal(.notAParty, blame: .peer, "an exchange is not between the coordinator and a party of the contract")
    }
    let expected = [contract.coordinator, party].map { signer in
      ItemDescription.statement(document: contract.part(of: signer).documentDigest)
    }
    try require(record.items.map(\.description) == expected, "an exchange is about something else than their parts")
    try require(
      terms.header.arbiter.key.thumbprint == contract.arbiter, "an exchange has another arbiter than the contract")
    let verifier = try ExchangeVerifier(terms: terms, items: record.items)
    let first = try verifier.commitOriginator(record.commitOriginator)
    let second = try verifier.commitResponder(record.commitResponder, answering: first.digest)
    let commits = [first.digest, second.digest]
    switch proof.title {
    case .resolved(let signed):
      let decision = try verifier.decision(signed, commits: commits).content
      try require(
        decision.verdict == .resolved && decision.commits == commits, "the arbiter did not resolve this exchange")
    case .opened(let third, let fourth):
      let opened = try verifier.openOriginator(third, commits: commits).content.secret
      let answered = try verifier.openResponder(fourth, commits: commits).content.secret
      try require(
        counts(first.content.commitment, with: opened) && counts(second.content.commitment, with: answered),
        "a part does not count with its signer's opening; only the arbiter can make it count")
    }
    return party
  }

  private static func counts(_ commitment: Commitment, with secret: OpeningSecret) -> Bool {
    commitment.locked.allSatisfy { item in
      guard case .statement(let signed) = item.form else { return false }
      return signed.journalled(as: ConditionalStatement.self).counts(with: secret.opening(for: item.path))
    }
  }

  private static func require(_ condition: Bool, _ otherwise: String) throws(Refusal) {
    guard condition else { throw Refusal(.outsideTerms, blame: .peer, otherwise) }
  }
}
