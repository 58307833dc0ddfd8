import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

// With the arbiter.
extension ExchangePerformer {
  func ask(_ call: SignedStatement, _ machine: ExchangeMachine) async throws -> ExchangeEvent {
    let side = machine.side
    let obstacle =
      try await call.kind == .resolve ? hindrance(to: call.journalled(as: ResolveRequest.self), side) : nil
    let answer: ArbiterAnswer
    do {
      answer = try await arbiter.call(call)
    } catch let refusal as Refusal {
      guard let known = try await decisionInstead(side) else {
        guard let denial = ArbiterDenial(refusal) else {
          throw ArbiterUnhelpful(refusal: refusal, obstacle: obstacle)
        }
        return .arbiterRefused(denial)
      }
      answer = known
    }
    return try ExchangeVerifier(terms: side.terms, items: side.items).event(answer, for: machine, with: reply)
  }

  /// Why the data that the arbiter may need is not all there. The call is made all the same: what has been decided, or can
  /// only be aborted because the exchange has closed, needs no data.
  private func hindrance(to request: ResolveRequest, _ side: ExchangeSide) async throws -> (any Error)? {
    do {
      try await leaveData(for: request, side)
      return nil
    } catch let error as CancellationError {
      throw error
    } catch {
      return error
    }
  }

  /// The decision that there is in spite of the refusal of a call; `nil` when the arbiter knows none.
  private func decisionInstead(_ side: ExchangeSide) async throws -> ArbiterAnswer? {
    do {
      return try await arbiter.call(try sign(.query, side))
    } catch is Refusal {
      return nil
    }
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
    let item = side.items(of: role).first { $0.path == path }
    if role != side.role, let sink = means.sink, let item {
      return try await sink.ciphertext(of: item, locked: locked, exchange: side.terms.id)
    }
    guard role == side.role, let source = means.source, let item
    else { throw Refusal(.goodsMissing, blame: .us, "the ciphertext of \(path) is not here: bring it back") }
    return try await source.ciphertext(of: item, exchange: side.terms.id, opening: side.secret.opening(for: path))
  }
}
