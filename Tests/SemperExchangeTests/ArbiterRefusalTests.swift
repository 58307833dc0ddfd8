import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import Testing

/// Every reason for which the arbiter does not even look at an exchange, one by one. None of them leaves a decision.
@Suite struct ArbiterRefusalTests {
  struct Deviation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: RefusalCode
    let change: @Sendable (ExchangeTerms) throws -> ExchangeTerms

    init(_ name: String, _ code: RefusalCode, _ change: @escaping @Sendable (ExchangeTerms) throws -> ExchangeTerms) {
      testDescription = name
      self.code = code
      self.change = change
    }
  }

  /// Terms that both parties have truly signed and that are not for this arbiter.
  static let deviations = [
    Deviation("another arbiter's key", .wrongSigner) { terms in
      terms.judged(by: ArbiterTerms(SigningKey().publicKey, like: terms.header.arbiter))
    },
    Deviation("another sealing key", .wrongSigner) { terms in
      let arbiter = terms.header.arbiter
      return terms.judged(
        by: ArbiterTerms(
          key: arbiter.key, sealingKey: SealingKey().publicKey, epoch: arbiter.epoch, policy: arbiter.policy))
    },
    Deviation("another epoch", .wrongSigner) { terms in
      let arbiter = terms.header.arbiter
      return terms.judged(
        by: ArbiterTerms(
          key: arbiter.key, sealingKey: arbiter.sealingKey, epoch: arbiter.epoch + 1, policy: arbiter.policy))
    },
    Deviation("another policy", .wrongSigner) { terms in
      let arbiter = terms.header.arbiter
      return terms.judged(
        by: ArbiterTerms(
          key: arbiter.key, sealingKey: arbiter.sealingKey, epoch: arbiter.epoch, policy: "a policy".documentDigest))
    },
    Deviation("it stays open too long", .outsideTerms) { terms in
      terms.closing(Trade.start.advanced(by: Span(seconds: Trade.policy.longestLife.seconds + 1)))
    },
    Deviation("the window is too short", .outsideTerms) { terms in
      terms.waiting(Span(seconds: Trade.policy.shortestWindow.seconds - 1))
    },
    Deviation("the window is too long", .outsideTerms) { terms in
      terms.waiting(Span(seconds: Trade.policy.longestWindow.seconds + 1))
    },
  ]

  @Test(arguments: deviations) func termsThatAreNotForThisArbiterAreRefused(_ deviation: Deviation) async throws {
    let trade = try Trade(change: deviation.change)
    for role in ExchangeRole.allCases {
      await refused(deviation.code, try trade.resolve(by: role), in: trade)
    }
  }

  /// The limits of the policy are still within it.
  @Test func theLimitsOfThePolicyAreAllowed() async throws {
    let policy = Trade.policy
    for window in [policy.shortestWindow, policy.longestWindow] {
      let trade = try Trade { $0.waiting(window).closing(Trade.start.advanced(by: policy.longestLife)) }
      let (_, decision) = try await trade.ask(try trade.resolve(by: .responder))
      #expect(decision.closes == Trade.start.advanced(by: window))
    }
  }

  /// An abort shows the header only, and is judged by it.
  @Test(arguments: deviations.prefix(5)) func anAbortIsJudgedByTheHeader(_ deviation: Deviation) async throws {
    let trade = try Trade(change: deviation.change)
    await refused(deviation.code, try trade.abort(), in: trade)
  }

  @Test func onlyTheOriginatorAborts() async throws {
    let trade = try Trade()
    for key in [trade.responder, trade.outsider] {
      let foreign = try? trade.abort(by: key)
      #expect(foreign == nil, "nobody can even sign it")
    }
  }

  /// The responder has to give what the arbiter can surely deliver; else a resolution would be an empty promise.
  @Test func aResponderThatOwesDataIsRefused() async throws {
    let stage = try Stage(originator: [.receipt], responder: [.data])
    let first = try stage.sign(.commitOriginator(stage.commitment(.originator)), as: .originator)
    let second = try stage.sign(.commitResponder(stage.commitment(.responder), answering: first.digest), as: .responder)
    let record = ExchangeRecord(
      terms: stage.terms, items: stage.items, commitOriginator: first, commitResponder: second)
    for role in ExchangeRole.allCases {
      let call = try stage.sign(.resolve(record), as: role)
      let refusal = await #expect(throws: Refusal.self) { try await stage.arbiter.answer(call, at: Stage.start) }
      #expect(refusal?.code == .outsideTerms)
    }
    #expect(try await stage.arbiter.decisions(from: 0, limit: 9).isEmpty)
  }

  /// A record put together from true pieces that do not belong together.
  @Test func aRecordIsOfOneExchange() async throws {
    let (trade, other) = (try Trade(), try Trade())
    func record(
      _ items: [DescribedItem]? = nil, first: SignedStatement? = nil, second: SignedStatement? = nil
    ) -> ExchangeRecord {
      ExchangeRecord(
        terms: trade.terms, items: items ?? trade.items, commitOriginator: first ?? trade.first,
        commitResponder: second ?? trade.second)
    }
    for (name, record, code) in [
      ("items in another order", record(trade.items.reversed()), RefusalCode.notAsOffered),
      ("an item less", record(Array(trade.items.dropLast())), .notAsOffered),
      ("M1 of another exchange", record(first: other.first), .badSignature),
      ("M2 of another exchange", record(second: other.second), .badSignature),
      ("M2 in the place of M1", record(first: trade.second), .unknownKind),
      ("M1 in the place of M2", record(second: trade.first), .unknownKind),
    ] {
      for role in ExchangeRole.allCases {
        guard let secret = trade.secrets[role] else { continue }
        let call = try SignedStatement(
          ResolveRequest(record: record, role: role, secret: secret, reply: trade.reply.publicKey),
          signedBy: [trade.key(role)])
        await refused(code, call, in: trade, name)
      }
    }
  }

  /// An M2 that truly answers another M1 of the same originator cannot be joined to this one.
  @Test func anM2OfAnotherFirstMessageIsRefused() async throws {
    let trade = try Trade()
    let escrow = try Escrow.seal(#require(trade.secrets[.originator]), role: .originator, terms: trade.terms)
    let locked = try trade.verifier.commitOriginator(trade.first).content.commitment.locked
    let other = try SignedStatement(
      CommitOriginator(
        exchange: trade.terms.id, party: trade.originator.thumbprint,
        commitment: Commitment(escrow: escrow, locked: locked)), signedBy: [trade.originator])
    #expect(other.digest != trade.first.digest)
    let record = ExchangeRecord(
      terms: trade.terms, items: trade.items, commitOriginator: other, commitResponder: trade.second)
    let call = try SignedStatement(
      ResolveRequest(
        record: record, role: .originator, secret: #require(trade.secrets[.originator]), reply: trade.reply.publicKey),
      signedBy: [trade.originator])
    await refused(.outsideTerms, call, in: trade)
  }

  @Test func aSecretThatDoesNotOpenTheCallersCommitmentIsRefused() async throws {
    let trade = try Trade()
    for role in ExchangeRole.allCases {
      await refused(.lockInvalid, try trade.resolve(by: role, secret: trade.secrets[role.peer]), in: trade)
    }
  }

  @Test func aComplaintHasToConvict() async throws {
    let bad = try await BadGoods()
    let (trade, proof) = (bad.trade, bad.proof)
    var other = proof.sealed
    other[other.count - 1] ^= 1
    let wrong = ProofOfMisbehaviour(
      chunk: proof.chunk, sealed: other, cipherPath: proof.cipherPath, leaf: proof.leaf,
      contentPath: proof.contentPath)
    let beside = ProofOfMisbehaviour(
      chunk: proof.chunk + 1, sealed: proof.sealed, cipherPath: proof.cipherPath, leaf: proof.leaf,
      contentPath: proof.contentPath)
    for (name, call) in [
      ("the responder's secret", try trade.complain(proof, secret: trade.secrets[.responder])),
      ("a place where a statement stands", try trade.complain(proof, at: "o/receipt")),
      ("a place of the responder's", try trade.complain(proof, at: "r/price")),
      ("a place where nothing stands", try trade.complain(proof, at: "o/nothing")),
      ("a chunk that was not committed to", try trade.complain(wrong)),
      ("another place in the tree", try trade.complain(beside)),
    ] {
      await refused(.proofInvalid, call, in: trade, name)
    }
    // The same proof in another exchange, where honest data is locked.
    let honest = try Trade()
    await refused(.proofInvalid, try honest.complain(proof), in: honest)
    let (_, decision) = try await trade.ask(try trade.complain(proof))
    #expect(decision.verdict == .aborted && decision.cause == .faultOriginator)
  }

  @Test func whatNamesOnlyAnExchangeDecidesNothingFirst() async throws {
    let trade = try Trade()
    for call in [try trade.accept(by: trade.responder), try trade.query(by: trade.responder)] {
      await refused(.notFound, call, in: trade)
    }
  }

  private func refused(
    _ code: RefusalCode, _ call: SignedStatement, in trade: Trade, _ name: String = "",
    line: SourceLocation = #_sourceLocation
  ) async {
    let refusal = await #expect(throws: Refusal.self, "\(name)", sourceLocation: line) { try await trade.ask(call) }
    #expect(refusal?.code == code, "\(name)", sourceLocation: line)
    let decisions = try? await trade.arbiter.decisions(from: 0, limit: 9)
    #expect(decisions?.isEmpty == true, "\(name)", sourceLocation: line)
  }
}
