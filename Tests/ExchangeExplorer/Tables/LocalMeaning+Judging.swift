import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

extension LocalMeaning {
  init(_ state: LocalState, _ role: ExchangeRole, _ stage: Stage, fault: String?) {
    end = state.machine.outcome.map { outcome in
      switch outcome {
      case .completed: .completed
      case .aborted: .aborted
      case .settled(let plan): .settled(plan)
      case .compensated: .compensated
      case .declined: .declined
      case .wronged: .wronged
      }
    }
    let peer = stage.side(role).items(of: role.peer)
    let notes = state.notes
    hasStatements = peer.filter(\.isConditional).allSatisfy { item in
      notes.commitments.contains { commitment in
        guard let signed = Notes.locked(commitment).first(where: { $0.path == item.path })?.conditional,
          item.isSaid(by: signed.journalled(as: ConditionalStatement.self), of: role.peer, stage)
        else { return false }
        return notes.resolution.map { Self.named(in: $0).contains(commitment.digest) } ?? false
          || notes.hasSecret
            && signed.journalled(as: ConditionalStatement.self)
              .counts(with: stage.secret(role.peer).opening(for: item.path))
      }
    }
    hasGoods = notes.hasChecked || !peer.contains { $0.description.itemClass.isData }
    hasEvidence =
      if case .settled = end { notes.provesSettlement } else { Self.proves(notes, against: role.peer, stage) }
    self.fault = fault
  }

  /// Verifies everything again, as a judge would who was not there. Whose it is and of which exchange is read from the
  /// statements themselves: who has let in another's has to be found out.
  private static func proves(_ notes: Notes, against peer: ExchangeRole, _ stage: Stage) -> Bool {
    let proofs = [notes.opening.flatMap(named), notes.resolution.map(named(in:))].compactMap(\.self)
    return proofs.contains { digests in
      notes.commitments.contains { proves(notes, $0, digests, against: peer, stage) }
    }
  }

  private static func proves(
    _ notes: Notes, _ commitment: SignedStatement, _ digests: [Digest], against peer: ExchangeRole, _ stage: Stage
  ) -> Bool {
    guard commitment.isSaid(by: peer, in: stage) else { return false }
    do {
      switch peer {
      case .originator:
        _ = try stage.verifier.commitOriginator(commitment)
        guard digests.first == commitment.digest else { return false }
      case .responder:
        guard digests.count == 2, digests[1] == commitment.digest else { return false }
        _ = try stage.verifier.commitResponder(commitment, answering: digests[0])
      }
      if let opening = notes.opening, named(opening) == digests, opening.isSaid(by: peer, in: stage) {
        switch peer {
        case .originator: _ = try stage.verifier.openOriginator(opening, commits: digests)
        case .responder: _ = try stage.verifier.openResponder(opening, commits: digests)
        }
        return true
      }
      if let resolution = notes.resolution {
        return try stage.verifier.decision(resolution, commits: digests).content.verdict == .resolved
      }
      return false
    } catch { return false }
  }

  private static func named(_ opening: SignedStatement) -> [Digest]? {
    switch opening.kind {
    case .openOriginator: opening.journalled(as: OpenOriginator.self).commits
    case .openResponder: opening.journalled(as: OpenResponder.self).commits
    default: nil
    }
  }

  private static func named(in resolution: SignedStatement) -> [Digest] {
    resolution.journalled(as: ArbiterDecision.self).commits
  }
}

extension DescribedItem {
  /// Whether it is a document that counts with an opening or a resolution.
  var isConditional: Bool {
    switch description.itemClass {
    case .statement, .revocable: true
    case .lock, .reversibleLock, .mail, .checkedData, .data, .unsecured: false
    }
  }

  /// Whether a conditional statement is the one that was promised.
  fileprivate func isSaid(by said: ConditionalStatement, of role: ExchangeRole, _ stage: Stage) -> Bool {
    guard said.exchange == stage.terms.id, said.path == path else { return false }
    return switch description {
    case .statement(let document): said.document == document && said.signer == stage.terms.thumbprint(of: role)
    case .certificate(let document, let issuer), .credential(let document, let issuer, _):
      said.document == document && said.signer == issuer
    case .lock, .bond, .reversibleLock, .mail, .checkedData, .data, .unsecured: false
    }
  }
}

extension SignedStatement {
  /// Whether a commitment or an opening is this party's, in this exchange.
  fileprivate func isSaid(by role: ExchangeRole, in stage: Stage) -> Bool {
    let exchange: Digest? =
      switch kind {
      case .commitOriginator: journalled(as: CommitOriginator.self).exchange
      case .commitResponder: journalled(as: CommitResponder.self).exchange
      case .openOriginator: journalled(as: OpenOriginator.self).exchange
      case .openResponder: journalled(as: OpenResponder.self).exchange
      default: nil
      }
    return exchange == stage.terms.id && signers == [stage.cast.key(role).thumbprint]
  }
}

extension LockedItem {
  var conditional: SignedStatement? {
    switch form {
    case .statement(let signed), .credential(let signed, _): signed
    case .lock, .reversibleLock, .mail, .checkedData, .data: nil
    }
  }
}
