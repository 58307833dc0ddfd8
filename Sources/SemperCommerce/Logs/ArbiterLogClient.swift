import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperExchange
public import SemperModel

/// What an arbiter shows to everybody, over any transport. Nothing of it is verified here, unless it says so.
public struct ArbiterLogClient: Sendable {
  private let arbiter: Correspondent

  public init(transport: any Transport, address: Address) {
    arbiter = Correspondent(address, over: transport, largest: 8 << 20, patience: Span(seconds: 20))
  }

  /// The arbiter's word on itself.
  public func description() async throws -> SignedStatement { try await arbiter.get("/.well-known/semper") }
  /// The same as it was in an epoch that the arbiter still serves.
  public func description(ofEpoch number: Int) async throws -> SignedStatement {
    try await arbiter.get("/epochs/\(number)")
  }

  /// The arbiter's word on itself, verified: signed by the key that it names, which is an arbiter's.
  ///
  /// Refuses with `untrusted` who is no arbiter or, with a trust list, whom no authority in it has certified as one.
  ///
  /// - Parameter trust: whom to believe about who the arbiter is; without it, whoever answers is believed.
  public func identity(trust: TrustList?, at now: Timestamp) async throws -> RoleDescription {
    let signed = try await description()
    if let trust {
      return try RoleVerifier(roots: trust.certificates).verify(signed, role: .arbiter, at: now).description
    }
    let description = try VerifiedStatement<RoleDescription>(verifying: signed, keys: KeySet()).content
    guard description.role == .arbiter else {
      throw Refusal(.untrusted, blame: .peer, "this is a \(description.role.rawValue), not an arbiter")
    }
    return description
  }

  /// What an arbiter says of itself, held against what it signs: its log has the size and root that it says, or has grown from
  /// there, by a signed checkpoint; and the epoch that its signed description pins is among those it says it has. How many
  /// exchanges stand where, and whether it decides, is its word alone.
  ///
  /// Refuses with `proofInvalid`.
  public func status(of arbiter: RoleDescription) async throws -> ArbiterStatus {
    let status = try await status()
    let pinned = status.epochs.contains { epoch in
      epoch.number == arbiter.arbiter?.epoch && epoch.key == arbiter.arbiter?.sealingKey
        && epoch.policy.digest == arbiter.arbiter?.policy
    }
    guard pinned else {
      throw Refusal(
        .proofInvalid, blame: .peer, "the arbiter's signed description pins an epoch that its status does not have")
    }
    guard let head = status.head else { return status }
    let signed = try await checkpoint()
    let shown = try VerifiedStatement<Checkpoint>(verifying: signed, keys: KeySet([arbiter.key])).content.head
    if shown != head {
      guard head.size < shown.size,
        try await consistency(from: head.size, to: shown.size).holds(from: head, to: shown)
      else {
        throw Refusal(
          .proofInvalid, blame: .peer,
          "the status shows a log of \(head.size) entries that the signed checkpoint of \(shown.size) does not extend")
      }
    }
    return status
  }

  /// That the entry with this number stands in the log.
  public func proof(ofEntry number: Int) async throws -> InclusionProof {
    try await arbiter.get("/log/proof", ["number": String(number)])
  }

  public func status() async throws -> ArbiterStatus { try await arbiter.get("/status") }
  public func checkpoint() async throws -> SignedStatement { try await arbiter.get("/log/checkpoint") }
  public func witnessed() async throws -> [WitnessedCheckpoint] { try await arbiter.get("/log/cosignatures") }

  /// The log from a number on, as much of it as comes at once.
  public func entries(from number: Int) async throws -> [SignedStatement] {
    try await arbiter.get("/decisions", ["from": String(number)])
  }

  public func consistency(from earlier: Int, to later: Int) async throws -> ConsistencyProof {
    try await arbiter.get("/log/consistency", ["from": String(earlier), "to": String(later)])
  }

  /// That the last decision on an exchange stands in the log.
  public func proof(of exchange: Digest) async throws -> InclusionProof {
    try await arbiter.get("/log/proof", ["exchange": exchange.description])
  }

  /// Shows the arbiter what a witness has cosigned.
  public func show(_ witnessed: WitnessedCheckpoint) async throws {
    let _: ArbiterStanding = try await arbiter.post(witnessed, to: "/log/cosignatures")
  }

  /// Brings the checkpoint before a witness that knows the log's key, with the proof that it needs, and shows the arbiter
  /// the result. What the witness refuses is shown too: its last checkpoint tells the arbiter that it runs on an old copy.
  public func bring(
    before witness: LogWitness, of key: PublicKey, at now: Timestamp
  ) async throws -> WitnessedCheckpoint {
    let signed = try await checkpoint()
    let new = try VerifiedStatement<Checkpoint>(verifying: signed, keys: KeySet([key])).content.head
    let last = try await witness.last(of: key.thumbprint)
    let size = try last?.verified(log: key).0.head.size ?? 0
    let proof = 0 < size && size < new.size ? try await consistency(from: size, to: new.size) : nil
    do {
      let made = try await witness.cosign(signed, of: key, proof: proof, at: now)
      try await show(made)
      return made
    } catch let refusal as Refusal where refusal.code == .proofInvalid {
      if let last { try? await show(last) }
      throw refusal
    }
  }
}
