import SemperCommunication
import SemperCredentials
import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

// What the peer gives, and what comes back to us. What is only missing here, or passes, is no answer: it is tried again.
extension ExchangePerformer {
  /// From the peer; what the peer has had the arbiter resolve lies with the arbiter, which needs no peer any more.
  func fetch(_ items: [LockedItem], _ machine: ExchangeMachine) async throws -> ExchangeEvent {
    let side = machine.side
    do {
      for (locked, item) in try data(items, side) {
        guard let record = machine.recordOfPeersCall else {
          try await sink().fetch(item, locked: locked, exchange: side.terms.id)
          continue
        }
        switch try await takeKept(locked, item, record, side) {
        case .taken: continue
        case .notNow: try await sink().fetch(item, locked: locked, exchange: side.terms.id)
        case .noMore: try await fetchLast(item, locked, side)
        }
      }
      return .goodsFetched
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return .goodsRefused(refusal)
    }
  }

  private enum Kept {
    case taken
    /// Whatever keeps it from coming from there, the peer may still give it.
    case notNow
    /// The arbiter has kept it as long as it promised, and has it no more.
    case noMore
  }

  private func takeKept(
    _ locked: LockedData, _ item: DescribedItem, _ record: ExchangeRecord, _ side: ExchangeSide
  ) async throws -> Kept {
    do {
      let claim = DataClaim(record: record, query: try sign(.query, side))
      guard try await arbiter.holds(locked, under: claim) else { return .notNow }
      try await sink().take(
        try await arbiter.ciphertext(locked, under: claim), of: item, locked: locked, exchange: side.terms.id)
      return .taken
    } catch let error as CancellationError {
      throw error
    } catch let refusal as Refusal where refusal.code == .tooLate {
      return .noMore
    } catch {
      return .notNow
    }
  }

  /// The peer is asked once more. Where it does not answer, we have come back too late, and waiting would never end.
  private func fetchLast(_ item: DescribedItem, _ locked: LockedData, _ side: ExchangeSide) async throws {
    do {
      try await sink().fetch(item, locked: locked, exchange: side.terms.id)
    } catch let error as CancellationError {
      throw error
    } catch let refusal as Refusal where !refusal.code.isPassing {
      throw refusal
    } catch {
      throw Refusal(
        .tooLate, blame: .us,
        "the arbiter keeps \(item.path) no longer and the peer gives no answer: we came back after the promised time")
    }
  }

  /// Who opens first, and can be resolved for by a peer that then goes away, has beforehand what it needs to open the peer's data.
  func prepare(_ side: ExchangeSide) async throws {
    guard side.role == .originator else { return }
    for item in side.items(of: side.role.peer) where item.description.content != nil {
      try await sink().prepare(item, exchange: side.terms.id)
    }
  }

  /// The first bad item is enough: all items of a side have one fate.
  func check(_ items: [LockedItem], _ secret: OpeningSecret, _ side: ExchangeSide) async throws -> ExchangeEvent {
    for (locked, item) in try data(items, side) {
      let proof = try await sink().open(
        item, locked: locked, exchange: side.terms.id, opening: secret.opening(for: item.path))
      if let proof { return .goodsBad(path: item.path, proof) }
    }
    return .goodsGood
  }

  private func data(
    _ items: [LockedItem], _ side: ExchangeSide
  ) throws(Refusal) -> [(locked: LockedData, item: DescribedItem)] {
    let owed = side.items(of: side.role.peer)
    return items.compactMap { item in
      guard let locked = item.ciphertext, let described = owed.first(where: { $0.path == item.path }) else {
        return nil
      }
      return (locked, described)
    }
  }

  private func sink() throws(Refusal) -> any ItemSink {
    guard let sink = means.sink else {
      throw Refusal(.limitExceeded, blame: .us, "there is no place here for the peer's data")
    }
    return sink
  }

  func secure(_ items: [LockedItem], _ means: SecuringMeans) async throws -> ExchangeEvent {
    do {
      var outcomes = [SignedStatement]()
      for item in items {
        guard let receipt = item.lockReceipt?.journalled(as: LockReceipt.self) else { continue }
        guard let till = self.means.tills.first(where: { $0.ledger == receipt.ledger }) else {
          throw Refusal(.unavailable, blame: .us, "no till here is paid at the ledger of \(item.path): add it")
        }
        let claim: LockClaim =
          switch means {
          case .opening(let secret): .opening(secret.opening(for: item.path))
          case .decision(let decision): .decision(decision)
          }
        outcomes.append(try await till.claim(receipt.terms, with: claim).signed)
      }
      return .secured(outcomes)
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return .securingRefused(refusal)
    }
  }

  /// Every item is tried, so that one ledger's refusal does not keep what another would give back. While one may still come, all are
  /// tried again.
  func release(_ items: [LockedItem], _ reason: SignedStatement) async throws -> ExchangeEvent {
    var outcomes = [SignedStatement]()
    var refused: Refusal?
    var waiting: (any Error)?
    for item in items {
      do {
        if let outcome = try await released(item, reason) { outcomes.append(outcome) }
      } catch let refusal as Refusal where !refusal.code.isPassing {
        refused = refused ?? refusal
      } catch {
        waiting = waiting ?? error
      }
    }
    if let waiting { throw waiting }
    return refused.map { .securingRefused($0) } ?? .released(outcomes)
  }

  private func released(_ item: LockedItem, _ reason: SignedStatement) async throws -> SignedStatement? {
    switch item.form {
    case .lock(let signed), .reversibleLock(let signed):
      let receipt = signed.journalled(as: LockReceipt.self)
      guard let purse = means.purses.first(where: { $0.ledger == receipt.ledger }) else {
        throw Refusal(.unavailable, blame: .us, "the purse that locked \(item.path) is not here: bring it back")
      }
      return try await purse.refund(receipt.terms, with: reason).signed
    case .credential(_, let signed):
      let receipt = signed.journalled(as: StatusReceipt.self)
      guard let registry = means.registries.first(where: { $0.registry == receipt.registry }) else {
        throw Refusal(.unavailable, blame: .us, "there is no way here to the registry of \(item.path): add it")
      }
      return try await registry.invalidate(receipt.terms, with: reason).signed
    case .statement, .mail, .checkedData, .data: return nil
    }
  }
}
