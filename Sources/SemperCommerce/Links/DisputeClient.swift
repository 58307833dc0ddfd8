import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// A party's way to the arbiter of its dispute. What it answers is checked by who asked, against the arbiter's key.
public struct DisputeClient: Sendable {
  private let arbiter: Correspondent

  public init(transport: any Transport, address: Address) {
    arbiter = Correspondent(address, over: transport, largest: 1 << 20, patience: Span(seconds: 20))
  }

  public func open(_ claim: ClaimSubmission) async throws -> DisputeNews {
    try await arbiter.post(claim, to: "/disputes")
  }

  public func news(of claim: Digest) async throws -> DisputeNews { try await arbiter.get(Self.path(claim)) }

  /// The answer of the side that is claimed against.
  public func answer(_ answer: ClaimSubmission) async throws -> DisputeNews {
    try await arbiter.post(answer, to: "/disputes/answers")
  }

  public func appeal(_ appeal: SignedStatement, in claim: Digest) async throws -> DisputeNews {
    try await arbiter.post(appeal, to: Self.path(claim) + "/appeal")
  }

  /// Tells the arbiter what the bank has moved.
  public func tell(_ word: SignedStatement, in claim: Digest) async throws -> DisputeNews {
    try await arbiter.post(word, to: Self.path(claim) + "/enforcement")
  }

  private static func path(_ claim: Digest) -> String { "/disputes/\(Base64URL.encode(claim.bytes))" }
}

extension ShopClient {
  /// Brings the seller a claim, as an arbiter does; `nil` until it has answered.
  public func answer(to claim: SignedStatement) async throws -> ClaimSubmission? {
    let heard: HeardClaim = try await shop.post(claim, to: "/disputes")
    return heard.answer
  }

  /// What the seller has claimed about a deal. Nothing of it is verified yet.
  public func claims(in deal: ID<Deal>) async throws -> [SignedStatement] {
    let list: ClaimList = try await shop.get("/deals/\(deal)/claims")
    return list.claims
  }
}
