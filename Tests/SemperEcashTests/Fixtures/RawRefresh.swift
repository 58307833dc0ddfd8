import SemperCoding
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import Testing

/// A refresh that is built by hand, honest but for what a test changes.
struct RawRefresh {
  let payer: RawPayer
  let coin: RawPayer.OwnCoin
  let transfers: [SigningKey]
  let request: MintRefresh
  let commitment: SignedStatement

  /// - Parameters:
  ///   - exponents: the new coins.
  ///   - stranger: a candidate whose coins are somebody else's, with those.
  init(
    _ payer: RawPayer, _ coin: RawPayer.OwnCoin, into exponents: [Int],
    stranger: (candidate: Int, coins: [RawPayer.Blank])? = nil
  ) throws {
    self.payer = payer
    self.coin = coin
    let transfers = (0..<RefreshCandidate.count).map { _ in SigningKey() }
    let issuing = payer.host.keys.issuing(at: payer.host.clock.now())
    let keys = try exponents.map { try #require(issuing[Denomination(exponent: $0)]).key }
    let candidates = try transfers.enumerated().map { number, transfer in
      if let stranger, stranger.candidate == number {
        return RefreshCandidate(transfer: transfer.publicKey, outputs: stranger.coins.map(\.output))
      }
      let link = try RefreshLink(transfer: transfer, coin: coin.coin.spend)
      let outputs = try keys.enumerated().map { place, key in
        BlindedOutput(key: key.id, blinded: try link.blinded(place, under: key).bytes)
      }
      return RefreshCandidate(transfer: transfer.publicKey, outputs: outputs)
    }
    self.transfers = transfers
    request = MintRefresh(payer.header(), coin: coin.coin, candidates: candidates)
    commitment = try SignedStatement(request, signedBy: [coin.key])
  }

  func commit() async throws -> MintAnswer {
    try await payer.host.mint.perform(commitment, now: payer.host.clock.now())
  }

  /// Opens the candidates that the answer asks for.
  func reveal(_ answer: SignedStatement, opening others: [SigningKey]? = nil) async throws -> MintAnswer {
    let choice = try choice(answer)
    let opened = others ?? transfers.enumerated().filter { $0.offset != choice.chosen }.map(\.element)
    let request = try MintRefreshReveal(
      payer.header(), commitment: commitment, answer: answer,
      transfers: opened.map { ByteString($0.rawRepresentation) })
    return try await payer.send(request, [coin.key])
  }

  func choice(_ answer: SignedStatement) throws -> MintRefreshChoice {
    try VerifiedStatement<MintRefreshChoice>(verifying: answer, keys: KeySet([payer.host.mint.publicKey])).content
  }
}
