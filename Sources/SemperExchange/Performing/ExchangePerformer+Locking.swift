import SemperCoding
import SemperCommunication
import SemperCredentials
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperStatements

// Our own items under lock.
extension ExchangePerformer {
  /// Locks money last, so that a refusal of anything else leaves nothing behind at a ledger.
  ///
  /// When a second ledger refuses after a first one has locked, only the arbiter's abort gives the first lock back. An
  /// originator then leaves: it gives up, which is for ever once it is journalled, and reports what it has locked, so that
  /// its machine asks for the abort and releases that. A process that dies in between locks all of it again, finds the
  /// first lock as it was, and leaves with whatever there is by then: also where this life is refused before it locks anything. A
  /// responder has no right to abort, so it locks nothing where it would have to lock at two ledgers.
  ///
  /// What describes the peer's data has to be here first. Where it has not come when the exchange closes, that ends it.
  func lock(_ side: ExchangeSide) async throws -> [ExchangeEvent] {
    let items = side.items(of: side.role)
    let money = items.filter(\.description.itemClass.standsAtLedger)
    guard side.role == .originator || money.count <= 1 else {
      return [
        .lockRefused(
          Refusal(.outsideTerms, blame: .us, "who opens second does not lock at two ledgers: it could not take it back")
        )
      ]
    }
    if let refusal = try await whyNot(side) { return try await leaving(side, holding: [:], refusal) }
    var forms: [String: LockedItem.Form] = [:]
    do {
      for item in items.filter({ !$0.description.itemClass.standsAtLedger }) + money {
        forms[item.path] = try await form(of: item, side)
      }
    } catch let refusal as Refusal {
      return try await leaving(side, holding: forms, refusal)
    }
    return [.locked(try commitment(side, forms))]
  }

  /// Why we do not bind ourselves, as far as can be told before anything of ours is locked.
  private func whyNot(_ side: ExchangeSide) async throws -> Refusal? {
    do {
      try requireMeans(side)
      try await prepare(side)
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return refusal
    } catch {
      guard await time.now() >= side.terms.header.closes, !Task.isCancelled else { throw error }
      return Refusal(
        .tooLate, blame: .peer, "the other side has not said in time what its data is: ask for a new offer")
    }
    return nil
  }

  /// We go no further. An originator has the arbiter give back what it has locked, in this life or one of which nothing was
  /// written down.
  private func leaving(
    _ side: ExchangeSide, holding forms: [String: LockedItem.Form], _ refusal: Refusal
  ) async throws -> [ExchangeEvent] {
    var held: [String: LockedItem.Form] = [:]
    for item in side.items(of: side.role) where item.description.itemClass.standsAtLedger {
      if let form = forms[item.path] {
        held[item.path] = form
      } else if side.role == .originator, try await stands(item, side) {
        held[item.path] = try await form(of: item, side)
      }
    }
    return held.isEmpty ? [.lockRefused(refusal)] : [.giveUp, .locked(try commitment(side, held))]
  }

  private func commitment(_ side: ExchangeSide, _ forms: [String: LockedItem.Form]) throws -> Commitment {
    Commitment(
      escrow: try Escrow.seal(side.secret, role: side.role, terms: side.terms),
      locked: side.items(of: side.role).compactMap { item in
        forms[item.path].map { LockedItem(path: item.path, form: $0) }
      })
  }

  /// Whether an item of ours is under a lock that has not ended. What cannot be learnt now is asked again.
  private func stands(_ item: DescribedItem, _ side: ExchangeSide) async throws -> Bool {
    guard let terms = lockTerms(of: item, side),
      let purse = means.purses.first(where: { $0.ledger == item.description.ledger })
    else { return false }
    do {
      return try await purse.ending(of: terms) == nil
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return false
    }
  }

  /// Refuses to bind us to what we could not take.
  private func requireMeans(_ side: ExchangeSide) throws(Refusal) {
    for item in side.items(of: side.role.peer) {
      let isThere =
        switch item.description {
        case .lock(_, let payee, let ledger), .bond(_, let payee, let ledger),
          .reversibleLock(_, let payee, let ledger, _):
          means.tills.contains { $0.ledger == ledger && $0.payee == payee }
        case .mail, .checkedData, .data: means.sink != nil
        case .statement, .certificate, .credential, .unsecured: true
        }
      guard isThere else {
        throw Refusal(.limitExceeded, blame: .us, "there is no till and no place here to take \(item.path) with")
      }
    }
  }

  private func form(of item: DescribedItem, _ side: ExchangeSide) async throws -> LockedItem.Form {
    let opening = side.secret.opening(for: item.path)
    switch item.description {
    case .statement(let document):
      let conditional = try ConditionalStatement(
        exchange: side.terms.id, path: item.path, document: document, opening: opening.digest, signer: side.party)
      return .statement(try SignedStatement(conditional, signedBy: [key]))
    case .certificate(let document, let issuer):
      return .statement(try await issued(document, by: issuer, item, side))
    case .credential(let document, let issuer, let registry):
      return try await credential(document, by: issuer, at: registry, item, side)
    case .lock, .bond: return .lock(try await lock(item, side))
    case .reversibleLock: return .reversibleLock(try await lock(item, side))
    case .mail: return .mail(try await locked(item, side, opening))
    case .checkedData: return .checkedData(try await locked(item, side, opening))
    case .data: return .data(try await locked(item, side, opening))
    case .unsecured: throw Refusal(.outsideTerms, blame: .us, "nobody can lock the item at \(item.path)")
    }
  }

  private func issued(
    _ document: Digest, by issuer: Thumbprint, _ item: DescribedItem, _ side: ExchangeSide
  ) async throws -> SignedStatement {
    guard let office = means.issuers.first(where: { $0.issuer == issuer }) else {
      throw Refusal(.limitExceeded, blame: .us, "there is no way here to the issuer of \(item.path)")
    }
    return try await office.issue(
      document, at: item.path, of: side.terms.id, opening: side.secret.opening(for: item.path).digest,
      arbiter: side.terms.header.arbiter.key)
  }

  private func credential(
    _ document: Digest, by issuer: Thumbprint, at registry: Thumbprint, _ item: DescribedItem, _ side: ExchangeSide
  ) async throws -> LockedItem.Form {
    guard let office = means.registries.first(where: { $0.registry == registry }) else {
      throw Refusal(.limitExceeded, blame: .us, "there is no way here to the registry of \(item.path)")
    }
    let statement = try await issued(document, by: issuer, item, side)
    let entry = try await office.enter(
      StatusTerms(
        exchange: side.terms.id, path: item.path, credential: document, issuer: issuer,
        arbiter: side.terms.header.arbiter.key.thumbprint))
    return .credential(statement, status: entry.signed)
  }

  /// What money of ours is locked under; `nil` for other items.
  private func lockTerms(of item: DescribedItem, _ side: ExchangeSide) -> LockTerms? {
    switch item.description {
    case .lock(let amount, let payee, _):
      terms(amount, payee, item, side, rule: side.terms.body.lockRule(of: side.role))
    case .bond(let amount, let payee, _): terms(amount, payee, item, side, rule: .bond)
    case .reversibleLock(let amount, let payee, _, let settlement):
      terms(amount, payee, item, side, rule: .payment, settlement: settlement)
    case .statement, .certificate, .credential, .mail, .checkedData, .data, .unsecured: nil
    }
  }

  private func terms(
    _ amount: Money, _ payee: Thumbprint, _ item: DescribedItem, _ side: ExchangeSide, rule: LockRule,
    settlement: Span? = nil
  ) -> LockTerms {
    LockTerms(
      exchange: side.terms.id, path: item.path, opening: side.secret.opening(for: item.path).digest, amount: amount,
      payee: payee, refund: refund, arbiter: side.terms.header.arbiter.key.thumbprint, rule: rule,
      settlement: settlement)
  }

  private func lock(_ item: DescribedItem, _ side: ExchangeSide) async throws -> SignedStatement {
    guard let terms = lockTerms(of: item, side) else { preconditionFailure("only money is locked at a ledger") }
    guard let purse = means.purses.first(where: { $0.ledger == item.description.ledger }) else {
      throw Refusal(.limitExceeded, blame: .us, "there is no purse here that pays at the ledger of \(terms.path)")
    }
    return try await purse.lock(terms).signed
  }

  private func locked(
    _ item: DescribedItem, _ side: ExchangeSide, _ opening: ItemOpening
  ) async throws -> LockedData {
    guard let source = means.source else {
      throw Refusal(.goodsInvalid, blame: .us, "there is no data here for \(item.path)")
    }
    return try await source.locked(item, exchange: side.terms.id, opening: opening)
  }
}
