import CardTrials
import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel

/// A mint whose keys are made and kept in a PKCS #11 token: it issues and takes coins, also after a restart, and keys from before there
/// was a token go on working.
enum MintTokenTrial {
  private static let begin = Timestamp(seconds: 1_800_000_000)
  private static let key = SigningKey()
  private static let account = SigningKey()

  static func run(library: String, label: String, pin: String) async throws {
    let archive = InMemoryArchive()
    let configuration = MintConfiguration(keyBits: 2048, exponents: 0...1)
    func open(_ now: Timestamp, _ token: Token?) async throws -> MintKeyring {
      try await MintKeyring.open(
        records: archive.records, keyStore: archive.keys, key: key, configuration: configuration, now: now,
        token: token)
    }
    let before = try await open(begin, nil)
    // The next period's keys are the token's.
    let later = begin.advanced(by: Span(seconds: configuration.issuing.seconds - configuration.ahead.seconds + 1))
    _ = try await open(later, Token(library: library, label: label, pin: pin))
    let period = begin.advanced(by: configuration.issuing)
    // Opened anew, as after a restart.
    let keyring = try await open(period, Token(library: library, label: label, pin: pin))
    try require(keyring.signingKeys.count == 4, "\(keyring.signingKeys.count) keys")
    let names = keyring.signingKeys.filter { $0 is TokenBlindKey }.map(\.publicKey.id)
    let new = keyring.keys.issuing(at: period).values.map(\.id)
    try require(Set(names) == Set(new), "the new keys are not those of the token")
    try await business(archive, keyring, period)
    // Without the token the mint says so and does not begin.
    do {
      _ = try await open(period, nil)
      throw TrialFailure("a mint without its token began")
    } catch let error as ArchiveError {
      try require("\(error)".contains("give the token"), "\(error)")
    }
    try require(before.signingKeys.allSatisfy { $0 is BlindSigningKey }, "keys of a home are elsewhere")
  }

  private static func business(_ archive: InMemoryArchive, _ keyring: MintKeyring, _ now: Timestamp) async throws {
    let bank = Bank(
      records: archive.records, name: key.thumbprint, currency: .euro, grant: Money(minorUnits: 100, .euro))
    let mint = Mint(
      bank: bank, key: key, keys: keyring.keys, signer: LocalBlindSigner(keys: keyring.signingKeys, threads: 2))
    let opening = AccountOpening(
      key: account.publicKey, bank: key.thumbprint, currency: .euro, operation: EcashPurse.systemOperation(),
      issued: now)
    _ = try await bank.open(SignedStatement(opening, signedBy: [account]), now: now)
    var coins: [(coin: Coin, key: SigningKey)] = []
    for entry in keyring.keys.issuing(at: now).values {
      let spend = SigningKey()
      let digest = Coin.digest(key: entry.id, owner: spend.thumbprint)
      let blinded = try entry.key.blind(digest.bytes, seed: [UInt8](repeating: 9, count: 32))
      let request = MintWithdrawal(
        RequestHeader(mint: key.thumbprint, operation: EcashPurse.systemOperation(), issued: now),
        account: account.publicKey, outputs: [BlindedOutput(key: entry.id, blinded: blinded.bytes)])
      let signed = try SignedStatement(request, signedBy: [account])
      let answer = try await mint.perform(signed, now: now)
      // Signing is deterministic in the token too, on which restoring from a seed depends.
      let again = try await mint.perform(signed, now: now)
      try require(answer.signatures.count == 1 && answer.signatures == again.signatures, "the token signs differently")
      let signature = try blinded.unblinder.unblind(answer.signatures[0].bytes)
      coins.append((Coin(key: entry.id, spend: spend.publicKey, signature: signature), spend))
    }
    let deposit = MintDeposit(
      RequestHeader(mint: key.thumbprint, operation: EcashPurse.systemOperation(), issued: now),
      inputs: coins.map(\.coin), outputs: [], account: account.thumbprint, amount: Money(minorUnits: 3, .euro))
    let paid = try await mint.perform(SignedStatement(deposit, signedBy: coins.map(\.key)), now: now)
    try require(paid.statement.kind == .mintReceipt, "coins of the token are not taken: \(paid.statement.kind)")
    try require(try await mint.audit().findings.isEmpty, "the books do not hold")
  }

  private static func require(_ condition: Bool, _ what: String) throws {
    guard condition else { throw TrialFailure(what) }
  }
}
