import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import Testing

/// A payer that builds each request by hand, as honest or hostile as a test wants it.
struct RawPayer {
  let host: MintHost
  let account = SigningKey()

  /// A coin with its spending key.
  struct OwnCoin {
    let coin: Coin
    let key: SigningKey
  }

  /// A coin in the making.
  struct Blank {
    let key: SigningKey
    let denomination: DenominationKey
    let blinded: BlindedMessage

    init(_ denomination: DenominationKey) throws {
      key = SigningKey()
      self.denomination = denomination
      let digest = Coin.digest(key: denomination.id, owner: key.thumbprint)
      blinded = try denomination.key.blind(digest.bytes, seed: Wallet.random(32))
    }

    var output: BlindedOutput { BlindedOutput(key: denomination.id, blinded: blinded.bytes) }

    func coin(_ signature: [UInt8]) throws -> OwnCoin {
      OwnCoin(
        coin: Coin(
          key: denomination.id, spend: key.publicKey, signature: try blinded.unblinder.unblind(signature)), key: key)
    }
  }

  func header(_ operation: ID<Operation> = EcashPurse.systemOperation()) -> RequestHeader {
    RequestHeader(mint: host.name, operation: operation, issued: host.clock.now())
  }

  func blanks(_ exponents: [Int]) throws -> [Blank] {
    let issuing = host.keys.issuing(at: host.clock.now())
    return try exponents.map { try Blank(#require(issuing[Denomination(exponent: $0)])) }
  }

  func send(_ request: some MintRequest, _ keys: [SigningKey]) async throws -> MintAnswer {
    try await host.mint.perform(SignedStatement(request, signedBy: keys), now: host.clock.now())
  }

  func withdraw(_ exponents: [Int]) async throws -> [OwnCoin] {
    let blanks = try blanks(exponents)
    let request = MintWithdrawal(header(), account: account.publicKey, outputs: blanks.map(\.output))
    let answer = try await send(request, [account])
    return try zip(blanks, answer.signatures).map { try $0.coin($1.bytes) }
  }

  func lock(_ terms: LockTerms, with coins: [OwnCoin]) async throws -> MintAnswer {
    try await send(MintLock(header(), inputs: coins.map(\.coin), outputs: [], terms: terms), coins.map(\.key))
  }

  func deposit(
    _ coins: [OwnCoin], _ amount: Money, outputs: [BlindedOutput] = [], operation: ID<Operation>? = nil
  ) async throws -> MintAnswer {
    try await send(
      MintDeposit(
        header(operation ?? EcashPurse.systemOperation()), inputs: coins.map(\.coin), outputs: outputs,
        account: account.thumbprint, amount: amount), coins.map(\.key))
  }
}

extension MintAnswer {
  /// The refusal in the mint's signed words.
  var refusal: MintRefusal? {
    try? VerifiedStatement<MintRefusal>(verifying: statement, keys: KeySet([MintHost.key.publicKey])).content
  }
  var outcome: LockOutcome? {
    try? VerifiedStatement<LockOutcome>(verifying: statement, keys: KeySet([MintHost.key.publicKey])).content
  }
  var receipt: MintReceipt? {
    try? VerifiedStatement<MintReceipt>(verifying: statement, keys: KeySet([MintHost.key.publicKey])).content
  }
  var lockReceipt: LockReceipt? {
    try? VerifiedStatement<LockReceipt>(verifying: statement, keys: KeySet([MintHost.key.publicKey])).content
  }
}
