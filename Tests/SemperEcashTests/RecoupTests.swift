import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Synchronization
import Testing

@testable import SemperEcash

/// A denomination key was stolen: the thief gets nothing more, and nobody else loses anything.
@Suite struct RecoupTests {
  private static let signer = LocalBlindSigner(keys: MintHost.signingKeys, threads: 2)

  /// The list after the one of the small keys: the key for 8 cents is revoked and another takes its place.
  private static func revoking(at time: Timestamp) throws -> MintKeys {
    let before = MintHost.smallKeys.list
    let entries = before.content.keys
    let old = entries[3]
    let other = try DenominationKey(
      denomination: old.denomination, key: MintHost.signingKeys[9].publicKey, announced: time, notBefore: time,
      withdrawEnd: old.withdrawEnd, spendEnd: old.spendEnd, legalEnd: old.legalEnd)
    let content = MintKeyList(
      mint: MintHost.key.thumbprint, currency: .euro, number: 1, previous: before.digest,
      keys: try entries.map { $0.id == old.id ? try $0.revoked(at: time) : $0 } + [other], issued: time)
    return MintKeys(try VerifiedStatement(signing: content, with: [MintHost.key]))
  }

  private func host() -> MintHost { MintHost(keys: MintHost.smallKeys) }

  private func revoke(_ host: MintHost) throws {
    host.clock.advance(by: Span(seconds: 86_400))
    host.mint.adopt(try Self.revoking(at: host.clock.now()), signer: Self.signer)
  }

  private var stolen: DenominationKey { MintHost.smallKeys.list.content.keys[3] }

  private func checkBooks(_ host: MintHost, _ wallet: Wallet) async throws {
    let balance = try await wallet.purse.balance()
    #expect(balance.inFlight == euro(0))
    #expect(try await host.balance(.coins) == balance.available.minorUnits)
    try await host.checkBooks()
  }

  @Test func genuineCoinsAreExchangedForFreshOnes() async throws {
    let host = host()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    // Coins of a withdrawal, and change of a payment.
    for _ in 0..<2 { try await wallet.purse.withdraw(euro(24)) }
    try await wallet.purse.deposit(euro(7))
    let held = try await wallet.purse.balance().available
    #expect(try await !wallet.purse.needsRecoup())
    try revoke(host)
    let refusal = await #expect(throws: Refusal.self) { try await wallet.purse.deposit(held) }
    #expect(refusal?.code == .coinInvalid)
    // The refusal made the purse look at the list, and the other coins can be paid with.
    #expect(try await wallet.purse.needsRecoup())
    let back = try await wallet.purse.recoup()
    #expect(back == euro(8))
    #expect(try await wallet.purse.balance().available == held)
    #expect(try await !wallet.purse.needsRecoup())
    #expect(try await wallet.purse.recoup() == euro(0))
    try await checkBooks(host, wallet)
    try await wallet.purse.deposit(held)
    try await checkBooks(host, wallet)
  }

  /// A coin that the thief has signed, with any secret that it may have.
  @Test func whatAThiefHasSignedGetsNothing() async throws {
    let host = host()
    let payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
    // Something genuine under the same key, whose secret the thief has learned, and whose coin it has not.
    let genuine = try RawPayer.Blank(stolen)
    let known = Wallet.random(32)
    let victim = SigningKey()
    let blinded = try stolen.key.blind(
      Coin.digest(key: stolen.id, owner: victim.thumbprint).bytes, seed: known)
    let withdrawal = MintWithdrawal(
      payer.header(), account: payer.account.publicKey,
      outputs: [genuine.output, BlindedOutput(key: stolen.id, blinded: blinded.bytes)])
    #expect(try await payer.send(withdrawal, [payer.account]).receipt != nil)
    let (thief, seed) = (SigningKey(), Wallet.random(32))
    let forgery = try stolen.key.blind(Coin.digest(key: stolen.id, owner: thief.thumbprint).bytes, seed: seed)
    let forged = Coin(
      key: stolen.id, spend: thief.publicKey,
      signature: try forgery.unblinder.unblind(MintHost.signingKeys[3].sign(forgery.bytes)))
    try revoke(host)
    for secret in [seed, known, Wallet.random(32)] {
      let fresh = try RawPayer.Blank(#require(host.mint.keys.issuing(at: host.clock.now())[stolen.denomination]))
      let request = MintRecoup(
        payer.header(), inputs: [forged], blindings: [ByteString(secret)], outputs: [fresh.output])
      #expect(try await payer.send(request, [thief]).refusal?.code == .coinInvalid)
    }
    // Nor can it be spent.
    let deposit = MintDeposit(
      payer.header(), inputs: [forged], outputs: [], account: payer.account.thumbprint, amount: euro(8))
    #expect(try await payer.send(deposit, [thief]).refusal?.code == .coinInvalid)
    try await host.checkBooks()
  }

  @Test func aCoinIsExchangedOnceAndOnlyByItsHolder() async throws {
    let host = host()
    let payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
    let (holder, seed) = (SigningKey(), Wallet.random(32))
    let blinded = try stolen.key.blind(
      Coin.digest(key: stolen.id, owner: holder.thumbprint).bytes, seed: seed)
    let answer = try await payer.send(
      MintWithdrawal(
        payer.header(), account: payer.account.publicKey,
        outputs: [BlindedOutput(key: stolen.id, blinded: blinded.bytes)]), [payer.account])
    let signature = try #require(answer.signatures.first)
    let coin = Coin(
      key: stolen.id, spend: holder.publicKey, signature: try blinded.unblinder.unblind(signature.bytes))
    func recoup(of value: Int = 3) throws -> MintRecoup {
      let fresh = try RawPayer.Blank(
        #require(host.mint.keys.issuing(at: host.clock.now())[Denomination(exponent: value)]))
      return MintRecoup(payer.header(), inputs: [coin], blindings: [ByteString(seed)], outputs: [fresh.output])
    }
    // Not while the key is good.
    #expect(try await payer.send(recoup(), [holder]).refusal?.code == .coinInvalid)
    try revoke(host)
    await #expect(throws: (any Error).self) { try await payer.send(recoup(), [SigningKey()]) }
    #expect(try await payer.send(recoup(of: 4), [holder]).refusal?.code == .amountMismatch)
    let request = try recoup()
    let first = try await payer.send(request, [holder])
    #expect(first.receipt?.purpose == .recoup && first.receipt?.amount == euro(8))
    #expect(try await payer.send(request, [holder]).signatures == first.signatures)
    #expect(try await payer.send(recoup(), [holder]).refusal?.code == .doubleSpend)
    try await host.checkBooks()
  }

  /// Whoever holds a genuine coin gets another, for as long as the mint answers for the key, and only for what is its own.
  @Test func whatIsNotExchangedForFreshCoins() async throws {
    let host = host()
    let payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
    let holder = SigningKey()
    func coin(_ seal: Digest? = nil) async throws -> (coin: Coin, seed: [UInt8]) {
      let seed = Wallet.random(32)
      let digest = Coin.digest(key: stolen.id, owner: holder.thumbprint, seal: seal)
      let blinded = try stolen.key.blind(digest.bytes, seed: seed)
      let answer = try await payer.send(
        MintWithdrawal(
          payer.header(), account: payer.account.publicKey,
          outputs: [BlindedOutput(key: stolen.id, blinded: blinded.bytes)]), [payer.account])
      let signature = try blinded.unblinder.unblind(try #require(answer.signatures.first).bytes)
      return (Coin(key: stolen.id, spend: holder.publicKey, signature: signature, seal: seal), seed)
    }
    func recoup(_ coin: Coin, _ seed: [UInt8]) async throws -> MintAnswer {
      let fresh = try RawPayer.Blank(
        #require(host.mint.keys.issuing(at: host.clock.now())[stolen.denomination]))
      return try await payer.send(
        MintRecoup(payer.header(), inputs: [coin], blindings: [ByteString(seed)], outputs: [fresh.output]), [holder])
    }
    let (own, sealed) = (try await coin(), try await coin(Digest(plain: [1])))
    try revoke(host)
    #expect(try await recoup(sealed.coin, sealed.seed).refusal?.code == .coinInvalid, "it is also the payee's")
    let signature = own.coin.signature.dropLast() + [own.coin.signature[own.coin.signature.count - 1] ^ 1]
    let marred = Coin(key: own.coin.key, spend: own.coin.spend, signature: Array(signature))
    #expect(try await recoup(marred, own.seed).refusal?.code == .coinInvalid)
    // After the time for which the mint answers, under keys of that time.
    host.clock.advance(to: stolen.legalEnd)
    let (before, now) = (host.mint.keys.list, host.clock.now())
    let later = try DenominationKey(
      denomination: stolen.denomination, key: MintHost.signingKeys[8].publicKey, announced: now, notBefore: now,
      withdrawEnd: now.advanced(by: Span(seconds: 60)), spendEnd: now.advanced(by: Span(seconds: 60)),
      legalEnd: now.advanced(by: Span(seconds: 60)))
    let list = MintKeyList(
      mint: MintHost.key.thumbprint, currency: .euro, number: 2, previous: before.digest,
      keys: before.content.keys + [later], issued: now)
    host.mint.adopt(MintKeys(try VerifiedStatement(signing: list, with: [MintHost.key])), signer: Self.signer)
    #expect(try await recoup(own.coin, own.seed).refusal?.code == .expired)
    try await host.checkBooks()
  }

  /// What was decided before the theft became known stays as it was.
  @Test func earlierOperationsGetTheSameAnswerAfterwards() async throws {
    let host = host()
    let payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
    let coins = try await payer.withdraw([3])
    let request = try SignedStatement(
      MintDeposit(
        payer.header(), inputs: coins.map(\.coin), outputs: [], account: payer.account.thumbprint, amount: euro(8)),
      signedBy: coins.map(\.key))
    let before = try await host.mint.perform(request, now: host.clock.now())
    try revoke(host)
    let after = try await host.mint.perform(request, now: host.clock.now())
    #expect(after.receipt == before.receipt && after.receipt != nil)
  }

  @Test(arguments: CrashPoint.Side.allCases)
  func whoeverDiesMeanwhileLosesNothing(side: CrashPoint.Side) async throws {
    for write in 1...4 {
      for mintDies in [false, true] {
        let host = host()
        let wallet = try Wallet(host)
        try await host.openAccount(wallet.account)
        try await wallet.purse.withdraw(euro(24))
        try revoke(host)
        let keys = host.mint.keys
        if mintDies {
          host.restart(crash: CrashPoint(write: host.archive.writes.count + 1, side))
          host.mint.adopt(keys, signer: Self.signer)
        } else {
          try wallet.restart(crash: CrashPoint(write: wallet.archive.writes.count + write, side))
        }
        _ = try? await wallet.purse.recoup()
        if mintDies {
          host.restart()
          host.mint.adopt(keys, signer: Self.signer)
        } else {
          try wallet.restart()
        }
        _ = try await wallet.purse.recover()
        try await wallet.purse.recoup()
        #expect(try await wallet.purse.balance().available == euro(24), "\(side) write \(write) \(mintDies)")
        #expect(try await !wallet.purse.needsRecoup())
        try await checkBooks(host, wallet)
      }
    }
  }

  @Test func aLostWalletGetsCoinsUnderRevokedKeysBackToo() async throws {
    let host = host()
    let lost = try Wallet(host)
    try await host.openAccount(lost.account)
    try await lost.purse.withdraw(euro(29))
    try await lost.purse.deposit(euro(4))
    try revoke(host)
    let found = try Wallet(host, seed: lost.seed, account: lost.account)
    #expect(try await found.purse.restore() == euro(25))
    try await checkBooks(host, found)
  }

  @Test func aKeyStaysRevokedAndAnotherTakesItsPlace() async throws {
    let archive = InMemoryArchive()
    let configuration = MintConfiguration(keyBits: 2048, exponents: 0...1)
    let begin = MintHost.begin
    func open(_ now: Timestamp) async throws -> MintKeyring {
      try await MintKeyring.open(
        records: archive.records, keyStore: archive.keys, key: MintHost.key, configuration: configuration, now: now)
    }
    let first = try await open(begin)
    let victim = first.keys.list.content.keys[1]
    let later = begin.advanced(by: Span(seconds: 86_400))
    let second = try await MintKeyring.revoke(
      [victim.id], records: archive.records, key: MintHost.key, now: later)
    try second.content.require(follows: first.keys.list)
    let third = try await open(later)
    try third.keys.list.content.require(follows: second)
    let issuing = try #require(third.keys.issuing(at: later)[victim.denomination])
    #expect(issuing.id != victim.id && issuing.withdrawEnd == victim.withdrawEnd && issuing.announced == later)
    #expect(third.keys.list.content.keys.count == 3)
    #expect(try await open(later).keys.list.digest == third.keys.list.digest)
    // A list in which the key is good again does not follow from one in which it is not.
    let undone = MintKeyList(
      mint: MintHost.key.thumbprint, currency: .euro, number: 2, previous: second.digest,
      keys: first.keys.list.content.keys, issued: later)
    #expect(throws: Refusal.self) { try undone.require(follows: second) }
    await #expect(throws: Refusal.self) {
      try await MintKeyring.revoke(
        [Digest(plain: [])], records: archive.records, key: MintHost.key, now: later)
    }
  }
}
