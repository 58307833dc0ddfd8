import SemperCredentials
import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

// What the peer gives, and what comes back to us.
extension ExchangePerformer {
  func fetch(_ items: [LockedItem], _ side: ExchangeSide) async throws -> ExchangeEvent {
    do {
      for (locked, item) in try data(items, side) {
        try await sink().fetch(item, locked: locked, exchange: side.terms.id)
      }
      return .goodsFetched
    } catch let refusal as Refusal {
      return .goodsRefused(refusal)
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
          throw Refusal(.limitExceeded, blame: .us, "there is no till here that is paid at the ledger of \(item.path)")
        }
        let claim: LockClaim =
          switch means {
          case .opening(let secret): .opening(secret.opening(for: item.path))
          case .decision(let decision): .decision(decision)
          }
        outcomes.append(try await till.claim(receipt.terms, with: claim).signed)
      }
      return .secured(outcomes)
    } catch let refusal as Refusal {
      return .securingRefused(refusal)
    }
  }

  /// Every item is tried, so that one ledger's refusal does not keep what another would give back.
  func release(_ items: [LockedItem], _ reason: SignedStatement) async throws -> ExchangeEvent {
    var outcomes = [SignedStatement]()
    var refused: Refusal?
    for item in items {
      do {
        if let outcome = try await released(item, reason) { outcomes.append(outcome) }
      } catch let refusal as Refusal {
        refused = refused ?? refusal
      }
    }
    return refused.map { .securingRefused($0) } ?? .released(outcomes)
  }

  private func released(_ item: LockedItem, _ reason: SignedStatement) async throws -> SignedStatement? {
    switch item.form {
    case .lock(let signed), .reversibleLock(let signed):
      let receipt = signed.journalled(as: LockReceipt.self)
      guard let purse = means.purses.first(where: { $0.ledger == receipt.ledger }) else {
        throw Refusal(.limitExceeded, blame: .us, "the purse that locked \(item.path) is not here: bring it back")
      }
      return try await purse.refund(receipt.terms, with: reason).signed
    case .credential(_, let signed):
      let receipt = signed.journalled(as: StatusReceipt.self)
      guard let registry = means.registries.first(where: { $0.registry == receipt.registry }) else {
        throw Refusal(.limitExceeded, blame: .us, "there is no way here to the registry of \(item.path)")
      }
      return try await registry.invalidate(receipt.terms, with: reason).signed
    case .statement, .mail, .checkedData, .data: return nil
    }
  }
}
