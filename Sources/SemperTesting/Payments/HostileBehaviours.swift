import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// What a network or a peer changes is refused, and moves no money.
enum HostileBehaviours {
  /// So many places of each token are tried.
  private static let places = 160

  static let all = [
    PaymentBehaviour("every flipped bit and every cut of a token is refused", mutatedTokens),
    PaymentBehaviour("a peer that signs a changed message gets nothing for it", resigned),
    PaymentBehaviour("a payer that shows an old payment for a new one pays nothing with it", oldForNew),
    PaymentBehaviour("what comes changed to the bank moves no money", changedRequests),
    PaymentBehaviour("what comes changed from the bank is not believed", changedAnswers),
  ]

  @Sendable private static func mutatedTokens(_ stage: PaymentStage) async throws {
    var stage = stage
    stage.network = { _ in
      PaymentNetwork(before: { _, token, peer in
        let bytes = token.canonicalBytes
        for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / places)) {
          var changed = bytes
          changed[place] ^= 1 << UInt8(place % 8)
          try await requireRefused(changed, instead: token, by: peer, "bit \(place % 8) of byte \(place) flipped")
          try await requireRefused(Array(bytes.prefix(place)), instead: token, by: peer, "cut after \(place) bytes")
        }
      })
    }
    try await stage.run(moved: 3_00, NetworkBehaviours.payAndReturn)
  }

  private static func requireRefused(
    _ bytes: [UInt8], instead token: SignedStatement, by peer: PaymentManager, _ what: String
  ) async throws {
    guard let statement = try? SignedStatement(bytes: bytes), statement != token else { return }
    _ = try await requireFailure("a token with \(what)") { try await peer.take(statement) }
  }

  @Sendable private static func resigned(_ stage: PaymentStage) async throws {
    // A forged message may be taken and come to nothing, so each is tried in a world of its own.
    for forger in PaymentParty.allCases {
      for part in [0, 1, 3, 5, 7] { try await resigned(part, by: forger, stage) }
    }
  }

  /// Every message of that side comes changed before it comes as it is. The other side loses nothing by that; what a payer spoils
  /// of its own payment may be lost to both.
  private static func resigned(_ part: Int, by forger: PaymentParty, _ stage: PaymentStage) async throws {
    var stage = stage
    stage.spoiler = forger
    stage.network = { _ in
      PaymentNetwork(before: { network, token, peer in
        guard try VerifiedStatement<PaymentToken>.content(of: token).from == forger else { return }
        let forged = try network.forged(token) { body in
          var body = body
          body[body.count * part / 8] ^= 1
          return body
        }
        guard let forged else { return }
        do { try await peer.take(forged) } catch is Refusal { return }
      })
    }
    try await stage.run(moved: nil) { actor in
      try await actor.fill(20_00)
      let agreed = try await actor.agree("forged", 5_00)
      let id = try await actor.manager.pay(agreed)
      try await actor.until("it is over or in doubt") {
        let state = try await actor.manager.status(of: id).state
        return state.isOver || state == .inDoubt
      }
      let status = try await actor.payeeStatus(agreed)
      let gained = try await actor.system.wealth(of: .payee) - actor.system.grant
      try require(
        status.state != .settled || gained == status.amount?.minorUnits,
        "the payee believes a payment that the \(forger) forged (part \(part))")
    }
  }

  @Sendable private static func oldForNew(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 4_00) { actor in
      try await actor.fill(20_00)
      try await actor.pay("old", 4_00)
      let old = actor.network.carried.filter { $0.to == .payee }.map(\.token)
      let agreed = try await actor.agree("new", 4_00)
      for token in old {
        let forged = try actor.network.forged(
          token, about: agreed.digest, by: agreed.terms.payer.thumbprint, number: 0
        ) { $0 }
        guard let forged else { continue }
        do { try await actor.network.manager(of: .payee).take(forged) } catch is Refusal { continue }
      }
      let status = try await actor.payeeStatus(agreed)
      try require(status.state != .settled, "the payee took an old payment for a new one")
    }
  }

  /// Everything that payer and payee ask the bank for comes changed in several ways before it comes as it is.
  @Sendable private static func changedRequests(_ stage: PaymentStage) async throws {
    let scripts: [(moved: Int64?, PaymentStage.Script)] = [
      (3_00, NetworkBehaviours.payAndReturn), (nil, LockBehaviours.lockThrice),
    ]
    for (moved, script) in scripts {
      try await stage.run(moved: moved) { actor in
        actor.system.tap.spoil(.requests)
        try await script(actor)
        actor.system.tap.spoil(.nothing)
        try require(moved == nil || actor.system.tap.spoilt > 0, "nothing was said to the bank")
      }
    }
  }

  @Sendable private static func changedAnswers(_ stage: PaymentStage) async throws {
    for count in 1...6 {
      try await stage.run(moved: nil) { actor in
        try await actor.fill(20_00)
        let agreed = try await actor.agree("spoilt", 5_00)
        actor.system.tap.spoil(.answers(count))
        let id = try await actor.patiently { try await actor.manager.pay(agreed) }
        let own = try await actor.manager.outcome(of: id)
        if own.state != .settled { try await actor.system.time.wait(until: agreed.terms.notAfter) }
        try await actor.until("the payee knows") { try await actor.payeeStatus(agreed).state.isOver }
        actor.system.tap.spoil(.nothing)
        let payee = try await actor.payeeStatus(agreed)
        try requireEqual(payee.state == .settled, own.state == .settled, "whether both believe that it is paid")
        let gained = try await actor.system.wealth(of: .payee) - actor.system.grant
        try requireEqual(gained, own.state == .settled ? 5_00 : 0, "what the payee got")
        // What is paid between card and module asks no bank.
        try require(
          actor.system.tap.spoilt > 0 || actor.system.paymentClass == .cashLike, "nobody asked the bank")
      }
    }
  }
}
