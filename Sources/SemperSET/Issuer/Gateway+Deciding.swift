import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel

/// Deciding requests, also those about which an issuer elsewhere has to be asked.
extension Gateway {
  /// A request to decide on, wherever it came from.
  struct Deciding: Sendable {
    let name: RRPID
    let digest: SemperModel.Digest
    let now: Timestamp
    let origin: OpenRequest.Origin
    /// The purchases that it is about.
    let transactions: [XID]
  }

  /// Decides a merchant's or cardholder's request once. What the body throws decides nothing.
  func decide(
    _ request: Request, on transactions: [XID] = [],
    _ body: @escaping @Sendable (GatewayBooks) throws -> [GatewayDecision]
  ) async throws -> [GatewayDecision] {
    try await decide(
      Deciding(
        name: request.rrpid, digest: request.digest, now: request.now, origin: .message(request.message),
        transactions: transactions), body)
  }

  /// Decides a request once, in one transaction. Where the body needs an issuer's answer, the request is kept open, the issuer is
  /// asked outside the transaction, and the body begins anew with the answer.
  func decide(
    _ deciding: Deciding, _ body: @escaping @Sendable (GatewayBooks) throws -> [GatewayDecision]
  ) async throws -> [GatewayDecision] {
    var words: [ID<Operation>: Bool] = [:]
    var noted: Set<ID<Operation>> = []
    var hasWaited = false
    while true {
      do {
        return try await decide(deciding, knowing: words, body)
      } catch let asking as IssuerAsking {
        guard let issuer else {
          throw Refusal(.notSupported, blame: .us, "another bank has issued the card, and there is no line to it")
        }
        if noted.insert(asking.id).inserted || !asking.isReserved {
          try await note(asking, deciding)
        } else {
          words[asking.id] = try await issuer.ask(asking.question, as: asking.id)
        }
      } catch let busy as TransactionBusy {
        guard !hasWaited else {
          throw Refusal(
            .unavailable, blame: .us, "the card's issuer has not answered an earlier request; ask again later")
        }
        hasWaited = true
        try await resume(busy.request)
      }
    }
  }

  private func decide(
    _ deciding: Deciding, knowing words: [ID<Operation>: Bool],
    _ body: @escaping @Sendable (GatewayBooks) throws -> [GatewayDecision]
  ) async throws -> [GatewayDecision] {
    let (name, digest) = (deciding.name, deciding.digest)
    return try await records.transact { transaction in
      if let kept = try transaction.value(name.bytes, in: GatewayTables.decisions) {
        let bytes = try Self.repeated(kept, digest)
        // Written anew: on a replicated archive the first decision may not be durable yet.
        try transaction.set(kept, for: name.bytes, in: GatewayTables.decisions)
        return try [GatewayDecision](derBytes: bytes)
      }
      try Self.requireFree(deciding, transaction)
      let open = try Self.open(deciding, transaction)
      let books = GatewayBooks(
        transaction: transaction, request: name, now: open?.time ?? deciding.now, words: words,
        reserved: open?.reserved ?? [], isOpen: open != nil)
      let decisions = try body(books)
      _ = try transaction.insert(digest.bytes + decisions.derBytes, for: name.bytes, in: GatewayTables.decisions)
      if let open {
        try transaction.remove(name.bytes, in: GatewayTables.open)
        for xid in open.transactions { try transaction.remove(xid.bytes, in: GatewayTables.busy) }
      }
      return decisions
    }
  }

  /// Keeps a request open before its issuer is asked, and puts the merchant's money aside that the answer may take.
  private func note(_ asking: IssuerAsking, _ deciding: Deciding) async throws {
    try await records.transact { transaction in
      // Somebody else may have gone on with it meanwhile.
      guard try transaction.value(deciding.name.bytes, in: GatewayTables.decisions) == nil else { return }
      try Self.requireFree(deciding, transaction)
      var open =
        try Self.open(deciding, transaction)
        ?? OpenRequest(
          digest: deciding.digest, origin: deciding.origin, time: deciding.now, transactions: deciding.transactions)
      for xid in open.transactions {
        try transaction.set(deciding.name.bytes, for: xid.bytes, in: GatewayTables.busy)
      }
      let (id, books) = (
        ByteString(asking.id.bytes),
        GatewayBooks(transaction: transaction, request: deciding.name, now: open.time)
      )
      if let reserve = asking.reserve, !open.reserved.contains(id),
        try books.holds(reserve.amount, .customer(reserve.payee))
      {
        try books.reserve(reserve, as: asking.id)
        open.reserved.append(id)
      }
      try transaction.set(open.derBytes, for: deciding.name.bytes, in: GatewayTables.open)
    }
  }

  private static func open(_ deciding: Deciding, _ reader: any RecordReader) throws -> OpenRequest? {
    guard let kept = try reader.value(deciding.name.bytes, in: GatewayTables.open) else { return nil }
    let open = try OpenRequest(derBytes: kept)
    guard open.digest.bytes == deciding.digest.bytes else {
      throw SETRefusal(.rrpid, "the request's name was used for another request; draw a new one")
    }
    return open
  }

  /// Another request about the same purchase may be on its way to the issuer.
  private static func requireFree(_ deciding: Deciding, _ reader: any RecordReader) throws {
    for xid in deciding.transactions {
      if let other = try reader.value(xid.bytes, in: GatewayTables.busy), other != deciding.name.bytes {
        throw TransactionBusy(request: try RRPID(bytes: other))
      }
    }
  }

  // MARK: Going on

  /// Goes on with the requests that wait for an issuer's answer, as after a crash. Returns how many still do.
  public func resume() async throws -> Int {
    let open = try await records.read { try $0.list(GatewayTables.open, prefix: [], after: nil, limit: 10_000) }
    var left = 0
    for request in open {
      do {
        try await resume(try RRPID(bytes: request.key))
      } catch is Refusal {
        left += 1
      } catch is SETRefusal {
        left += 1
      }
    }
    return left
  }

  func resume(_ request: RRPID) async throws {
    guard let kept = try await records.read({ try $0.value(request.bytes, in: GatewayTables.open) }) else { return }
    let open = try OpenRequest(derBytes: kept)
    switch open.origin {
    case .message(let bytes): _ = try await process(bytes, at: open.time)
    case .release(let question):
      guard let title = question.title else { throw ArchiveError(.corrupt, "a lock's release has no title") }
      _ = try await release(question.terms, with: title, at: open.time)
    }
  }
}
