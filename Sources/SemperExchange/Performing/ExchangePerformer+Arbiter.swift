import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

// With the arbiter.
extension ExchangePerformer {
  func ask(_ call: SignedStatement, _ machine: ExchangeMachine) async throws -> ExchangeEvent {
    let side = machine.side
    let answer: ArbiterAnswer
    do {
      if call.kind == .resolve { try await leaveData(for: call.journalled(as: ResolveRequest.self), side) }
      answer = try await arbiter.call(call)
    } catch let refusal as Refusal {
      return .arbiterRefused(refusal)
    }
    return try ExchangeVerifier(terms: side.terms, items: side.items).event(answer, for: machine, with: reply)
  }

  /// Small data of both sides is for the arbiter to check. What a responder owes the arbiter keeps for the originator, so
  /// that nobody resolves and then withholds its ciphertext.
  private func leaveData(for request: ResolveRequest, _ side: ExchangeSide) async throws {
    let record = request.record
    let claim = DataClaim(record: record, query: try sign(.query, side))
    let given = [
      ExchangeRole.originator: record.commitOriginator.journalled(as: CommitOriginator.self).commitment.locked,
      .responder: record.commitResponder.journalled(as: CommitResponder.self).commitment.locked,
    ]
    for (role, items) in given {
      for item in items {
        guard let locked = item.ciphertext else { continue }
        let isKept = role == .responder && side.role == .responder
        guard isKept || item.itemClass == .checkedData, try await !arbiter.holds(locked, under: claim) else {
          continue
        }
        try await arbiter.leave(
          try await ciphertext(of: item.path, locked, of: role, side), as: locked, under: claim)
      }
    }
  }

  private func ciphertext(
    of path: String, _ locked: LockedData, of role: ExchangeRole, _ side: ExchangeSide
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    if role != side.role, let sink = means.sink {
      return try await sink.ciphertext(of: locked, exchange: side.terms.id)
    }
    guard role == side.role, let source = means.source,
      let item = side.items(of: role).first(where: { $0.path == path })
    else { throw Refusal(.goodsMissing, blame: .us, "the ciphertext of \(path) is not here: bring it back") }
    return try await source.ciphertext(of: item, exchange: side.terms.id, opening: side.secret.opening(for: path))
  }
}
