public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The second step of a refresh: the candidates that the mint did not choose are opened to it, and it signs the chosen one.
///
/// Holds the first step and the mint's answer as they were, so that it can be judged by itself; whether they are what the mint
/// has on its books, the mint's transaction finds out.
public struct MintRefreshReveal: MintRequest {
  public static let kind = StatementKind.mintRefreshReveal

  public let header: RequestHeader
  /// The signed `mint-refresh`, and what it says.
  public let commitment: SignedStatement
  public let refresh: MintRefresh
  /// The mint's `mint-refresh-choice`, and what it says.
  public let answer: SignedStatement
  public let choice: MintRefreshChoice
  /// The private transfer keys of the candidates that were not chosen, in their order.
  public let transfers: [ByteString]

  /// Refuses statements of other kinds.
  public init(
    _ header: RequestHeader, commitment: SignedStatement, answer: SignedStatement, transfers: [ByteString]
  ) throws(Refusal) {
    self.header = header
    self.commitment = commitment
    self.answer = answer
    self.transfers = transfers
    refresh = try VerifiedStatement<MintRefresh>.content(of: commitment)
    choice = try VerifiedStatement<MintRefreshChoice>.content(of: answer)
  }

  public var outputs: [BlindedOutput] { refresh.candidates[choice.chosen].outputs }
  public var signers: [Thumbprint] { [refresh.coin.owner] }
  public var introducedKeys: [PublicKey] { [refresh.coin.spend] }

  /// The candidates that are opened, each with its private transfer key.
  var opened: [(candidate: RefreshCandidate, transfer: ByteString)] {
    let others = refresh.candidates.indices.filter { $0 != choice.chosen }
    return zip(others, transfers).map { (refresh.candidates[$0], $1) }
  }

  public var json: JSON {
    header.json(["choice": answer.json, "commitment": commitment.json, "transfers": transfers.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let header = try RequestHeader(&fields)
    let answer: SignedStatement = try fields.value("choice")
    let commitment: SignedStatement = try fields.value("commitment")
    let transfers: [ByteString] = try fields.value("transfers")
    try fields.close()
    guard transfers.count == RefreshCandidate.count - 1, transfers.allSatisfy({ $0.bytes.count == 32 }) else {
      throw CodingError(.outOfRange, "all candidates but one are opened").inside("transfers")
    }
    do {
      try self.init(header, commitment: commitment, answer: answer, transfers: transfers)
    } catch {
      throw CodingError(.outOfRange, "a refresh is opened with its two statements: \(error.detail)")
    }
  }
}
