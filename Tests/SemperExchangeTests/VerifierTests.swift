import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import Testing

/// Messages of malicious parties: each is truly signed and wrong in one place.
@Suite struct VerifierTests {
  private let trade: Trade
  private let other: Trade
  private let verifier: ExchangeVerifier

  init() throws {
    trade = try Trade()
    other = try Trade()
    verifier = try trade.verifier
  }

  private func refused(_ code: RefusalCode, _ check: () throws -> Void, line: SourceLocation = #_sourceLocation) {
    let refusal = #expect(throws: Refusal.self, sourceLocation: line) { try check() }
    #expect(refusal?.code == code, sourceLocation: line)
  }

  private func commitment(_ role: ExchangeRole) throws -> Commitment {
    role == .originator
      ? try verifier.commitOriginator(trade.first).content.commitment
      : try verifier.commitResponder(trade.second, answering: trade.first.digest).content.commitment
  }

  @Test func honestMessagesPass() throws {
    _ = try commitment(.originator)
    _ = try commitment(.responder)
  }

  @Test func aCommitmentIsByTheRightPartyInTheRightExchange() throws {
    let good = try commitment(.originator)
    for (exchange, key, code) in [
      (trade.terms.id, trade.responder, RefusalCode.wrongSigner), (trade.terms.id, trade.outsider, .badSignature),
      (other.terms.id, trade.originator, .outsideTerms),
    ] {
      let message = CommitOriginator(exchange: exchange, party: key.thumbprint, commitment: good)
      refused(code) { _ = try verifier.commitOriginator(try SignedStatement(message, signedBy: [key])) }
    }
    refused(.unknownKind) { _ = try verifier.commitOriginator(trade.second) }
    refused(.badSignature) { _ = try verifier.commitOriginator(other.first) }
  }

  @Test func itemsCannotBeLeftOutSwappedOrCopied() throws {
    let good = try commitment(.originator)
    let theirs = try commitment(.responder)
    for locked in [Array(good.locked.dropFirst()), good.locked.reversed(), theirs.locked, good.locked + theirs.locked] {
      let message = CommitOriginator(
        exchange: trade.terms.id, party: trade.originator.thumbprint,
        commitment: Commitment(escrow: good.escrow, locked: locked))
      refused(.lockInvalid) {
        _ = try verifier.commitOriginator(try SignedStatement(message, signedBy: [trade.originator]))
      }
    }
  }

  @Test func anAnswerIsToOneFirstMessage() throws {
    refused(.outsideTerms) { _ = try verifier.commitResponder(trade.second, answering: other.first.digest) }
  }

  /// Every member of a lock that could cheat the payee.
  @Test(arguments: ["amount", "payee", "exchange", "path", "arbiter", "ledger"])
  func aLockIsExactlyWhatWasAgreed(_ member: String) throws {
    let price = try Money(member == "amount" ? "4.99" : "5.00", Currency(code: "EUR"))
    let lock = LockTerms(
      exchange: member == "exchange" ? other.terms.id : trade.terms.id, path: member == "path" ? "r/other" : "r/price",
      opening: trade.terms.id, amount: price,
      payee: member == "payee" ? trade.outsider.thumbprint : trade.originator.thumbprint,
      refund: trade.responder.thumbprint,
      arbiter: member == "arbiter" ? trade.outsider.thumbprint : trade.arbiter.terms.key.thumbprint)
    // The responder signs as if it were the ledger: its key is known in the exchange, but it is not the ledger's.
    let ledger = member == "ledger" ? trade.responder : trade.bank
    let receipt = LockReceipt(
      terms: lock, ledger: ledger.thumbprint, operation: try ID(bytes: Array(repeating: 1, count: 16)),
      issued: Trade.start)
    let locked = LockedItem(path: "r/price", form: .lock(try SignedStatement(receipt, signedBy: [ledger])))
    let message = CommitResponder(
      exchange: trade.terms.id, party: trade.responder.thumbprint, answers: trade.first.digest,
      commitment: Commitment(escrow: ByteString([1]), locked: [locked]))
    refused(.lockInvalid) {
      _ = try verifier.commitResponder(
        try SignedStatement(message, signedBy: [trade.responder]), answering: trade.first.digest)
    }
  }

  @Test func anOpeningOpensThisExchangesCommitment() throws {
    let (own, theirs) = (trade.secrets[.originator], trade.secrets[.responder])
    let (ours, wrong) = (try #require(own), try #require(theirs))
    for (commits, secret, code) in [
      (trade.record.commits, wrong, RefusalCode.lockInvalid), (other.record.commits, ours, .outsideTerms),
      (Array(trade.record.commits.reversed()), ours, .outsideTerms),
    ] {
      let message = OpenOriginator(
        exchange: trade.terms.id, party: trade.originator.thumbprint, commits: commits, secret: secret)
      refused(code) {
        _ = try verifier.openOriginator(
          try SignedStatement(message, signedBy: [trade.originator]), commits: trade.record.commits)
      }
    }
  }

  /// A sealed secret opens in its own exchange, for its own role and arbiter only, though its bytes are everybody's.
  @Test func anEscrowCannotBeTransplanted() throws {
    let (escrow, key) = (try commitment(.originator).escrow, trade.arbiterSeal)
    let secret = try #require(trade.secrets[.originator])
    #expect(Escrow.open(escrow, role: .originator, terms: trade.terms, with: key) == secret)
    #expect(Escrow.open(escrow, role: .originator, terms: trade.terms, with: SealingKey()) == nil)
    #expect(Escrow.open(escrow, role: .responder, terms: trade.terms, with: key) == nil)
    // The same parties, secrets and arbiter in an exchange that closes a second later.
    let later = trade.terms.closing(trade.terms.header.closes.advanced(by: Span(seconds: 1)))
    #expect(Escrow.open(escrow, role: .originator, terms: later, with: key) == nil)
    #expect(Escrow.open(escrow, role: .originator, terms: trade.terms.waiting(Span(seconds: 60)), with: key) == nil)
    #expect(throws: (any Error).self, "role, key and commitment are part of what is sealed") {
      try key.open(escrow.bytes, for: .escrow, context: [], authenticating: trade.terms.id.bytes)
    }
    // Sealed well, but to a commitment that it does not open.
    let wrong = try Escrow.seal(#require(trade.secrets[.responder]), role: .originator, terms: trade.terms)
    #expect(Escrow.open(wrong, role: .originator, terms: trade.terms, with: key) == nil)
  }

  /// A conditional statement counts only with all its members as agreed. `signer` is one that the exchange knows.
  @Test(arguments: ["exchange", "path", "document", "signer"])
  func aStatementIsExactlyWhatWasAgreed(_ member: String) throws {
    let signer = member == "signer" ? trade.responder : trade.originator
    let conditional = try ConditionalStatement(
      exchange: member == "exchange" ? other.terms.id : trade.terms.id,
      path: member == "path" ? "o/other" : "o/receipt",
      document: (member == "document" ? "another receipt" : "a receipt").documentDigest, opening: trade.terms.id,
      signer: signer.thumbprint)
    let signed = try SignedStatement(conditional, signedBy: [signer])
    refused(.lockInvalid) {
      _ = try verifier.commitOriginator(
        trade.locking { items in
          items.map { $0.path == "o/receipt" ? LockedItem(path: $0.path, form: .statement(signed)) : $0 }
        }.first)
    }
  }

  /// Locked data cannot lie about its sizes, and nothing passes for an item of another class.
  @Test func lockedItemsAreOfTheirSizeAndClass() throws {
    let good = try commitment(.originator)
    let receipt = try #require(try commitment(.responder).locked.first)
    func data(length: Int, chunks: Int) throws -> LockedItem.Form {
      .data(
        try LockedData(
          json: .fields(["chunks": chunks.json, "length": length.json, "root": "sealed".documentDigest.json])))
    }
    let right = 70_000 + 2 * 48
    let honest = item("o/goods", try data(length: right, chunks: 2))
    _ = try verifier.commitOriginator(trade.locking { items in [honest] + items.dropFirst() }.first)
    for form in [
      try data(length: right - 1, chunks: 2), try data(length: right + 1, chunks: 2),
      try data(length: right, chunks: 1), try data(length: right, chunks: 3), good.locked[1].form, receipt.form,
    ] {
      refused(.lockInvalid) {
        _ = try verifier.commitOriginator(
          trade.locking { items in [item("o/goods", form)] + items.dropFirst() }.first)
      }
    }
    for form in [try data(length: right, chunks: 2), receipt.form] {
      refused(.lockInvalid) {
        _ = try verifier.commitOriginator(trade.locking { items in [items[0], item("o/receipt", form)] }.first)
      }
    }
  }

  private func item(_ path: String, _ form: LockedItem.Form) -> LockedItem { LockedItem(path: path, form: form) }

  /// An opening is of its kind, by its party and about its exchange.
  @Test func anOpeningIsByTheRightPartyInTheRightExchange() throws {
    let commits = trade.record.commits
    let secret = try #require(trade.secrets[.responder])
    for (exchange, key, code) in [
      (trade.terms.id, trade.originator, RefusalCode.wrongSigner), (trade.terms.id, trade.outsider, .badSignature),
      (other.terms.id, trade.responder, .outsideTerms),
    ] {
      let message = OpenResponder(exchange: exchange, party: key.thumbprint, commits: commits, secret: secret)
      refused(code) {
        _ = try verifier.openResponder(try SignedStatement(message, signedBy: [key]), commits: commits)
      }
    }
    let third = try SignedStatement(
      OpenOriginator(
        exchange: trade.terms.id, party: trade.originator.thumbprint, commits: commits,
        secret: #require(trade.secrets[.originator])), signedBy: [trade.originator])
    _ = try verifier.openOriginator(third, commits: commits)
    refused(.unknownKind) { _ = try verifier.openResponder(third, commits: commits) }
  }

  @Test func aDecisionIsOurArbitersAboutOurCommitments() async throws {
    let foreign = try await other.ask(try other.abort()).0.decision
    refused(.badSignature) { _ = try verifier.decision(foreign, commits: nil) }
    // Our arbiter's on another exchange, and a party's own word in its place.
    for (key, exchange) in [(trade.arbiterKey, other.terms.id), (trade.originator, trade.terms.id)] {
      let decision = ArbiterDecision(
        exchange: exchange, verdict: .aborted, cause: .asked, commits: [], closes: nil, proof: nil,
        arbiter: key.thumbprint, number: 0, previous: exchange, issued: Trade.start)
      refused(.wrongSigner) { _ = try verifier.decision(try SignedStatement(decision, signedBy: [key]), commits: nil) }
    }
    let pending = try await trade.ask(try trade.resolve(by: .responder)).0.decision
    _ = try verifier.decision(pending, commits: trade.record.commits)
    refused(.badSignature) { _ = try verifier.decision(pending, commits: other.record.commits) }
  }

  /// What an arbiter seals to us counts only if it opens the peer's commitment in this exchange.
  @Test func aSealedOpeningIsThePeersInThisExchange() async throws {
    let decision = try await trade.ask(try trade.resolve(by: .responder)).0.decision
    let (theirs, ours) = (try #require(trade.secrets[.originator]), try #require(trade.secrets[.responder]))
    for (secret, exchange, key, expected) in [
      (theirs, trade.terms.id, trade.reply, theirs), (ours, trade.terms.id, trade.reply, nil),
      (theirs, other.terms.id, trade.reply, nil), (theirs, trade.terms.id, SealingKey(), nil),
    ] {
      let sealed = try ArbiterReply.seal(secret, exchange: exchange, to: key.publicKey)
      let answer = ArbiterAnswer(decision: decision, sealed: sealed, commitResponder: nil)
      #expect(verifier.peerSecret(answer, as: .responder, with: trade.reply) == expected)
    }
  }

  @Test func descriptionsAreThoseOfTheTerms() throws {
    refused(.notAsOffered) { _ = try ExchangeVerifier(terms: trade.terms, items: other.items.reversed()) }
  }
}
