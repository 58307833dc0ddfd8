import SemperArchive
import SemperCoding
import SemperCommunication
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements

/// Ciphertexts that parties bring to an arbiter in pieces, and fetch from it in ranges. Nothing here is for others than
/// the two parties, and all that anybody could learn here is ciphertext.
struct ArbiterDataRoutes: Sendable {
  private static let path = "/data/{token}/{root}"

  private let arbiter: Arbiter
  private let files: SealedDataFiles
  private let intake: SealedDataIntake
  private let time: any TimeSource

  init(_ arbiter: Arbiter, blobs: any BlobStore, time: any TimeSource) {
    self.arbiter = arbiter
    self.time = time
    files = SealedDataFiles(blobs)
    intake = SealedDataIntake(blobs)
  }

  var routes: [Route] { [grant, received, piece, ciphertext] }

  private var grant: Route {
    Route(
      .post, "/data", summary: "Takes a party's claim; answers with its token for the exchange's ciphertexts.",
      limits: RouteLimits(body: 4 << 20, perSecond: 20)
    ) { [arbiter, time] request, _ in
      let claim = try RoleRoutes.readable { () throws(CodingError) in
        try DataClaim(json: CanonicalJSON.decode(request.body, limits: .statement(bytes: 4 << 20)))
      }
      return .json(try await arbiter.grant(claim, at: time.now()))
    }
  }

  private var received: Route {
    Route(
      .get, Self.path + "/received", summary: "How many bytes of this party's upload are here: where to go on.",
      limits: RouteLimits(body: 0, perSecond: 50)
    ) { [intake] request, parameters in
      let (locked, source) = try await allowed(parameters)
      return .json(DataReceived(try await intake.received(of: locked, from: source), of: locked))
    }
  }

  private var piece: Route {
    Route(
      .post, Self.path, summary: "Takes the bytes from `at` on; answers where to go on.",
      limits: RouteLimits(body: DataReceived.largestPiece, time: Span(seconds: 120), perSecond: 100)
    ) { [intake] request, parameters in
      let (locked, source) = try await allowed(parameters)
      let offset = Int64(try RoleRoutes.number("at", in: request))
      return .json(
        DataReceived(try await intake.receive(request.body, at: offset, of: locked, from: source), of: locked))
    }
  }

  private var ciphertext: Route {
    Route(
      .get, Self.path, summary: "A whole ciphertext, or a range of it.",
      limits: RouteLimits(body: 0, time: Span(seconds: 3_600), perSecond: 50)
    ) { [files] request, parameters in
      let (locked, _) = try await allowed(parameters)
      guard try await files.holds(locked) else {
        throw Refusal(.goodsMissing, blame: .peer, "nobody has left this ciphertext here yet")
      }
      return RangedReply(total: Int(locked.length), contentType: "application/octet-stream") { offset, count in
        guard let bytes = try files.read(locked, at: Int64(offset), count: count) else {
          throw Refusal(.goodsMissing, blame: .provider, "this ciphertext has been removed")
        }
        return bytes
      }.reply(to: request.range)
    }
  }

  private func allowed(_ parameters: Parameters) async throws -> (locked: LockedData, source: Digest) {
    let (token, root) = (try parameters.value("token"), try parameters.value("root"))
    let (nonce, digest) = try RoleRoutes.readable { () throws(CodingError) in
      (try Nonce(bytes: Base64URL.decode(token)), try Digest(text: root))
    }
    return try await arbiter.ciphertext(digest, token: nonce, at: time.now())
  }
}
