import SemperArchive
import SemperCoding
public import SemperCryptography
import SemperEngine
import SemperModel
public import SemperPayments

extension EcashPurse {
  /// Exchanges coins for such that are sealed with the terms, which the payee can then check by itself. The same call gives the same coins.
  ///
  /// Refuses with `notSupported` where the mint honours no seals or makes new coins by refresh only.
  public func seal(_ terms: LockTerms) async throws -> SealedPayment {
    let call = Array("seal".utf8) + LockRecord.key(terms)
    let list = try await mintKeys().list.content
    guard list.seals, list.change == .free else {
      throw Refusal(.notSupported, blame: .us, "this mint makes no sealed coins; pay with a lock")
    }
    if try await finished(call: call) == nil {
      _ = try await carryOutMovingAside {
        try await openSpending(.swap, terms.amount, details: OrderDetails(terms: terms), call: call)
      }
    }
    return try await sealed(terms)
  }

  /// The coins that are sealed with these terms and that this purse has not had back.
  public func sealed(_ terms: LockTerms) async throws -> SealedPayment {
    let coins = try await sealedCoins(terms)
    guard !coins.isEmpty else { throw unsealed }
    return SealedPayment(terms: terms, coins: try coins.map { try seed.open($0).coin })
  }

  /// What the coins are worth that are sealed and not had back, in minor units.
  package func sealedUnits() async throws -> Int64 {
    try await records.read { try PurseBook.sealedCoins($0) }.reduce(0) { $0 + $1.units }
  }

  /// Has fresh coins for sealed ones, with the arbiter's abort or failure decision.
  public func refund(
    sealed terms: LockTerms, with decision: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    let call = Array("unseal".utf8) + LockRecord.key(terms)
    if let done = try await finished(call: call) { return try done.ended() }
    guard let arbiter = try await keys.arbiterKey(terms.arbiter) else {
      throw Refusal(.untrusted, blame: .us, "the arbiter's key is not known to this wallet")
    }
    try terms.requireReturned(by: decision, arbiter: arbiter)
    let coins = try await sealedCoins(terms)
    if coins.isEmpty, try await openOrder(call: call) == nil { throw unsealed }
    let details = OrderDetails(terms: terms, decision: decision, arbiter: arbiter)
    return try await carryOutMovingAside {
      try await open(.refund, terms.amount, details: details, spending: coins, call: call)
    }.ended()
  }

  /// How sealed coins have ended by the mint's verified word; `nil` while nobody has had them. Those that the payee has are given up.
  public func ending(sealed terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? {
    let mint = KeySet([client.mint])
    for status in try await client.locks(for: terms.exchange) {
      guard let signed = status.outcome else { continue }
      let word = try VerifiedStatement<LockOutcome>(verifying: signed, keys: mint)
      guard word.content.terms == terms, word.content.isSealed, word.content.ledger == client.name else { continue }
      if word.content.ending == .claimed {
        let coins = try await sealedCoins(terms)
        try await records.transact { transaction in
          for coin in coins { try transaction.remove(coin.slot.context, in: PurseTables.sealed) }
        }
      }
      return word
    }
    return nil
  }

  private var unsealed: Refusal {
    Refusal(.unknownLock, blame: .us, "the purse holds no coins that are sealed with these terms")
  }

  private func sealedCoins(_ terms: LockTerms) async throws -> [PurseCoin] {
    let seal = SealedPayment.seal(terms)
    return try await records.read { try PurseBook.sealedCoins($0) }.filter { $0.slot.seal == seal }
  }

  /// Which coins to exchange for sealed ones worth so much: with what the exchange costs. Pure.
  static func sealing(_ units: Int64, from coins: [PurseCoin], _ keys: MintKeys) -> [PurseCoin]? {
    var target = units
    while let chosen = CoinSelection.choose(target, from: coins) {
      let fee = chosen.reduce(0) { $0 + Self.fee(of: $1, keys) }
      if chosen.reduce(0, { $0 + $1.units }) >= units + fee { return chosen }
      target = max(target + 1, units + fee)
    }
    return nil
  }
}
