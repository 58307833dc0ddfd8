/// T9: who may claim something holds the evidence for it by then.
struct EvidenceCheck {
  let view: TermsView
  private var terms: TermsOfBusiness { view.terms }

  func findings(_ exploration: TermsExploration) -> [Finding] {
    var findings = [Finding]()
    for entry in terms.states {
      guard case .dispute(let claims) = entry.state.step else { continue }
      let found = exploration.plays(in: entry.name).map(\.play)
      for claim in claims {
        for proof in claim.proofs where !found.isEmpty {
          let without = found.filter { !holds(proof, claim.claimant, $0, exploration.rules) }
          guard !without.isEmpty else { continue }
          let isNever = without.count == found.count
          findings.append(
            Finding(
              .evidence, isNever ? .error : .warning, at: ["states", entry.name, "claims"],
              "the \(claim.claimant.rawValue) can claim \(claim.rawValue) here "
                + (isNever ? "and never holds " : "although a deal can come here without ")
                + "\(proof.words): it would be turned down.",
              fix: proof.fix))
        }
      }
    }
    return findings
  }

  private func holds(_ proof: ClaimProof, _ claimant: DealSide, _ play: Play, _ rules: TermsRules) -> Bool {
    let peer = claimant.peer
    switch proof {
    case .contract:
      return terms.items.contains { $0.form == .contract && rules.given($0.name, by: peer, in: play) > 0 }
    case .payment:
      return terms.items.contains { item in
        guard case .money = item.form else { return false }
        return rules.given(item.name, by: .buyer, in: play) > 0
      }
    case .delivery:
      return terms.items.contains { item in
        switch item.form {
        case .data, .credential: rules.isGiven(item.name, in: play)
        case .document: rules.given(item.name, by: .seller, in: play) > 0
        case .offer, .order, .contract, .receipt, .money, .refund, .goods, .work: false
        }
      }
    case .acceptance:
      return terms.states.contains { entry in
        guard case .transfer(let items, let from) = entry.state.step, from == .seller, entry.state.receipt else {
          return false
        }
        return items.contains { rules.given($0, by: .seller, in: play) > 0 }
      }
        || terms.items.contains { $0.form == .document && rules.given($0.name, by: .buyer, in: play) > 0 }
    }
  }
}

/// What an arbiter wants to see before it hears a claim.
enum ClaimProof: Hashable, Sendable {
  case contract, payment
  /// What has come, or a document that tells of it.
  case delivery
  /// That the buyer has got it.
  case acceptance

  var words: String {
    switch self {
    case .contract: "the other side's signature under a contract"
    case .payment: "a proof of payment"
    case .delivery: "anything that shows what was delivered"
    case .acceptance: "anything that shows that the buyer has got it"
    }
  }

  var fix: String {
    switch self {
    case .contract: "Have the contract signed on every way to this state, or take the claim out of claims."
    case .payment: "Let only deals in which something was paid come here, or take the claim out of claims."
    case .delivery:
      "Let the seller give a document of the delivery first (transfer: parcel+dispatch), or take the claim out of claims."
    case .acceptance:
      "Write receipt: true where it is delivered, or let the buyer sign for it (transfer: handover, from: buyer)."
    }
  }
}

extension ClaimKind {
  var proofs: [ClaimProof] {
    switch self {
    case .notDelivered, .refundDue: [.contract, .payment]
    case .notAsAgreed, .damaged: [.contract, .delivery]
    case .late: [.contract]
    case .paidTwice: [.payment]
    case .neverOrdered: []
    case .notPaid: [.contract, .acceptance]
    }
  }
}
