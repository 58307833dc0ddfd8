import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

// The exchange's part of a deal.
extension DealPerformer {
  func perform(
    _ action: ExchangeAction, _ record: DealRecord, _ machine: DealMachine
  ) async throws -> [ExchangeEvent] {
    guard let exchange = machine.exchange else { return [] }
    let side = exchange.side
    switch action {
    case .lock: return [try await lock(side, record)]
    case .sign(let message): return [.signed(try sign(message, side))]
    case .fetchGoods(let items): return [try await fetch(items, side, record)]
    case .checkGoods(let items, let secret): return [try await check(items, secret, side, record)]
    case .secure(let items, let means): return [try await secure(items, means)]
    case .release(let items, let reason): return [try await release(items, reason)]
    case .askArbiter(let call, let notBefore):
      if let notBefore { try await time.wait(until: notBefore) }
      return [try await ask(call, exchange)]
    case .send, .wait: return []
    }
  }

  private func lock(_ side: ExchangeSide, _ record: DealRecord) async throws -> ExchangeEvent {
    do {
      let escrow = try Escrow.seal(side.secret, role: side.role, terms: side.terms)
      var forms: [String: LockedItem.Form] = [:]
      let items = side.items(of: side.role)
      // Money last, so that a refusal of anything else leaves nothing behind at a ledger.
      for item in items.filter({ !$0.description.itemClass.standsAtLedger })
        + items.filter({ $0.description.itemClass.standsAtLedger })
      {
        forms[item.path] = try await lock(item, side, record)
      }
      let locked = items.compactMap { item in forms[item.path].map { LockedItem(path: item.path, form: $0) } }
      return .locked(Commitment(escrow: escrow, locked: locked))
    } catch let refusal as Refusal {
      return .lockRefused(refusal)
    }
  }

  private func lock(
    _ item: DescribedItem, _ side: ExchangeSide, _ record: DealRecord
  ) async throws -> LockedItem.Form {
    let opening = side.secret.opening(for: item.path)
    switch item.description {
    case .statement(let document):
      let conditional = try ConditionalStatement(
        exchange: side.terms.id, path: item.path, document: document, opening: opening.digest,
        signer: keys.signing.thumbprint)
      return .statement(try SignedStatement(conditional, signedBy: [keys.signing]))
    case .lock(let amount, let payee, _):
      guard case .purse(let purse) = money else {
        throw Refusal(.limitExceeded, blame: .us, "there is no purse here to pay from")
      }
      let terms = LockTerms(
        exchange: side.terms.id, path: item.path, opening: opening.digest, amount: amount, payee: payee,
        refund: record.opening.refund, arbiter: side.terms.header.arbiter.key.thumbprint)
      return .lock(try await purse.lock(terms).signed)
    case .data:
      guard let source else {
        throw Refusal(.goodsInvalid, blame: .us, "there are no goods here to deliver")
      }
      return .data(
        try await source.locked(record.offer.content, exchange: side.terms.id, opening: opening))
    // The language of terms names none of these yet, so no agreement can come to them.
    case .certificate, .credential, .bond, .reversibleLock, .mail, .checkedData, .unsecured:
      throw Refusal(.outsideTerms, blame: .us, "the terms of this business have no item like \(item.path)")
    }
  }

  func sign(_ message: ExchangeMessage, _ side: ExchangeSide) throws -> SignedStatement {
    let exchange = side.terms.id
    let key = [keys.signing]
    let party = side.terms.header.party(side.role).key
    switch (message, side.role) {
    case (.commitOriginator(let commitment), _):
      return try SignedStatement(
        CommitOriginator(exchange: exchange, party: side.party, commitment: commitment), signedBy: key)
    case (.commitResponder(let commitment, let first), _):
      return try SignedStatement(
        CommitResponder(exchange: exchange, party: side.party, answers: first, commitment: commitment),
        signedBy: key)
    case (.open(let commits), .originator):
      return try SignedStatement(
        OpenOriginator(exchange: exchange, party: side.party, commits: commits, secret: side.secret),
        signedBy: key)
    case (.open(let commits), .responder):
      return try SignedStatement(
        OpenResponder(exchange: exchange, party: side.party, commits: commits, secret: side.secret),
        signedBy: key)
    case (.abort, _): return try SignedStatement(AbortRequest(side.terms), signedBy: key)
    case (.resolve(let record), let role):
      return try SignedStatement(
        ResolveRequest(record: record, role: role, secret: side.secret, reply: side.reply), signedBy: key)
    case (.complain(let record, let secret, let path, let proof), _):
      return try SignedStatement(
        Complaint(record: record, role: side.role, secret: secret, path: path, proof: proof), signedBy: key)
    case (.accept, _):
      return try SignedStatement(AcceptRequest(exchange: exchange, party: party), signedBy: key)
    case (.query, _):
      return try SignedStatement(
        QueryRequest(exchange: exchange, party: party, reply: side.reply), signedBy: key)
    }
  }

  private func fetch(
    _ items: [LockedItem], _ side: ExchangeSide, _ record: DealRecord
  ) async throws -> ExchangeEvent {
    do {
      for locked in items.compactMap(\.ciphertext) {
        try await sink?.fetch(
          record.offer.content, locked: locked, deal: record.opening.deal, exchange: side.terms.id)
      }
      return .goodsFetched
    } catch let refusal as Refusal {
      return .goodsRefused(refusal)
    }
  }

  private func check(
    _ items: [LockedItem], _ secret: OpeningSecret, _ side: ExchangeSide, _ record: DealRecord
  ) async throws -> ExchangeEvent {
    for item in items {
      guard let locked = item.ciphertext, let sink else { continue }
      let proof = try await sink.open(
        record.offer.content, locked: locked, deal: record.opening.deal, exchange: side.terms.id,
        opening: secret.opening(for: item.path))
      if let proof { return .goodsBad(path: item.path, proof) }
    }
    return .goodsGood
  }

  private func secure(_ items: [LockedItem], _ means: SecuringMeans) async throws -> ExchangeEvent {
    guard case .till(let till) = money else {
      return .securingRefused(Refusal(.limitExceeded, blame: .us, "there is no till here to receive with"))
    }
    do {
      var outcomes = [SignedStatement]()
      for item in items {
        guard let receipt = item.lockReceipt else { continue }
        let claim: LockClaim =
          switch means {
          case .opening(let secret): .opening(secret.opening(for: item.path))
          case .decision(let decision): .decision(decision)
          }
        let terms = receipt.journalled(as: LockReceipt.self).terms
        outcomes.append(try await till.claim(terms, with: claim).signed)
      }
      return .secured(outcomes)
    } catch let refusal as Refusal {
      return .securingRefused(refusal)
    }
  }

  private func release(
    _ items: [LockedItem], _ reason: SignedStatement
  ) async throws -> ExchangeEvent {
    guard case .purse(let purse) = money else { return .released([]) }
    do {
      var outcomes = [SignedStatement]()
      for item in items {
        guard let receipt = item.lockReceipt else { continue }
        let terms = receipt.journalled(as: LockReceipt.self).terms
        outcomes.append(try await purse.refund(terms, with: reason).signed)
      }
      return .released(outcomes)
    } catch let refusal as Refusal {
      return .securingRefused(refusal)
    }
  }

  private func ask(_ call: SignedStatement, _ exchange: ExchangeMachine) async throws -> ExchangeEvent {
    let answer: ArbiterAnswer
    do {
      answer = try await arbiter.call(call)
    } catch let refusal as Refusal {
      return .arbiterRefused(refusal)
    }
    return try ExchangeVerifier(terms: exchange.side.terms, items: exchange.side.items)
      .event(answer, for: exchange, with: keys.reply)
  }
}
