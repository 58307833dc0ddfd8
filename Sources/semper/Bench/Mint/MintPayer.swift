import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel

/// A client of the mint that makes its requests ahead of time and checks every answer when all have come.
struct MintPayer: Sendable {
  let client: MintClient
  let denomination: DenominationKey
  private let port: UInt16
  private let account = SigningKey()

  /// A coin in the making.
  struct Blank: Sendable {
    let key: SigningKey
    let blinded: BlindedMessage
  }

  struct OwnCoin: Sendable {
    let coin: Coin
    let key: SigningKey
  }

  /// A request's bytes, ready to be sent, and what its answer makes.
  struct Prepared: Sendable {
    let bytes: [UInt8]
    let digest: Digest
    let blanks: [Blank]
  }

  /// An answer's bytes, and how long they took.
  struct Answer: Sendable {
    let body: [UInt8]
    let seconds: Double
  }

  init(_ transport: any Transport, at address: Address, mint: PublicKey) async throws {
    // The server of the benchmark is its own auditor.
    client = MintClient(transport: transport, address: address, mint: mint, auditors: .keys([mint]))
    guard let key = try await client.keys(now: SystemTime().now()).list.content.keys.first else {
      throw BenchError(.noKey)
    }
    denomination = key
    port = try PlainConnection.port(of: address)
    let now = SystemTime().now()
    _ = try await client.openAccount(
      for: account, currency: .euro, operation: EcashPurse.systemOperation(), now: now)
  }

  // MARK: Before the clock runs

  func withdrawal(of count: Int, now: Timestamp) throws -> Prepared {
    let blanks = try blanks(count)
    return try prepared(
      MintWithdrawal(header(now), account: account.publicKey, outputs: blanks.map(output)), [account], blanks)
  }

  func swap(_ coins: [OwnCoin], now: Timestamp) throws -> Prepared {
    let blanks = try blanks(coins.count)
    return try prepared(
      MintSwap(header(now), inputs: coins.map(\.coin), outputs: blanks.map(output)), coins.map(\.key), blanks)
  }

  func deposit(_ coins: [OwnCoin], now: Timestamp) throws -> Prepared {
    let amount = Money(minorUnits: Int64(coins.count) * denomination.denomination.units, .euro)
    return try prepared(
      MintDeposit(
        header(now), inputs: coins.map(\.coin), outputs: [], account: account.thumbprint, amount: amount),
      coins.map(\.key), [])
  }

  // MARK: While it runs

  /// Sends requests one after another, each when the one before it is answered.
  func answers(to requests: [Prepared]) throws -> [Answer] {
    let connection = try PlainConnection(port: port)
    return try requests.map { request in
      let begin = ContinuousClock.now
      let body = try connection.post(request.bytes, to: "/operations")
      return Answer(body: body, seconds: (ContinuousClock.now - begin) / .seconds(1))
    }
  }

  // MARK: After it has run

  /// Verifies the mint's signature on its receipt and on every coin.
  func coins(from answer: [UInt8], to request: Prepared) throws -> [OwnCoin] {
    let answer = try MintAnswer(json: CanonicalJSON.parse(answer))
    let receipt = try VerifiedStatement<MintReceipt>(verifying: answer.statement, keys: KeySet([client.mint]))
    guard receipt.content.request == request.digest, answer.signatures.count == request.blanks.count else {
      throw BenchError(.otherAnswer)
    }
    return try zip(request.blanks, answer.signatures).map { blank, signature in
      OwnCoin(
        coin: Coin(
          key: denomination.id, spend: blank.key.publicKey,
          signature: try blank.blinded.unblinder.unblind(signature.bytes)), key: blank.key)
    }
  }

  private func blanks(_ count: Int) throws -> [Blank] {
    var generator = SystemRandomNumberGenerator()
    return try (0..<count).map { _ in
      let key = SigningKey()
      let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      let digest = Coin.digest(key: denomination.id, owner: key.thumbprint)
      return Blank(key: key, blinded: try denomination.key.blind(digest.bytes, seed: seed))
    }
  }

  private func output(_ blank: Blank) -> BlindedOutput {
    BlindedOutput(key: denomination.id, blinded: blank.blinded.bytes)
  }

  private func header(_ now: Timestamp) -> RequestHeader {
    RequestHeader(mint: client.name, operation: EcashPurse.systemOperation(), issued: now)
  }

  private func prepared(
    _ request: some MintRequest, _ keys: [SigningKey], _ blanks: [Blank]
  ) throws -> Prepared {
    let signed = try SignedStatement(request, signedBy: keys)
    return Prepared(bytes: signed.canonicalBytes, digest: signed.digest, blanks: blanks)
  }
}
