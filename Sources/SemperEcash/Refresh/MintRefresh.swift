public import SemperCoding
import SemperCryptography
public import SemperModel

/// A coin is given up for others of the same value that stay its holder's: change, without the account and without a way to pay
/// somebody unseen. The first of two steps: it commits to candidates, of which the mint then picks the one that it will sign.
///
/// From here on the old coin is spent. The new ones are there after the `MintRefreshReveal`; who cannot make that one has lost
/// the coin.
public struct MintRefresh: MintRequest {
  public static let kind = StatementKind.mintRefresh

  public let header: RequestHeader
  public let coin: Coin
  public let candidates: [RefreshCandidate]

  public init(_ header: RequestHeader, coin: Coin, candidates: [RefreshCandidate]) {
    self.header = header
    self.coin = coin
    self.candidates = candidates
  }

  public var inputs: [Coin] { [coin] }
  public var json: JSON { header.json(["candidates": candidates.json, "coin": coin.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    candidates = try fields.value("candidates")
    coin = try fields.value("coin")
    try fields.close()
    guard candidates.count == RefreshCandidate.count, Set(candidates.map(\.transfer)).count == candidates.count else {
      throw CodingError(.outOfRange, "a refresh has \(RefreshCandidate.count) candidates, each with a key of its own")
        .inside("candidates")
    }
    guard Set(candidates.map { $0.outputs.map(\.key) }).count == 1 else {
      throw CodingError(.outOfRange, "all candidates are for the same coins").inside("candidates")
    }
  }
}
