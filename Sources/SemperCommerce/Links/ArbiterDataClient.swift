import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperEngine
public import SemperExchange
import SemperModel
public import SemperStatements

/// A party's way to leave ciphertexts with an arbiter, before it asks it to resolve, and to fetch the peer's.
public struct ArbiterDataClient: Sendable {
  private let arbiter: Correspondent

  public init(transport: any Transport, address: Address) {
    arbiter = Correspondent(address, over: transport, largest: 2 << 20, patience: Span(seconds: 150))
  }

  /// Asks for leave. The query is the caller's own, about the exchange of the record.
  public func grant(_ record: ExchangeRecord, query: SignedStatement) async throws -> DataGrant {
    try await arbiter.post(DataClaim(record: record, query: query), to: "/data")
  }

  /// How many bytes of a ciphertext are there: all of them when somebody has left it whole.
  public func received(_ locked: LockedData, under grant: DataGrant) async throws -> Int64 {
    try await state(locked, grant).received
  }

  /// Brings a ciphertext, going on where an earlier upload stopped. What is here already is not sent.
  ///
  /// Throws a `Refusal` for good, such as `goodsInvalid` for bytes that are not the ciphertext; after a `TransportError`
  /// the same call goes on.
  ///
  /// - Parameters:
  ///   - progress: gets the number of bytes that the arbiter has.
  ///   - bytes: gives what the ciphertext holds from an offset on, exactly so many.
  public func upload(
    _ locked: LockedData, under grant: DataGrant, progress: @Sendable (Int64) -> Void = { _ in },
    bytes: @Sendable (_ offset: Int64, _ count: Int) async throws -> [UInt8]
  ) async throws {
    let path = Self.path(locked, grant)
    var state = try await state(locked, grant)
    progress(state.received)
    while state.received < locked.length {
      try Task.checkCancellation()
      let before = state.received
      let piece = try await bytes(before, Int(min(Int64(DataReceived.largestPiece), locked.length - before)))
      state = try await arbiter.send(
        Request(.post, path, query: ["at": String(before)], contentType: "application/octet-stream", body: piece))
      guard state.received > before else {
        throw TransportError(.malformed, "the arbiter took \(before) bytes and does not go on from there")
      }
      progress(state.received)
    }
  }

  /// Fetches a ciphertext into a file, going on with what is in it, and checks that it leads to ζ.
  ///
  /// Refuses with `lockInvalid` what does not: then remove the file and fetch again.
  public func download(
    _ locked: LockedData, under grant: DataGrant, to file: String, time: any TimeSource,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws {
    let check = ArrivalCheck(try DeliveryVerifier(locked: locked))
    try await Download(Self.path(locked, grant), at: arbiter.address, length: Int(locked.length), to: file)
      .run(over: arbiter.transport, time: time, progress: progress) { _, bytes in
        try bytes.withUnsafeBytes { try check.receive($0) }
      }
    if let fault = check.fault() { throw fault }
  }

  private func state(_ locked: LockedData, _ grant: DataGrant) async throws -> DataReceived {
    try await arbiter.get(Self.path(locked, grant) + "/received")
  }

  private static func path(_ locked: LockedData, _ grant: DataGrant) -> String {
    "/data/\(Base64URL.encode(grant.token.bytes))/\(locked.root)"
  }
}
